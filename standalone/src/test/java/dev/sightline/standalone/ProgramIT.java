package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.SampleJpegs;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs, webcams and RTSP cameras behind the product as users start it. */
class ProgramIT {

  private static final String DRAWING =
      "ffmpeg -nostdin -nostats -re -f lavfi -i 'testsrc2=size=320x240:rate=10' -f mpjpeg -";

  /** Known to a real RTSP server. */
  private static final String USER = "gatekeeper";

  private static final String PASSWORD = "open sesame/1";

  private final Vertx outside = Vertx.vertx();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    Await.result(outside.close());
  }

  @Test
  void showsWhatAProgramDrawsWhileSomebodyWatches() throws IOException {
    Requires.program("ffmpeg");
    Path file = config("cameras: {drawn: {exec: \"%s\", linger: 200ms}}".formatted(DRAWING));
    try (NodeProcess node = NodeProcess.start("--config", file.toString()).awaitUp()) {
      assertThat(childrenOf(node)).isEmpty();

      try (TestViewer one = TestViewer.open(outside, node.url("/drawn/stream"));
          TestViewer other = TestViewer.open(outside, node.url("/drawn/stream"))) {
        one.awaitFrames(5);
        other.awaitFrames(5);
        assertThat(one.tally().corrupt()).isZero();
        assertThat(childrenOf(node)).hasSize(1);
      }

      Await.until("the program has ended", () -> childrenOf(node).isEmpty());
    }
  }

  @Test
  void nothingIsLeftOfARemovedProgramAndOfItsChildren() throws IOException {
    Requires.program("ffmpeg");
    String shell = "sh -c '%s & wait'".formatted(DRAWING.replace("'", ""));
    Path file = config("cameras: {drawn: {exec: \"%s\", on-demand: false}}".formatted(shell));
    try (NodeProcess node = NodeProcess.start("--config", file.toString())) {
      node.awaitLine("drawn: pictures arrive from exec:sh");
      List<ProcessHandle> family = childrenOf(node);
      assertThat(family).hasSize(2);

      config("cameras: {}");

      node.awaitLine("drawn: removed");
      Await.until("all have ended", () -> family.stream().noneMatch(ProgramIT::isRunning));
    }
  }

  /** It heeds no SIGTERM and writes no more, so nothing but SIGKILL ends it. */
  @Test
  void nothingIsLeftOfAProgramWhenSightlineEnds() throws IOException {
    Path picture = directory.resolve("1.jpg");
    Files.write(picture, SampleJpegs.frame(1, 5_000, Instant.EPOCH).getBytes());
    String stubborn =
        "sh -c 'trap \\\"\\\" TERM; cat %1$s %1$s; sleep 1000; true'".formatted(picture);
    Path file = config("cameras: {drawn: {exec: \"%s\", on-demand: false}}".formatted(stubborn));
    try (NodeProcess node = NodeProcess.start("--config", file.toString())) {
      node.awaitUp();
      node.awaitLine("drawn: pictures arrive");
      List<ProcessHandle> family = childrenOf(node);
      assertThat(family).isNotEmpty();

      node.program().signal("TERM");

      node.program().awaitExit();
      Await.until("all have ended", () -> family.stream().noneMatch(ProgramIT::isRunning));
    }
  }

  /** Whoever is killed can't end anybody, but who writes into a pipe that nobody reads ends. */
  @Test
  void aProgramEndsByItselfWhenSightlineIsKilled() throws IOException {
    Requires.program("ffmpeg");
    Path file = config("cameras: {drawn: {exec: \"%s\", on-demand: false}}".formatted(DRAWING));
    try (NodeProcess node = NodeProcess.start("--config", file.toString())) {
      node.awaitLine("drawn: pictures arrive");
      List<ProcessHandle> family = childrenOf(node);

      node.program().signal("KILL");

      Await.until("it has ended", () -> family.stream().noneMatch(ProgramIT::isRunning));
    }
  }

  @Test
  void aProgramThatFailsIsNobodyElsesTrouble() throws IOException {
    Requires.program("ffmpeg");
    Path file =
        config(
            """
            cameras:
              drawn: {exec: "%s"}
              dying: {exec: "sh -c 'echo the lamp is broken >&2; exit 4'", on-demand: false}
              garbage: {exec: "cat /dev/urandom", on-demand: false}
              missing: {exec: "/no/such/program", on-demand: false}
            """
                .formatted(DRAWING));
    try (NodeProcess node = NodeProcess.start("--config", file.toString())) {
      node.awaitLine("dying: sh: the lamp is broken");
      node.awaitLine("dying: no picture from exec:sh: sh has ended with exit code 4: the lamp is");
      node.awaitLine("garbage: no picture from exec:cat: in its output ");
      node.awaitLine("missing: no picture from exec:program: there is no program /no/such/program");
      try (TestViewer viewer = TestViewer.open(outside, node.url("/drawn/stream"))) {
        viewer.awaitFrames(5);
      }
      assertThat(TestViewer.get(node.url("/dying/status.json")).body().toString())
          .contains("exit code 4");
    }
  }

  @Test
  void showsAWebcam() throws IOException {
    FakeWebcam webcam = FakeWebcam.in(directory, Requires.program("ffmpeg"));
    Path file = config("ingest: {ffmpeg: %s, linger: 200ms}".formatted(webcam.program()));
    String url = "desk=v4l2:%s?width=320&height=240&quality=50".formatted(FakeWebcam.DEVICE);
    try (NodeProcess node =
        NodeProcess.start("--config", file.toString(), "--camera", url).awaitUp()) {
      for (int i = 0; i < 2; i++) {
        try (TestViewer viewer = TestViewer.open(outside, node.url("/stream"))) {
          viewer.awaitFrames(3);
        }
        Await.until("the camera is off", () -> childrenOf(node).isEmpty());
      }
      assertThat(TestViewer.get(node.url("/status.json")).body().toString())
          .contains("\"width\" : 320");
    }
    assertThat(webcam.calls()).hasSize(3).element(2).asString().contains("-q:v 8 ");
  }

  @Test
  void showsARealRtspCameraAndKeepsItsPassword() throws IOException {
    Requires.program("ffmpeg");
    try (RunningProgram camera = rtspCamera()) {
      int port = Integer.parseInt(camera.awaitLine("listening on port (\\d+)").group(1));
      Path file =
          config(
              """
              cameras:
                jpegs: {url: "rtsp://127.0.0.1:%2$d/mjpeg", username: %1$s, password: %3$s}
                video: {url: "rtsp://127.0.0.1:%2$d/h264", username: %1$s, password: %3$s}
                wrong: {url: "rtsp://127.0.0.1:%2$d/h264", username: %1$s, password: other-s3cret, on-demand: false}
                nowhere: {url: "rtsp://127.0.0.1:%2$d/x", username: %1$s, password: %3$s, on-demand: false}
              """
                  .formatted(USER, port, PASSWORD));
      try (NodeProcess node = NodeProcess.start("--debug", "--config", file.toString()).awaitUp()) {
        for (String path : List.of("/jpegs/stream", "/video/stream")) {
          try (TestViewer viewer = TestViewer.open(outside, node.url(path))) {
            viewer.awaitFrames(10);
            assertThat(viewer.tally().corrupt()).isZero();
            assertThat(commandLinesOf(node)).contains("pipe:0").doesNotContain("sesame", "s3cret");
          }
        }
        node.awaitLine("wrong: no picture from rtsp://127.0.0.1:.*: it refuses the credentials");
        node.awaitLine("nowhere: no picture from .*: it has no stream at this path \\(404\\)");
        String told =
            String.join("\n", node.program().lines())
                + TestViewer.get(node.url("/status.json")).body()
                + TestViewer.get(node.url("/status")).body();
        assertThat(told)
            .contains("rtsp://127.0.0.1")
            .doesNotContain(USER)
            .doesNotContain("sesame")
            .doesNotContain("other-s3cret");
      }
    }
  }

  private static RunningProgram rtspCamera() {
    Path python = Requires.pythonModule("gi.repository.GstRtspServer");
    return RunningProgram.start(
        List.of(python.toString(), "src/test/python/rtsp_camera.py", USER, PASSWORD),
        Map.of(),
        Path.of("").toAbsolutePath());
  }

  private Path config(String yaml) throws IOException {
    return Files.writeString(directory.resolve("sightline.yaml"), yaml);
  }

  private static List<ProcessHandle> childrenOf(NodeProcess node) {
    return ProcessHandle.of(node.program().pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(ProgramIT::isRunning)
        .toList();
  }

  /** As every user of the machine can see them. */
  private static String commandLinesOf(NodeProcess node) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (ProcessHandle child : childrenOf(node)) {
      Path file = Path.of("/proc/%d/cmdline".formatted(child.pid()));
      lines.append(Files.exists(file) ? Files.readString(file) : "").append('\n');
    }
    return lines.toString();
  }

  private static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }
}
