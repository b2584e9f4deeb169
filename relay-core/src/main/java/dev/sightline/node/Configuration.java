package dev.sightline.node;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * All that a program wants to know, read when it starts and again whenever its file has changed.
 *
 * @param <T> holds it, and compares by value
 */
public final class Configuration<T> {

  /** Two looks must agree, so a change takes effect within twice this time. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Optional<Path> file;
  private final ConfigSources given;
  private final Set<String> live;
  private final Function<ConfigReader, T> parts;
  private ConfigReading<T> loaded;

  Configuration(
      Optional<Path> file,
      Map<String, String> environment,
      Flags flags,
      Set<String> live,
      Function<ConfigReader, T> parts) {
    this.file = file;
    this.given = new ConfigSources(new JsonObject(), environment, flags, file, false);
    this.live = Set.copyOf(live);
    this.parts = parts;
  }

  /**
   * Reads it. Blocks for as long as that takes, so it is for the main thread before a node starts.
   *
   * @throws ConfigException with every mistake
   */
  public T load() throws ConfigException {
    loaded = read(ConfigSources.load(file, given.environment(), given.flags()));
    if (loaded.isRefused()) {
      throw new ConfigException(loaded.problems());
    }
    return loaded.config();
  }

  private ConfigReading<T> read(ConfigSources sources) {
    return ConfigReading.of(sources, live, parts);
  }

  /**
   * Tells from now on when the file's content is another than that which was loaded, and has no
   * mistake. Where there is no file there is nothing to tell.
   *
   * @param onChange called on a worker thread, and not again before its future is complete
   */
  public Future<?> watch(RelayNode node, Function<T, Future<?>> onChange) {
    return watch(node, LOOK_EVERY, onChange);
  }

  Future<?> watch(RelayNode node, Duration every, Function<T, Future<?>> onChange) {
    if (file.isEmpty()) {
      return Future.succeededFuture();
    }
    return node.vertx()
        .deployVerticle(
            new ConfigWatch<>(
                file.get(), every, given, loaded, this::read, onChange, node.metrics()),
            new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER));
  }
}
