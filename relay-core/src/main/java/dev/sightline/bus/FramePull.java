package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;

/** One edge pulling the newest frames of a stream. Two asks never yield the same frame. */
final class FramePull extends Pull {

  private final FrameOutlet outlet;

  /** Which of the outlet's frames the edge was sent last, by their count; 0 before the first. */
  private long through;

  private Epoch epoch;
  private long sequence;
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
  int weight() {
    return outlet.weight();
  }

  @Override
  int due() {
    Frame newest = outlet.newest();
    return newest != null && outlet.published() > through ? newest.size() : 0;
  }

  @Override
  void miss() {
    missed++;
  }

  @Override
  boolean answer(long now) {
    Frame frame = outlet.newest();
    long position = line().window().send(frame.size());
    long previous = frame.epoch().equals(epoch) ? sequence : -1;
    answer(Answer.of(position, previous, missed, outlet.newestAge(now), frame), now);
    outlet.count(through == 0 ? 0 : outlet.published() - through - 1);
    through = outlet.published();
    epoch = frame.epoch();
    sequence = frame.sequence();
    missed = 0;
    return false;
  }
}
