package dev.sightline.access;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.List;

/** Looks at files again and again. It waits for them, so it is deployed as a worker. */
final class FileWatch extends VerticleBase {

  /** Two looks must agree, so a change takes effect within twice this time. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final List<WatchedFile<?>> files;

  FileWatch(List<WatchedFile<?>> files) {
    this.files = List.copyOf(files);
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(LOOK_EVERY.toMillis(), id -> files.forEach(WatchedFile::look));
    return Future.succeededFuture();
  }
}
