package dev.sightline.node;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
 */
public record ConfigSources(JsonObject file, Map<String, String> environment, Flags flags) {

  private static final int READ_TIMEOUT_SECONDS = 10;

  /**
   * Reads the file if there is one. Blocks for as long as that takes, so it is for the main thread
   * before a node starts.
   *
   * @throws ConfigException when the file is missing, unreadable or no YAML
   */
  public static ConfigSources load(
      Optional<Path> file, Map<String, String> environment, Flags flags) throws ConfigException {
    JsonObject sections = file.isPresent() ? read(file.get()) : new JsonObject();
    return new ConfigSources(sections, environment, flags);
  }

  private static JsonObject read(Path file) throws ConfigException {
    if (!Files.exists(file)) {
      throw problem(file, "there is no such file");
    }
    if (Files.isDirectory(file)) {
      throw problem(file, "it is a directory");
    }
    Vertx vertx = Vertx.vertx(smallest());
    try {
      return retriever(vertx, file).getConfig().await(READ_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw problem(file, "reading it takes longer than %d s".formatted(READ_TIMEOUT_SECONDS));
    } catch (RuntimeException e) {
      throw problem(file, e.getMessage());
    } finally {
      vertx.close();
    }
  }

  private static ConfigRetriever retriever(Vertx vertx, Path file) {
    ConfigStoreOptions store =
        new ConfigStoreOptions()
            .setType("file")
            .setFormat(PlainYaml.FORMAT)
            .setConfig(new JsonObject().put("path", file.toAbsolutePath().toString()));
    return ConfigRetriever.create(
        vertx,
        new ConfigRetrieverOptions()
            .setIncludeDefaultStores(false)
            .setScanPeriod(-1)
            .addStore(store));
  }

  /** The node's own Vert.x can't read its configuration, being made from it. */
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

  private static ConfigException problem(Path file, String why) {
    return new ConfigException(List.of("cannot use %s: %s".formatted(file, why)));
  }
}
