package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.Vertx;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningProgramTest {

  @Test
  void readsWhatIsTypedUntilItsInputEnds() {
    try (RunningProgram cat = RunningProgram.start("cat")) {
      cat.type("Grüße\n");
      cat.awaitLine("^Grüße$");

      cat.closeInput();

      assertThat(cat.awaitExit()).isZero();
    }
  }

  @Test
  void readsBothOutputsUntilTheEnd() {
    try (RunningProgram program = sh("echo one; echo two >&2; printf three; exit 3")) {
      assertThat(program.awaitExit()).isEqualTo(3);
      assertThat(program.lines()).containsExactlyInAnyOrder("one", "two", "three");
    }
  }

  @Test
  void waitsForALineAndGivesItsGroups() {
    try (RunningProgram program = sh("echo port 4711; cat")) {
      assertThat(program.awaitLine("port (\\d+)").group(1)).isEqualTo("4711");
      assertThat(program.isAlive()).isTrue();
    }
  }

  @Test
  void failsWhenTheProgramEndsWithoutTheLine() {
    try (RunningProgram program = sh("echo something else")) {
      assertThatExceptionOfType(AssertionError.class)
          .isThrownBy(() -> program.awaitLine("port"))
          .withMessageContaining("has ended without a line that matches 'port'")
          .withMessageContaining("something else");
    }
  }

  @Test
  void passesEnvironmentAndDirectory(@TempDir Path directory) {
    List<String> command = List.of("sh", "-c", "echo $COLOUR; pwd -P");
    Map<String, String> environment = Map.of("COLOUR", "red");
    try (RunningProgram program = RunningProgram.start(command, environment, directory)) {
      program.awaitExit();
      assertThat(program.lines()).first().isEqualTo("red");
      assertThat(program.lines()).last().asString().endsWith(directory.getFileName().toString());
    }
  }

  @Test
  void keepsLongLinesInPieces() {
    try (RunningProgram program = sh("head -c 20000 /dev/zero | tr '\\0' x")) {
      program.awaitExit();
      assertThat(program.lines()).extracting(String::length).containsExactly(8_192, 8_192, 3_616);
    }
  }

  @Test
  void endsTheChildrenToo() {
    ProcessHandle child;
    try (RunningProgram program = sh("tail -f /dev/null & echo child $!; wait")) {
      long pid = Long.parseLong(program.awaitLine("child (\\d+)").group(1));
      child = ProcessHandle.of(pid).orElseThrow();
    }
    assertThat(child.isAlive() && child.info().command().isPresent()).isFalse();
  }

  @Test
  void endsChildrenThatAKilledProgramLeavesBehind() {
    ProcessHandle child;
    try (RunningProgram program = sh("tail -f /dev/null & echo child $!; wait")) {
      long pid = Long.parseLong(program.awaitLine("child (\\d+)").group(1));
      child = ProcessHandle.of(pid).orElseThrow();
      program.signal("KILL");
      program.awaitExit();
      assertThat(child.isAlive()).isTrue();
    }
    assertThat(child.isAlive() && child.info().command().isPresent()).isFalse();
  }

  @Test
  void sendsSignals() {
    try (RunningProgram program = sh("echo ready; exec cat")) {
      program.awaitLine("ready");
      program.signal("KILL");
      assertThat(program.awaitExit()).isEqualTo(128 + 9);
    }
  }

  @Test
  void refusesUnknownPrograms() {
    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> RunningProgram.start("no-such-program-anywhere"))
        .withMessageContaining("no-such-program-anywhere");
    assertThat(RunningProgram.find("no-such-program-anywhere")).isEmpty();
    assertThat(RunningProgram.find("sh")).isPresent();
  }

  @Test
  void runsAFakeCameraAsAProcessOfItsOwn() {
    Vertx vertx = Vertx.vertx();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    String name = FakeCamera.class.getName();
    try (RunningProgram camera =
        RunningProgram.start(
            java, "-cp", classes, name, "--fps", "50", "--size", "3000", "--quirks", "chunked")) {
      String url = camera.awaitLine("fake camera at (\\S+)").group(1);
      TestViewer viewer = TestViewer.open(vertx, url);
      viewer.awaitFrames(5);

      assertThat(viewer.seen()).allSatisfy(frame -> assertThat(frame.size()).isEqualTo(3_000));
      assertThat(viewer.quirks()).containsExactly(CameraQuirk.CHUNKED);
    } finally {
      Await.result(vertx.close());
    }
  }

  private static RunningProgram sh(String script) {
    return RunningProgram.start("sh", "-c", script);
  }
}
