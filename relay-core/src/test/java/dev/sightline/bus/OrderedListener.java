package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes an ordered stream out of a tap, and holds it to what a tap promises: the right bytes, from
 * a start on, never twice, never out of order, and a start after each jump.
 */
final class OrderedListener implements StretchTap.Listener {

  private final Queue<Stretch> stretches = new ConcurrentLinkedQueue<>();
  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
  private final List<String> mistakes = new ArrayList<>();
  private final AtomicInteger losses = new AtomicInteger();
  private final AtomicInteger ends = new AtomicInteger();
  private Stretch last;
  private long bytes;
  private int jumps;
  private long gaps;

  @Override
  public synchronized void stretch(Stretch stretch) {
    check(stretch);
    last = stretch;
    bytes += stretch.size();
    threads.add(Thread.currentThread());
    stretches.add(stretch);
  }

  private void check(Stretch stretch) {
    boolean goesOn = last != null && goesOnFrom(last, stretch);
    if (!goesOn) {
      gaps += last != null && last.epoch().equals(stretch.epoch()) ? gapBefore(stretch) : 0;
      jumps += last == null ? 0 : 1;
      note(stretch.isStart(), "%s after %s is no start", stretch);
      note(last == null || isLater(stretch), "%s after %s is a step back", stretch);
    }
    note(
        stretch
            .bytes()
            .equals(Stretches.bytes(stretch.epoch(), stretch.position(), stretch.size())),
        "%s after %s has other bytes",
        stretch);
  }

  private long gapBefore(Stretch stretch) {
    return stretch.position() - last.end();
  }

  private boolean isLater(Stretch stretch) {
    int byEpoch = stretch.epoch().compareTo(last.epoch());
    return byEpoch > 0 || (byEpoch == 0 && stretch.position() > last.end());
  }

  private void note(boolean holds, String mistake, Stretch stretch) {
    if (!holds) {
      mistakes.add(mistake.formatted(stretch, last));
    }
  }

  static boolean goesOnFrom(Stretch before, Stretch next) {
    return before.epoch().equals(next.epoch()) && before.end() == next.position();
  }

  @Override
  public void lost() {
    threads.add(Thread.currentThread());
    losses.incrementAndGet();
  }

  @Override
  public void ended() {
    threads.add(Thread.currentThread());
    ends.incrementAndGet();
  }

  synchronized void assertNoMistakes() {
    assertThat(mistakes).isEmpty();
  }

  List<Stretch> stretches() {
    return List.copyOf(stretches);
  }

  List<Thread> threads() {
    return List.copyOf(threads);
  }

  /** Position after the newest byte; -1 before the first. */
  synchronized long end() {
    return last == null ? -1 : last.end();
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized int jumps() {
    return jumps;
  }

  /** Bytes that were left out within an epoch. */
  synchronized long gaps() {
    return gaps;
  }

  int losses() {
    return losses.get();
  }

  int ends() {
    return ends.get();
  }
}
