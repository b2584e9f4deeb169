package dev.sightline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script works, whatever the figures: its smoke scenario checks every byte of every frame. */
class BenchIT {

  private static final List<String> CONTENDERS =
      List.of("limit", "sightline", "sightline:ws", "sightline-cluster");

  /** The other relay is there where npm has installed it. */
  private static final String TS_CONTENDER = "sightline-ts";

  private static final Duration A_ROW = Duration.ofMinutes(2);

  @TempDir private Path directory;

  @BeforeEach
  void needsPrograms() {
    Stream.of("bash", "cc", "curl", "jq", "flock").forEach(Requires::program);
  }

  @Test
  void everyContenderDeliversWholeFrames() throws IOException {
    Path file = directory.resolve("rows");

    List<String> awaited = CONTENDERS.stream().map(name -> "^round 1 +" + name + " ").toList();
    List<String> lines = runBench(0, awaited, "smoke", "--rows", file.toString());

    List<JsonObject> rows = Files.readAllLines(file).stream().map(JsonObject::new).toList();
    assertThat(rows).extracting(row -> row.getString("name")).containsExactlyElementsOf(CONTENDERS);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.getLong("frames")).isPositive();
              assertThat(row.getDouble("delivered_pct")).isPositive();
              assertThat(row.getLong("corrupt")).isZero();
              assertThat(row.getLong("refused")).isZero();
              assertThat(row.getDouble("us_per_frame")).isPositive();
              assertThat(row.getJsonObject("camera").getInteger("clients_max")).isEqualTo(1);
            });
    assertThat(lines)
        .filteredOn(line -> line.startsWith("| "))
        .extracting(line -> line.split(" ", 3)[1])
        .endsWith(CONTENDERS.toArray(String[]::new));
  }

  @Test
  void everyReadingViewerOfTransportStreamsGetsEveryPacket() throws IOException {
    Path file = directory.resolve("rows");

    List<String> awaited = List.of("^round 1 +" + TS_CONTENDER + " ");
    runBench(0, awaited, "smoke-ts", "--rows", file.toString());

    assertThat(Files.readAllLines(file).stream().map(JsonObject::new))
        .anyMatch(row -> row.getString("name").equals(TS_CONTENDER))
        .allSatisfy(
            row -> {
              assertThat(row.getLong("frames")).isPositive();
              assertThat(row.getDouble("delivered_pct")).isPositive();
              assertThat(row.getLong("gaps") + row.getLong("breaks")).isZero();
              assertThat(row.getLong("torn") + row.getLong("corrupt")).isZero();
              assertThat(row.getLong("refused")).isZero();
              assertThat(row.getDouble("us_per_message")).isPositive();
              assertThat(row.getDouble("us_per_mb")).isPositive();
            });
  }

  @Test
  void everyScenarioSaysWhatItIs() throws IOException {
    List<String> lines = runBench(0, List.of(), "list");

    try (Stream<Path> scenarios = Files.list(Path.of("scenarios"))) {
      assertThat(scenarios.map(file -> file.getFileName().toString()))
          .isNotEmpty()
          .allSatisfy(
              name ->
                  assertThat(lines).anyMatch(line -> line.matches(" *" + name + " +[^ ].+\\.")));
    }
  }

  @Test
  void aContenderThatDoesNotExistIsAnError() {
    assertThat(runBench(1, List.of(), "smoke", "--contenders", "limit,nobody"))
        .contains("bench: there is no contender 'nobody'; 'bench list' shows them");
  }

  /**
   * Waits for line after line: a row of two processes that start one after the other takes time.
   */
  private List<String> runBench(int exitCode, List<String> awaited, String... arguments) {
    List<String> command = Stream.concat(Stream.of("./bench"), Stream.of(arguments)).toList();
    // A measurement on the same machine is not waited for, as no figure of this run counts.
    Map<String, String> environment = Map.of("BENCH_LOCK", directory.resolve("lock").toString());
    Path module = Path.of("").toAbsolutePath();
    try (RunningProgram bench = RunningProgram.start(command, environment, module)) {
      awaited.forEach(line -> bench.awaitLine(line, A_ROW));
      assertThat(bench.awaitExit()).as(() -> String.join("\n", bench.lines())).isEqualTo(exitCode);
      return bench.lines();
    }
  }
}
