package dev.sightline.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at all nodes several times a second, and at how punctual it is itself. */
final class Samples implements AutoCloseable {

  private static final long EVERY_MILLIS = 250;

  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final List<Sample> taken = Collections.synchronizedList(new ArrayList<>());
  private long due;

  Samples begin(List<Node> nodes) {
    due = System.currentTimeMillis() + EVERY_MILLIS;
    executor.scheduleWithFixedDelay(
        () -> tryToTake(nodes), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return this;
  }

  /** What isn't taken leaves a gap, and is told of: an exception would end the schedule. */
  private void tryToTake(List<Node> nodes) {
    try {
      take(nodes);
    } catch (RuntimeException e) {
      System.out.println("  a sample couldn't be taken: " + e);
    }
  }

  private void take(List<Node> nodes) {
    long now = System.currentTimeMillis();
    for (Node node : nodes) {
      taken.add(new Sample(now, node.name(), node.residentKiB(), Math.max(0, now - due)));
    }
    due = System.currentTimeMillis() + EVERY_MILLIS;
  }

  List<Sample> list() {
    return List.copyOf(taken);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
