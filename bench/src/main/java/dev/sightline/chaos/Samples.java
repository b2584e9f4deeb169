package dev.sightline.chaos;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at all nodes several times a second, and at how punctual it is itself. */
final class Samples implements AutoCloseable {

  private static final long EVERY_MILLIS = 250;

  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final List<Sample> taken = new CopyOnWriteArrayList<>();
  private long due;

  Samples begin(List<Node> nodes) {
    due = System.currentTimeMillis() + EVERY_MILLIS;
    executor.scheduleWithFixedDelay(
        () -> take(nodes), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return this;
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
