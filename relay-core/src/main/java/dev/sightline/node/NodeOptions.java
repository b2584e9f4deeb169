package dev.sightline.node;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that every command of a node has. */
public final class NodeOptions {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings as YAML; flags and SIGHTLINE_… variables go before them.")
  private Path config;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      description = "Where viewers connect; 8080 unless set, 0 picks a free one.")
  private String port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "The local address to listen on; all of them unless set.")
  private String host;

  @Option(
      names = "--management-port",
      paramLabel = "PORT|off",
      description = "Health and metrics; 9081 unless set, 0 picks a free one.")
  private String managementPort;

  @Mixin private LogOptions logOptions;

  /** Adds to {@code flags} what was given, and reads the configuration. Blocks while it reads. */
  public ConfigReader reader(Flags flags) throws ConfigException {
    addTo(flags);
    return new ConfigReader(ConfigSources.load(file(), System.getenv(), flags));
  }

  /**
   * Adds to {@code flags} what was given.
   *
   * @param live the sections that can change while the program runs
   * @param parts reads all that the program wants to know
   */
  public <T> Configuration<T> configuration(
      Flags flags, Set<String> live, Function<ConfigReader, T> parts) {
    addTo(flags);
    return new Configuration<>(file(), System.getenv(), flags, live, parts);
  }

  private Optional<Path> file() {
    return Optional.ofNullable(config);
  }

  private void addTo(Flags flags) {
    flags
        .put("http.port", "--port", port)
        .put("http.host", "--host", host)
        .put("management.port", "--management-port", managementPort);
    logOptions.addTo(flags);
  }
}
