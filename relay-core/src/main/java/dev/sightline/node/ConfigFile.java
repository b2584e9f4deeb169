package dev.sightline.node;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The configuration file, found anew by its name each time, since editors and Kubernetes put
 * another file in its place.
 */
final class ConfigFile {

  private final Path path;
  private final ConfigRetriever retriever;

  ConfigFile(Vertx vertx, Path path) {
    this.path = path;
    ConfigStoreOptions store =
        new ConfigStoreOptions()
            .setType("file")
            .setFormat(PlainYaml.FORMAT)
            .setConfig(new JsonObject().put("path", path.toAbsolutePath().toString()));
    this.retriever =
        ConfigRetriever.create(
            vertx,
            new ConfigRetrieverOptions()
                .setIncludeDefaultStores(false)
                .setScanPeriod(-1)
                .addStore(store));
  }

  /**
   * Its sections as they are now; fails with a {@link ConfigException} when it is missing,
   * unreadable or no YAML. Looks at the disk, so it is not for an event loop.
   */
  Future<JsonObject> read() {
    if (!Files.exists(path)) {
      return Future.failedFuture(problem(path, "there is no such file"));
    }
    if (Files.isDirectory(path)) {
      return Future.failedFuture(problem(path, "it is a directory"));
    }
    return retriever
        .getConfig()
        .recover(failure -> Future.failedFuture(problem(path, failure.getMessage())));
  }

  static ConfigException problem(Path path, String why) {
    return new ConfigException(List.of("cannot use %s: %s".formatted(path, why)));
  }
}
