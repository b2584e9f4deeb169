package dev.sightline.containers;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.node.Role;
import dev.sightline.node.ShutdownConfig;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd makes of the units, without running them. */
class SystemdUnitTest {

  private static final String NODE = "sightline.service";

  private static final Path DEPLOY = Docker.HOME.resolve("deploy");

  /** In tenths, of systemd's own scale from 0, which is locked up, to 100. */
  private static final String MOST_EXPOSED = "20";

  /** What the end of a node takes at most beyond its delay and grace. */
  private static final int END_SECONDS = 20;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {NODE, "sightline-site.service"})
  void systemdKnowsEveryLine(String unit) throws IOException {
    Path copy = copy(unit);
    assertThat(analyze("verify", copy.toString())).isEmpty();

    Files.writeString(copy, "ProtectNothing=yes\n", APPEND);
    assertThat(analyze("verify", copy.toString())).contains("ProtectNothing");
  }

  @Test
  void systemdKnowsEveryLineThatIsForTheInternet() throws IOException {
    Path copy = copy(NODE);
    Path more = addPublicPart();
    assertThat(analyze("verify", copy.toString())).isEmpty();

    Files.writeString(more, "ProtectNothing=yes\n", APPEND);
    assertThat(analyze("verify", copy.toString())).contains("ProtectNothing");
  }

  @ParameterizedTest
  @ValueSource(strings = {NODE, "sightline-site.service"})
  void littleIsLeftOpen(String unit) throws IOException {
    assertLittleIsOpen(copy(unit));
  }

  @Test
  void littleIsLeftOpenForTheInternet() throws IOException {
    Path copy = copy(NODE);
    addPublicPart();
    assertLittleIsOpen(copy);
  }

  private Path copy(String unit) throws IOException {
    String text = read(unit).replaceAll("(?m)^ExecStart=\\S+", "ExecStart=/bin/true");
    return Files.writeString(directory.resolve(unit), text);
  }

  private static String read(String unit) throws IOException {
    return Files.readString(DEPLOY.resolve(unit));
  }

  /** Beside the copy, where systemd looks for it. */
  private Path addPublicPart() throws IOException {
    Path parts = Files.createDirectory(directory.resolve("sightline.service.d"));
    Path shipped = DEPLOY.resolve("sightline.service.d/public.conf");
    return Files.copy(shipped, parts.resolve("public.conf"));
  }

  private static void assertLittleIsOpen(Path unit) {
    try (RunningProgram program =
        RunningProgram.start(
            Requires.program("systemd-analyze").toString(),
            "security",
            "--offline=true",
            "--threshold=" + MOST_EXPOSED,
            unit.toString())) {
      assertThat(program.awaitExit()).as(String.join("\n", program.lines())).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({NODE + ", STANDALONE", "sightline-site.service, SITE"})
  void itIsLeftTheTimeToEnd(String unit, Role role) throws IOException {
    Matcher timeout = Pattern.compile("(?m)^TimeoutStopSec=(\\d+)$").matcher(read(unit));
    ShutdownConfig shutdown = ShutdownConfig.defaultFor(role);
    assertThat(timeout.find()).isTrue();
    assertThat(Long.parseLong(timeout.group(1)))
        .isGreaterThan(
            shutdown.delay().plus(shutdown.grace()).plusSeconds(END_SECONDS).toSeconds());
  }

  private static String analyze(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = Requires.program("systemd-analyze").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try (RunningProgram program = RunningProgram.start(command)) {
      program.awaitExit();
      return String.join("\n", program.lines());
    }
  }
}
