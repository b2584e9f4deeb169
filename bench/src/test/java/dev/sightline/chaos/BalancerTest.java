package dev.sightline.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BalancerTest {

  private static final Path HOME = Path.of("..");

  private static final List<Host> EDGES =
      List.of(
          new Host("edge-1", "10.77.0.21", "10.77.2.21"),
          new Host("edge-2", "10.77.0.22", "10.77.2.22"));

  @TempDir private Path directory;

  @Test
  void balancesAsShippedOverTheEdgesOfARow() throws IOException {
    List<String> shipped = Files.readAllLines(HOME.resolve("deploy/haproxy.cfg"));
    List<String> played = Balancer.config(HOME, EDGES).lines().toList();

    assertThat(played)
        .contains("  server edge-1 10.77.2.21:8080", "  server edge-2 10.77.2.22:8080")
        .containsAll(shipped.stream().filter(BalancerTest::concernsViewers).toList());
  }

  @Test
  void haproxyTakesWhatIsMadeOfTheShippedFile() throws IOException {
    String program = Requires.program("haproxy").toString();
    Path file = Files.writeString(directory.resolve("haproxy.cfg"), Balancer.config(HOME, EDGES));

    try (RunningProgram check = RunningProgram.start(program, "-c", "-f", file.toString())) {
      assertThat(check.awaitExit()).as(String.join("\n", check.lines())).isZero();
    }
  }

  /** How edges are judged, what is tried again, and how long everything may take. */
  private static boolean concernsViewers(String line) {
    return line.matches(
        " *(retr|redispatch|option|http-|default-server|timeout (?!resolve|retry)|tune|balance).*");
  }
}
