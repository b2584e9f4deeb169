package dev.sightline.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The chart's own files. */
final class Chart {

  static final Path HOME = Path.of("sightline");

  /** The values that hold unless others are given. */
  static final String DEFAULTS = "values.yaml";

  static final String CLUSTER = "cluster-values.yaml";
  static final String GIVING_REGION = "region-eu-values.yaml";
  static final String TAKING_REGION = "region-us-east-values.yaml";
  static final String PRODUCTION = "production-values.yaml";
  static final String STANDALONE = "standalone-values.yaml";

  private Chart() {}

  /** The files with values, by name. */
  static List<String> valuesFiles() {
    try (Stream<Path> files = Files.list(HOME)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(DEFAULTS))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String file) {
    return Yaml.text(HOME.resolve(file));
  }

  static JsonNode yaml(String file) {
    return Yaml.parse(text(file));
  }

  /**
   * Makes a copy, which is free to be changed.
   *
   * @return where it is, below {@code directory}
   */
  static Path copyTo(Path directory) throws IOException {
    Path copy = directory.resolve(HOME.getFileName());
    try (Stream<Path> files = Files.walk(HOME)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(HOME.relativize(file)));
      }
    }
    return copy;
  }
}
