package dev.sightline.bus;

import dev.sightline.frame.Stretch;
import java.util.List;
import java.util.function.Consumer;

/**
 * One edge pulling an ordered stream: one ask at a time, answered from where that ask says that the
 * edge stands, so that an answer that is lost is simply asked for again.
 *
 * <p>An answer is cut to the room in the window, though not below {@link #LEAST}; pictures that
 * share a thin link would else wait behind a whole run.
 */
final class StretchPull extends Pull {

  /** An answer takes as many bytes, if there are as many, before it is cut for want of room. */
  static final int LEAST = 16 << 10;

  private final StretchOutlet outlet;
  private Bookmark from;

  StretchPull(StretchOutlet outlet, EdgeLine line) {
    super(line);
    this.outlet = outlet;
  }

  /** The edge has given up the ask before, if there is one. */
  @Override
  void hold(Ask ask, Consumer<Answer> answer, long now) {
    answerAll();
    from = ask.from();
    super.hold(ask, answer, now);
  }

  @Override
  boolean isOrdered() {
    return true;
  }

  /** It needs all there is or is of little use; see {@link EdgeLine} for what it gets. */
  @Override
  int weight() {
    return 1;
  }

  @Override
  int due() {
    return sizeOf(outlet.ring().after(from, LEAST));
  }

  /** What was not asked for is still in the ring. */
  @Override
  void miss() {}

  @Override
  boolean answer(long now) {
    int due = due();
    long room = Math.max(due, line().room());
    List<Stretch> next = outlet.ring().after(from, Math.min(room, StretchRing.MAX_RUN));
    StretchRun run = StretchRun.of(next);
    outlet.count(run, from);
    from = run.end();
    answer(Answer.of(line().window().send(run.size(), due), run), now);
    return room < StretchRing.MAX_RUN && from.position() < outlet.ring().end();
  }

  private static int sizeOf(List<Stretch> stretches) {
    return stretches.stream().mapToInt(Stretch::size).sum();
  }
}
