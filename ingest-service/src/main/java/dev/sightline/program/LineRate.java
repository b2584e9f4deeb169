package dev.sightline.program;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Lets a burst of a program's lines through and counts the others, so that a program that complains
 * of every picture can't fill a log, nor one that is run again and again. While it is too much, one
 * line and the count are told each minute; the next burst has to wait for a minute without. Any
 * thread.
 */
public final class LineRate {

  static final int BURST = 20;

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final LongSupplier clock;
  private final Consumer<String> lines;
  private long minuteBegan;
  private int room = BURST;
  private long leftOut;

  /**
   * @param clock monotonic nanoseconds
   */
  public LineRate(LongSupplier clock, Consumer<String> lines) {
    this.clock = clock;
    this.lines = lines;
    this.minuteBegan = clock.getAsLong();
  }

  synchronized void take(String line) {
    long now = clock.getAsLong();
    if (now - minuteBegan >= MINUTE) {
      minuteBegan = now;
      room = leftOut == 0 ? BURST : 1;
      tellWhatWasLeftOut();
    }
    if (room > 0) {
      room--;
      lines.accept(line);
    } else {
      leftOut++;
    }
  }

  /** Whether more comes than is wanted. */
  synchronized boolean isFlooded() {
    return leftOut > 0;
  }

  /** No more lines come. */
  public synchronized void end() {
    tellWhatWasLeftOut();
  }

  private void tellWhatWasLeftOut() {
    if (leftOut > 0) {
      lines.accept("… and %d more lines".formatted(leftOut));
      leftOut = 0;
    }
  }
}
