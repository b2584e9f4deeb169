package dev.sightline.bus;

import dev.sightline.frame.Frame;

/** One edge pulling the newest frames of a stream. Two asks never yield the same frame. */
final class FramePull extends Pull {

  private final FrameOutlet outlet;
  private long through = -1;
  private int missed;

  FramePull(FrameOutlet outlet, EdgeLine line) {
    super(line);
    this.outlet = outlet;
  }

  @Override
  boolean isOrdered() {
    return false;
  }

  @Override
  int due() {
    Frame newest = outlet.newest();
    return newest != null && newest.sequence() > through ? newest.size() : 0;
  }

  @Override
  void miss() {
    missed++;
  }

  @Override
  boolean answer(long now) {
    Frame frame = outlet.newest();
    long position = line().window().send(frame.size());
    answer(Answer.of(position, through, missed, outlet.newestAge(now), frame), now);
    outlet.count(through < 0 ? 0 : frame.sequence() - through - 1);
    through = frame.sequence();
    missed = 0;
    return false;
  }
}
