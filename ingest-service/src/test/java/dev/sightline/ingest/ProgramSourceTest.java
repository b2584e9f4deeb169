package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamState;
import dev.sightline.program.Masking;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program as a source: when it runs, and what is told when it goes wrong. */
class ProgramSourceTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  private final Vertx vertx = Vertx.vertx();
  private PulledCamera source;

  @TempDir private Path directory;

  @BeforeEach
  void drawPictures() throws IOException {
    Requires.program("sh");
    for (int i = 0; i < 3; i++) {
      Buffer picture = SampleJpegs.frame(i, 5_000, Instant.EPOCH);
      Files.write(directory.resolve(i + ".jpg"), picture.getBytes());
    }
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
    assertThat(programs()).noneMatch(ProgramSourceTest::isRunning);
  }

  @Test
  void givesThePicturesThatAProgramWrites() {
    start("cat 0.jpg 1.jpg 2.jpg; echo begun >&2; exec sleep 1000", Policies.patient());
    assertThat(programs()).isEmpty();

    assertThat(source.pull("edge").jpeg().length()).isEqualTo(5_000);

    source.awaitState(StreamState.LIVE);
    Await.until("all pictures", () -> source.status().frames() == 3);
    assertThat(source.status().source()).isEqualTo("exec:sh");
    assertThat(programs()).hasSize(1);
  }

  @Test
  void readsWhatFfmpegCallsMpjpeg() {
    String part =
        "printf -- '--ffmpeg\\r\\nContent-type: image/jpeg\\r\\nContent-length: 5000\\r\\n\\r\\n'";
    start(part + "; cat 0.jpg; " + part + "; cat 1.jpg; exec sleep 1000", Policies.patient());
    source.ask("edge");

    Await.until("both pictures", () -> source.status().frames() == 2);
  }

  @Test
  void endsTheProgramWhenNobodyWatchesAnyMore() {
    start("cat 0.jpg; exec sleep 1000", Policies.patient().linger(SHORT));
    source.pull("edge");
    source.leave("edge");

    source.awaitState(StreamState.IDLE);
    Await.until("nothing runs", () -> programs().stream().noneMatch(ProgramSourceTest::isRunning));
  }

  @Test
  void runsNoTwoOfThemEvenIfOneIsSlowToEnd() {
    start(
        "trap 'sleep 0.5; exit' TERM; mkdir lock || exit 9; cat 0.jpg; "
            + "trap 'sleep 0.5; rmdir lock; exit' TERM; while :; do sleep 0.05; done",
        Policies.patient().linger(Duration.ZERO));
    source.pull("edge");
    source.leave("edge");
    source.awaitState(StreamState.IDLE);

    assertThat(source.pull("edge").sequence()).isPositive();
    assertThat(source.changes().toString()).doesNotContain("exit code 9");
  }

  @Test
  void runsAProgramAgainThatGivesOnePictureAtATime() {
    start("cat 0.jpg", Policies.patient());
    source.ask("edge");

    Await.until("three runs", () -> source.status().frames() == 3);
    assertThat(source.status().state()).isEqualTo(StreamState.LIVE);
    assertThat(source.changes()).noneMatch(change -> change.state() == StreamState.RETRYING);
  }

  @Test
  void saysThatThereIsNoSuchProgram() {
    assertThat(reasonOf(List.of("/no/such", "geheim"))).isEqualTo("there is no program /no/such");
    assertThat(reasonOf(List.of(directory.resolve("0.jpg").toString())))
        .isEqualTo("the program 0.jpg may not be executed");
  }

  @Test
  void saysHowTheProgramHasEnded() {
    assertThat(reasonOf("echo all is lost >&2; exit 3"))
        .isEqualTo("sh has ended with exit code 3: all is lost");
    assertThat(source.ended("refused")).isPositive();
    assertThat(reasonOf("kill -9 $$")).isEqualTo("sh has ended with exit code 137");
    assertThat(reasonOf("cat 0.jpg 1.jpg; exit 0")).isEqualTo("sh has ended with exit code 0");
    assertThat(source.ended("closed")).isPositive();
  }

  @Test
  void hidesSecretsInWhatTheProgramSaysLast() {
    assertThat(reasonOf("echo login ann:geheim failed at http://ann:x@cam/ >&2; exit 1"))
        .isEqualTo("sh has ended with exit code 1: login ann:*** failed at http://***@cam/");
  }

  @Test
  void saysThatItWritesNoPictures() {
    assertThat(reasonOf("echo what is this >&2; exec cat /dev/zero"))
        .isEqualTo(
            "in its output nothing like a picture begins within the first 65536 bytes"
                + " (from byte 0 of the stream): what is this");
    assertThat(source.ended("malformed")).isPositive();
  }

  @Test
  void saysThatItWritesNothing() {
    start("echo waiting for light >&2; exec sleep 1000", Policies.patient().stall(SHORT));

    assertThat(source.reasonOfTheFirstEnd()).isEqualTo("no picture for 300ms: waiting for light");
    assertThat(source.ended("stalled")).isPositive();
  }

  @Test
  void triesAProgramAgainThatHasFailed() throws IOException {
    start("test -e begin && cat 0.jpg && exec sleep 1000; exit 1", Policies.patient());
    source.reasonOfTheFirstEnd();

    Files.createFile(directory.resolve("begin"));

    Await.until("a picture", () -> source.status().frames() == 1);
    source.awaitState(StreamState.LIVE);
  }

  @Test
  void aFloodOfComplaintsHoldsNoPictureUp() {
    start(
        "(while :; do echo no no no no no no no no no; done >&2) & cat 0.jpg 1.jpg; wait",
        Policies.patient());
    source.ask("edge");

    Await.until("both pictures", () -> source.status().frames() == 2);
  }

  private String reasonOf(String script) {
    start(script, Policies.patient());
    return source.reasonOfTheFirstEnd();
  }

  private String reasonOf(List<String> command) {
    start(command, Policies.patient());
    return source.reasonOfTheFirstEnd();
  }

  private void start(String script, Policies policies) {
    String inDirectory = "cd %s; %s".formatted(directory, script);
    start(List.of("sh", "-c", inDirectory, "geheim"), policies);
  }

  private void start(List<String> command, Policies policies) {
    Masking masking = new Masking(List.of("geheim"));
    ProgramConfig config =
        new ProgramConfig(PulledCamera.STREAM, command, masking, policies.policy());
    source = PulledCamera.start(vertx, config);
  }

  private static List<ProcessHandle> programs() {
    return ProcessHandle.current().descendants().toList();
  }

  private static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }
}
