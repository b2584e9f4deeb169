package dev.sightline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The suite works: one row of it is played, whatever its figures. */
class ChaosIT {

  /** Five nodes start, one of them twice. */
  private static final Duration A_ROW = Duration.ofMinutes(8);

  @TempDir private Path directory;

  @Test
  void aRowIsPlayedAndReported() throws IOException {
    Requires.namespaces();
    Stream.of("unshare", "iptables", "haproxy", "python3").forEach(Requires::program);

    List<String> lines = run("kill-edge");

    assertThat(lines).anyMatch(line -> line.startsWith("| `kill -9` an edge | "));
    // Whole frames are no matter of time, so they are demanded of a busy machine too.
    assertThat(cell(lines, "broken frames")).isEqualTo("0");
    assertThat(Files.readString(directory.resolve("chaos.svg"))).contains("camera of cam4");
    assertThat(Files.readString(directory.resolve("kill-edge/edge-1.log")))
        .contains("started again");
  }

  @Test
  void everyRowSaysWhatItIs() {
    Requires.namespaces();

    assertThat(run("list")).hasSizeGreaterThan(Rows.all().size() - 1);
  }

  private static String cell(List<String> lines, String column) {
    List<String> head = cells(lines, "| fault ");
    return cells(lines, "| `kill -9` an edge").get(head.indexOf(column));
  }

  private static List<String> cells(List<String> lines, String begin) {
    String line = lines.stream().filter(one -> one.startsWith(begin)).findFirst().orElseThrow();
    return Stream.of(line.split("\\|")).map(String::strip).toList();
  }

  private List<String> run(String row) {
    Map<String, String> environment =
        Map.of(
            "CHAOS_REPORTS",
            directory.toString(),
            "BENCH_LOCK",
            directory.resolve("lock").toString());
    Path module = Path.of("").toAbsolutePath();
    try (RunningProgram chaos =
        RunningProgram.start(List.of("./chaos", row), environment, module)) {
      chaos.awaitExit(A_ROW);
      return chaos.lines();
    }
  }
}
