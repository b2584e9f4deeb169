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

/** What systemd makes of the unit, without running it. */
class SystemdUnitTest {

  private static final Path UNIT = Docker.HOME.resolve("deploy/sightline.service");

  /** In tenths, of systemd's own scale from 0, which is locked up, to 100. */
  private static final String MOST_EXPOSED = "20";

  /** What the end of a node takes at most beyond its delay and grace. */
  private static final int END_SECONDS = 20;

  @TempDir private Path directory;

  @Test
  void systemdKnowsEveryLine() throws IOException {
    Path copy = copyUnit();
    assertThat(analyze("verify", copy.toString())).isEmpty();

    Files.writeString(copy, "ProtectNothing=yes\n", APPEND);
    assertThat(analyze("verify", copy.toString())).contains("ProtectNothing");
  }

  @Test
  void systemdKnowsEveryLineThatIsForTheInternet() throws IOException {
    Path copy = copyUnit();
    Path more = addPublicPart();
    assertThat(analyze("verify", copy.toString())).isEmpty();

    Files.writeString(more, "ProtectNothing=yes\n", APPEND);
    assertThat(analyze("verify", copy.toString())).contains("ProtectNothing");
  }

  @Test
  void littleIsLeftOpen() throws IOException {
    Path copy = copyUnit();
    assertLittleIsOpen(copy);

    addPublicPart();
    assertLittleIsOpen(copy);
  }

  private Path copyUnit() throws IOException {
    String unit = Files.readString(UNIT).replaceAll("(?m)^ExecStart=\\S+", "ExecStart=/bin/true");
    return Files.writeString(directory.resolve("sightline.service"), unit);
  }

  /** Beside the copy, where systemd looks for it. */
  private Path addPublicPart() throws IOException {
    Path parts = Files.createDirectory(directory.resolve("sightline.service.d"));
    Path shipped = UNIT.resolveSibling("sightline.service.d/public.conf");
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

  @Test
  void itIsLeftTheTimeToEnd() throws IOException {
    Matcher timeout =
        Pattern.compile("(?m)^TimeoutStopSec=(\\d+)$").matcher(Files.readString(UNIT));
    ShutdownConfig shutdown = ShutdownConfig.defaultFor(Role.STANDALONE);
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
