package dev.sightline.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was measured in containers, for docs/docker.md; {@code .ci/containers} prints it. */
final class Report {

  private static final Logger LOG = LoggerFactory.getLogger(Report.class);

  /** The files that the tests of a module leave are all here. */
  private static final Path FILE = Path.of("target", "containers.md");

  private Report() {}

  static void add(String text) {
    LOG.info("{}", text);
    try {
      Files.writeString(FILE, text + "\n\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
