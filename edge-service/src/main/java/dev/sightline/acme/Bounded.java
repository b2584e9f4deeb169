package dev.sightline.acme;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Something at the ACME server, on a thread of its own, that is given up after a while: Java's HTTP
 * client waits for ever for the rest of an answer.
 */
final class Bounded {

  private Bounded() {}

  /** The thread is interrupted and left alone then, of which Java before 20 may take no notice. */
  static <T> T call(Callable<T> work, Duration atMost) throws OrderException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "acme-order");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new OrderException(
          "the ACME server has stopped in the middle of an answer, %d s ago at most"
              .formatted(atMost.toSeconds()),
          e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof OrderException known
          ? known
          : new OrderException("that went wrong: " + e.getCause(), e.getCause());
    } finally {
      task.cancel(true);
    }
  }
}
