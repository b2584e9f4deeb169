package dev.sightline.node;

import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the configuration file again and again and passes on what has changed.
 *
 * <p>All of it is read each time, with the secrets that lie in files of their own; it is small, and
 * no notice of the operating system covers every way in which such files are replaced. What is
 * found counts once two looks in a row have found the same: a file that is half written or missing
 * for a moment must not take streams away. One with mistakes is refused as a whole, and what held
 * before stays. A change that fails is tried again at every look until it succeeds or another one
 * takes its place.
 *
 * <p>Reads files and waits for them, so it is deployed as a worker.
 */
final class ConfigWatch<T> extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);

  private final Path path;
  private final Duration every;
  private final ConfigSources sources;
  private final ConfigReading<T> atStart;
  private final Function<ConfigSources, ConfigReading<T>> reading;
  private final Function<T, Future<?>> onChange;
  private final RelayMetrics metrics;

  private ConfigFile file;

  /** What was dealt with last; null after a failure, when nobody knows what holds. */
  private ConfigReading<T> current;

  private ConfigReading<T> seen;
  private ConfigReading<T> failing;
  private List<String> waiting = List.of();
  private Counter taken;
  private Counter refused;
  private boolean looking;
  private volatile boolean valid = true;

  /**
   * @param every the pause between two looks
   * @param sources the flags and variables, which stay the same
   * @param atStart what the program runs with
   * @param onChange no further change is passed on before its future is complete
   */
  ConfigWatch(
      Path path,
      Duration every,
      ConfigSources sources,
      ConfigReading<T> atStart,
      Function<ConfigSources, ConfigReading<T>> reading,
      Function<T, Future<?>> onChange,
      RelayMetrics metrics) {
    this.path = path;
    this.every = every;
    this.sources = sources;
    this.atStart = atStart;
    this.current = atStart;
    this.seen = atStart;
    this.reading = reading;
    this.onChange = onChange;
    this.metrics = metrics;
  }

  @Override
  public Future<?> start() {
    file = new ConfigFile(vertx, path);
    taken = metrics.node().configChanges(true);
    refused = metrics.node().configChanges(false);
    metrics.node().configValid(() -> valid ? 1 : 0);
    vertx.setPeriodic(every.toMillis(), id -> look());
    return Future.succeededFuture();
  }

  private void look() {
    if (!looking) {
      looking = true;
      file.read()
          .map(sections -> reading.apply(sources.later(sections)))
          .otherwise(ConfigReading::failed)
          .compose(this::see)
          .onFailure(this::fail)
          .onComplete(done -> looking = false);
    }
  }

  private Future<?> see(ConfigReading<T> found) {
    boolean lasting = found.equals(seen);
    seen = found;
    if (!lasting || found.equals(current)) {
      return Future.succeededFuture();
    }
    if (found.isRefused()) {
      refuse(found);
      return Future.succeededFuture();
    }
    return passOn(found.config()).onSuccess(v -> take(found));
  }

  private void refuse(ConfigReading<T> found) {
    dealtWith(found, false);
    refused.increment();
    found.problems().forEach(problem -> LOG.warn("{} is not taken: {}", path, problem));
  }

  /** Whichever thread ends the change, what follows belongs to the context of this watch. */
  private Future<Void> passOn(T config) {
    Promise<Void> here = Promise.promise();
    Future.succeededFuture(config)
        .compose(changed -> onChange.apply(changed).mapEmpty())
        .onComplete((done, failure) -> context.runOnContext(v -> here.complete(null, failure)));
    return here.future();
  }

  private void take(ConfigReading<T> found) {
    if (!valid) {
      LOG.info("{} holds again", path);
    }
    dealtWith(found, true);
    taken.increment();
    remark(found.fixedUnlike(atStart));
  }

  private void dealtWith(ConfigReading<T> found, boolean holds) {
    current = found;
    failing = null;
    valid = holds;
  }

  /** Told and counted once, however often it is tried. */
  private void fail(Throwable failure) {
    current = null;
    valid = false;
    if (!seen.equals(failing)) {
      failing = seen;
      refused.increment();
      LOG.error("{}: a change failed and is tried again until it succeeds", path, failure);
    }
  }

  private void remark(List<String> needRestart) {
    if (!needRestart.isEmpty() && !needRestart.equals(waiting)) {
      LOG.warn("{}: takes effect with the next start: {}", path, String.join(", ", needRestart));
    }
    waiting = needRestart;
  }
}
