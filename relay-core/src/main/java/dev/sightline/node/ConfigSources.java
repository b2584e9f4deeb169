package dev.sightline.node;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where settings come from: flags before environment before file.
 *
 * @param file the file's sections; empty when there is no file
 * @param environment the process's variables
 * @param flags what the command line said
 * @param path where the file is
 * @param again whether the program runs already, and the file may have changed
 */
public record ConfigSources(
    JsonObject file,
    Map<String, String> environment,
    Flags flags,
    Optional<Path> path,
    boolean again) {

  private static final int READ_TIMEOUT_SECONDS = 10;

  /** With sections that are in no file. */
  public ConfigSources(JsonObject file, Map<String, String> environment, Flags flags) {
    this(file, environment, flags, Optional.empty(), false);
  }

  /**
   * Reads the file if there is one. Blocks for as long as that takes, so it is for the main thread
   * before a node starts.
   *
   * @throws ConfigException when the file is missing, unreadable or no YAML
   */
  public static ConfigSources load(
      Optional<Path> file, Map<String, String> environment, Flags flags) throws ConfigException {
    JsonObject sections = file.isPresent() ? read(file.get()) : new JsonObject();
    return new ConfigSources(sections, environment, flags, file, false);
  }

  /** Any of it may be secret. */
  @Override
  public String toString() {
    return "ConfigSources" + file.fieldNames();
  }

  /** The same flags and variables with what the file says by now. */
  ConfigSources later(JsonObject sections) {
    return new ConfigSources(sections, environment, flags, path, true);
  }

  private static JsonObject read(Path file) throws ConfigException {
    Vertx vertx = Vertx.vertx(smallest());
    try {
      return new ConfigFile(vertx, file).read().await(READ_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw ConfigFile.problem(
          file, "reading it takes longer than %d s".formatted(READ_TIMEOUT_SECONDS));
    } finally {
      vertx.close();
    }
  }

  /** The node's own Vert.x can't read its first configuration, being made from it. */
  private static VertxOptions smallest() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(1)
        .setInternalBlockingPoolSize(1)
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }
}
