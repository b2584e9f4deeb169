package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that stores the classes of the next ones: {@code deploy/image/train}. */
class StoredClassesIT {

  /** As long as the script has itself. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path directory;

  @Test
  void areThoseThatTheNextRunLoads() throws IOException {
    Requires.file(Path.of("/proc/self/maps"));
    Path archive = directory.resolve("classes.jsa");
    try (RunningProgram train =
        train(archive, "--host", "127.0.0.1", "--port", "0", "--management-port", "0")) {
      assertThat(train.awaitExit(PATIENCE)).as(String.join("\n", train.lines())).isZero();
    }
    assertThat(directory).isDirectoryContaining(file -> file.equals(archive));

    Map<String, String> options = Map.of("SIGHTLINE_JAVA_OPTS", "-XX:SharedArchiveFile=" + archive);
    try (NodeProcess node = NodeProcess.start(List.of(), "127.0.0.1", options)) {
      node.awaitReady();
      assertThat(node.program().lines()).first().isEqualTo("Sightline is up");
      Path maps = Path.of("/proc/%d/maps".formatted(node.program().pid()));
      assertThat(Files.readString(maps)).contains(archive.toString());
    }
  }

  @Test
  void areNotThoseOfAProgramThatDoesNotStart() {
    Path archive = directory.resolve("classes.jsa");
    try (RunningProgram train = train(archive, "--port", "eighty")) {
      assertThat(train.awaitExit(PATIENCE)).isNotZero();
      assertThat(train.lines()).last().isEqualTo("train: the program has ended by itself");
    }
    assertThat(directory).isEmptyDirectory();
  }

  private static RunningProgram train(Path archive, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("bash", "deploy/image/train", archive.toString(), "./sightline"));
    command.addAll(List.of(arguments));
    return RunningProgram.start(command, Map.of(), NodeProcess.HOME);
  }
}
