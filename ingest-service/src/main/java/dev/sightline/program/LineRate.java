package dev.sightline.program;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Lets so many lines of a program through in each second and counts the others, so that a program
 * that has nothing better to do can't fill a log. Used by one thread.
 */
final class LineRate {

  static final int LINES_A_SECOND = 20;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier clock;
  private final Consumer<String> lines;
  private long secondBegan;
  private int inThisSecond;
  private long leftOut;

  /**
   * @param clock monotonic nanoseconds
   */
  LineRate(LongSupplier clock, Consumer<String> lines) {
    this.clock = clock;
    this.lines = lines;
    this.secondBegan = clock.getAsLong();
  }

  void take(String line) {
    long now = clock.getAsLong();
    if (now - secondBegan >= SECOND) {
      secondBegan = now;
      inThisSecond = 0;
      tellWhatWasLeftOut();
    }
    if (inThisSecond < LINES_A_SECOND) {
      inThisSecond++;
      lines.accept(line);
    } else {
      leftOut++;
    }
  }

  /** Whether more comes than is wanted. */
  boolean isFlooded() {
    return inThisSecond == LINES_A_SECOND;
  }

  void end() {
    tellWhatWasLeftOut();
  }

  private void tellWhatWasLeftOut() {
    if (leftOut > 0) {
      lines.accept("… and %d more lines".formatted(leftOut));
      leftOut = 0;
    }
  }
}
