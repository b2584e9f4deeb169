package dev.sightline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of a camera that misbehaves, every picture that it sends whole reaches the viewer, and nothing
 * else does: each quirk alone, and the combinations that hide a delimiter best.
 */
class QuirksIT {

  private static final List<String> COMBINATIONS =
      List.of(
          "none",
          "no-length",
          "no-newline",
          "dashes",
          "quoted",
          "drop",
          "stall",
          "trunc",
          "lie",
          "garbage",
          "chunk",
          "no-newline+lie",
          "no-length+no-newline+trunc",
          "no-length+garbage",
          "lie+chunk");

  /** A busy machine makes Sightline leave out a few; one quirk that made it so would take more. */
  private static final double MOST_MISSED = 0.1;

  private static final Duration ALL = Duration.ofMinutes(3);

  /**
   * A line of the script's table, in its order.
   *
   * @param sent pictures that the camera sent whole
   * @param missed those of them that never arrived
   * @param leftOut frames that Sightline passed over since the machine was too busy for them
   */
  private record Row(String camera, int sent, int delivered, int broken, int missed, int leftOut) {

    static Row of(String line) {
      String[] cells = line.split(" *\\| *");
      return new Row(
          cells[1].replace(" ", ""),
          Integer.parseInt(cells[2]),
          Integer.parseInt(cells[3]),
          Integer.parseInt(cells[4]),
          Integer.parseInt(cells[5]),
          Integer.parseInt(cells[6]));
    }
  }

  @TempDir private Path directory;

  @BeforeEach
  void needsPrograms() {
    Stream.of("bash", "cc", "curl", "jq", "flock", "awk").forEach(Requires::program);
  }

  @Test
  void everyPictureThatACameraSendsWholeIsDeliveredWhole() {
    List<Row> rows = runQuirks();

    assertThat(rows).extracting(Row::camera).containsExactlyElementsOf(COMBINATIONS);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.sent()).isPositive();
              assertThat(row.delivered()).isPositive();
              assertThat(row.broken()).isZero();
              assertThat(row.missed()).isLessThanOrEqualTo(row.leftOut());
              assertThat(row.missed()).isLessThanOrEqualTo((int) (MOST_MISSED * row.sent()));
            });
  }

  private List<Row> runQuirks() {
    List<String> command = Stream.concat(Stream.of("./quirks"), COMBINATIONS.stream()).toList();
    Map<String, String> environment = Map.of("BENCH_LOCK", directory.resolve("lock").toString());
    Path module = Path.of("").toAbsolutePath();
    try (RunningProgram quirks = RunningProgram.start(command, environment, module)) {
      quirks.awaitLine("^\\d+ cameras, ", ALL);
      quirks.awaitExit();
      return quirks.lines().stream()
          .filter(line -> line.matches("\\| [a-z+ -]+ \\| \\d.*"))
          .map(Row::of)
          .toList();
    }
  }
}
