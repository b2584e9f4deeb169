package dev.sightline.wan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The suite starts; its shows are played by hand, on a machine that does nothing else. */
class WanIT {

  @TempDir private Path directory;

  @Test
  void everyShowSaysWhatItIs() {
    List<String> lines = run("list");

    assertThat(Show.all())
        .allSatisfy(show -> assertThat(lines).anyMatch(line -> line.endsWith(show.sentence())));
  }

  private List<String> run(String show) {
    Requires.namespaces();
    Stream.of("unshare", "tc", "iptables", "python3").forEach(Requires::program);
    Requires.file(Path.of("/dev/net/tun"));
    Map<String, String> environment =
        Map.of(
            "WAN_REPORTS",
            directory.toString(),
            "BENCH_LOCK",
            directory.resolve("lock").toString());
    Path module = Path.of("").toAbsolutePath();
    try (RunningProgram wan = RunningProgram.start(List.of("./wan", show), environment, module)) {
      wan.awaitExit(Duration.ofMinutes(2));
      return wan.lines();
    }
  }
}
