package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.Stamp;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Libraries of Node.js that nobody here wrote watch our streams. */
class NodeReadersIT {

  /** Small, so that a message is one line of a program's output. */
  private static final int FRAME_BYTES = 2_000;

  private static final int FRAMES = 5;
  private static final String DATA_URL = "data:image/jpg;base64,";

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera =
      FakeCamera.start(outside, CameraOptions.defaults().manual().withFrameSize(FRAME_BYTES));
  private final RelayFixture relay = relay();

  @BeforeEach
  void start() {
    relay.with("front", camera).start();
  }

  @AfterEach
  void stop() {
    relay.close();
    camera.close();
    Await.result(outside.close());
  }

  @Test
  void pushesEachPictureToWsAsABinaryMessage() {
    try (RunningProgram ws = NodeScript.start("ws", "socket.js", relay.url("/front/ws"))) {
      camera.awaitStreamingClients(1);
      for (int number = 0; number < FRAMES; number++) {
        int sent = camera.sendFrame();

        assertIsPicture(message(ws, "binary", number), sent);
      }
    }
  }

  @Test
  void pushesEachPictureToWsAsADataUrl() {
    String url = "http://127.0.0.1:%d/any/path".formatted(relay.webSocketPort());
    try (RunningProgram ws = NodeScript.start("ws", "socket.js", url)) {
      camera.awaitStreamingClients(1);
      for (int number = 0; number < FRAMES; number++) {
        int sent = camera.sendFrame();

        String text = message(ws, "text", number).toString();
        assertThat(text).startsWith(DATA_URL);
        byte[] jpeg = Base64.getDecoder().decode(text.substring(DATA_URL.length()));
        assertIsPicture(Buffer.buffer(jpeg), sent);
      }
    }
  }

  @Test
  void answersEachMoreOfWsWithOnePicture() {
    try (RunningProgram ws =
        NodeScript.start("ws", "socket.js", relay.url("/front/websocket"), "more")) {
      camera.awaitStreamingClients(1);
      for (int number = 0; number < FRAMES; number++) {
        int sent = camera.sendFrame();

        assertIsPicture(message(ws, "binary", number), sent);
      }
      assertThat(messages(ws, "binary")).hasSize(FRAMES);
    }
  }

  /** It hands bytes through from a delimiter on, so a viewer behind it checks them. */
  @Test
  void feedsNodeMjpegProxy() {
    try (RunningProgram proxy =
        NodeScript.start("mjpeg-proxy", "proxy.js", relay.url("/front/stream"))) {
      TestViewer viewer = TestViewer.open(outside, proxy.awaitLine("^http://.*").group());
      camera.awaitStreamingClients(1);
      for (int number = 0; number < FRAMES; number++) {
        int sent = camera.sendFrame();

        viewer.awaitFrame("the picture", frame -> frame.sequence() == sent);
      }
      assertThat(viewer.tally().corrupt()).isZero();
    }
  }

  private static Buffer message(RunningProgram ws, String kind, int number) {
    Await.until(
        Await.DEADLINE,
        () -> "message %d has come: %s".formatted(number, ws.lines()),
        () -> messages(ws, kind).size() > number);
    return messages(ws, kind).get(number);
  }

  private static List<Buffer> messages(RunningProgram ws, String kind) {
    return ws.lines().stream()
        .filter(line -> line.startsWith(kind + " "))
        .map(line -> Buffer.buffer(Base64.getDecoder().decode(line.substring(kind.length() + 1))))
        .toList();
  }

  private static void assertIsPicture(Buffer jpeg, int sequence) {
    assertThat(Stamp.verify(jpeg)).isTrue();
    assertThat(Stamp.read(jpeg).orElseThrow().sequence()).isEqualTo(sequence);
  }
}
