package dev.sightline.testkit;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits of a test for what other threads do, each with a deadline and a sentence that says what
 * didn't happen. Not to be called on an event loop.
 */
public final class Await {

  /** The deadline unless told otherwise: far beyond what a slow, busy machine needs. */
  public static final Duration DEADLINE = Duration.ofSeconds(30);

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private Await() {}

  /**
   * Waits until {@code condition} holds.
   *
   * @param sentence what is waited for, such as "the camera has a client"
   * @throws AssertionError with the sentence after {@link #DEADLINE}
   */
  public static void until(String sentence, BooleanSupplier condition) {
    until(DEADLINE, () -> sentence, condition);
  }

  /**
   * Waits until {@code condition} holds.
   *
   * @param sentence asked at the end, so that it can tell how far things have come
   * @throws AssertionError with the sentence after {@code deadline}
   */
  public static void until(
      Duration deadline, Supplier<String> sentence, BooleanSupplier condition) {
    if (!happens(deadline, condition)) {
      throw notWithin(deadline, sentence.get(), null);
    }
  }

  /** Whether {@code condition} comes to hold within {@code deadline}. */
  static boolean happens(Duration deadline, BooleanSupplier condition) {
    long end = System.nanoTime() + deadline.toNanos();
    boolean met = condition.getAsBoolean();
    while (!met && System.nanoTime() - end < 0) {
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("interrupted while waiting");
      }
      LockSupport.parkNanos(POLL_NANOS);
      met = condition.getAsBoolean();
    }
    return met;
  }

  /**
   * The result of {@code future}; its failure is thrown as it is.
   *
   * @throws AssertionError when it has neither after {@link #DEADLINE}
   */
  public static <T> T result(Future<T> future) {
    try {
      return future.await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw notWithin(DEADLINE, "a future completes", e);
    }
  }

  private static AssertionError notWithin(Duration deadline, String sentence, Throwable cause) {
    return new AssertionError(
        "not within %d ms: %s".formatted(deadline.toMillis(), sentence), cause);
  }
}
