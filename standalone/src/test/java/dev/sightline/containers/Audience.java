package dev.sightline.containers;

import dev.sightline.testkit.Await;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Viewers of one stream who check every frame, come back when let go, and remember all of it. */
final class Audience implements AutoCloseable {

  private static final long LOOK_MILLIS = 20;

  /** A cluster that has to notice on a busy machine that a node stands still. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Vertx vertx = Vertx.vertx();
  private final List<ReturningViewer> viewers;
  private Instant since;

  private Audience(String url, int count) {
    viewers = Stream.generate(() -> new ReturningViewer(vertx, url)).limit(count).toList();
    vertx.setPeriodic(LOOK_MILLIS, timer -> look());
  }

  /** Waits until all of them see pictures; what happens from then on is told by {@link #saw}. */
  static Audience watching(String url, int count) {
    Audience audience = new Audience(url, count);
    audience.awaitFrames(20);
    synchronized (audience) {
      audience.since = Instant.now();
    }
    return audience;
  }

  private synchronized void look() {
    viewers.forEach(ReturningViewer::look);
  }

  private synchronized int fewestFrames() {
    return viewers.stream().mapToInt(ReturningViewer::frames).min().orElseThrow();
  }

  private void awaitFrames(int count) {
    Await.until(
        PATIENCE,
        () -> "each viewer has %d frames, not %d".formatted(count, fewestFrames()),
        () -> fewestFrames() >= count);
  }

  /** Waits until each of them has seen so many further frames. */
  void awaitMoreFrames(int count) {
    int[] before;
    synchronized (this) {
      before = viewers.stream().mapToInt(ReturningViewer::frames).toArray();
    }
    Await.until(
        PATIENCE,
        () -> "each viewer has seen %d more frames".formatted(count),
        () -> have(before, count));
  }

  private synchronized boolean have(int[] before, int more) {
    for (int i = 0; i < before.length; i++) {
      if (viewers.get(i).frames() < before[i] + more) {
        return false;
      }
    }
    return true;
  }

  /** What has happened to them since they were all watching. */
  synchronized Sight saw(String fault) {
    return new Sight(
        fault,
        viewers.size(),
        viewers.stream()
            .map(viewer -> viewer.longestSilence(since))
            .max(Duration::compareTo)
            .orElseThrow(),
        viewers.stream().mapToInt(ReturningViewer::ended).sum(),
        viewers.stream().mapToInt(ReturningViewer::refused).sum(),
        viewers.stream().mapToLong(ReturningViewer::corrupt).sum(),
        viewers.stream().map(ReturningViewer::oldest).max(Duration::compareTo).orElseThrow());
  }

  @Override
  public void close() {
    synchronized (this) {
      viewers.forEach(ReturningViewer::close);
    }
    Await.result(vertx.close());
  }
}
