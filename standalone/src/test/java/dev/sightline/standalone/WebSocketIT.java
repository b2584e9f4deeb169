package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.SampleJpegs;
import dev.sightline.testkit.Stamp;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketFrame;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The WebSocket port that mjpeg-relay's clients know. */
class WebSocketIT {

  private static final String DATA_URL = "data:image/jpg;base64,";

  /** More than fits one WebSocket frame where a library splits them. */
  private static final int FRAME_BYTES = 200_000;

  private static final int MOST_FRAME_BYTES = 2 * FRAME_BYTES;

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera =
      FakeCamera.start(outside, CameraOptions.defaults().manual().withFrameSize(FRAME_BYTES));
  private final RelayFixture relay = relay();

  /**
   * Connects as browsers do, which offer compression; a field, since it closes its sockets once it
   * is garbage.
   */
  private final WebSocketClient client =
      outside.createWebSocketClient(
          new WebSocketClientOptions()
              .setTryUsePerMessageCompression(true)
              .setMaxFrameSize(MOST_FRAME_BYTES));

  private final Queue<WebSocketFrame> received = new ConcurrentLinkedQueue<>();

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

  @ParameterizedTest
  @ValueSource(strings = {"/", "/front", "/any/thing?1"})
  void pushesEachPictureAsOneTextMessage(String path) {
    connect(path);
    camera.awaitStreamingClients(1);

    for (int i = 0; i < 3; i++) {
      int sent = camera.sendFrame();
      WebSocketFrame frame = take();

      assertThat(frame.isText()).isTrue();
      assertThat(frame.isFinal()).isTrue();
      assertThat(frame.textData()).startsWith(DATA_URL);
      assertIsPicture(frame.textData().substring(DATA_URL.length()), sent);
    }
    assertThat(received).isEmpty();
  }

  @Test
  void acceptsNoCompressionOfWhatIsCompressed() {
    WebSocket socket = connect("/");

    assertThat(socket.headers().contains("Sec-WebSocket-Accept")).isTrue();
    assertThat(socket.headers().contains("Sec-WebSocket-Extensions")).isFalse();
  }

  private WebSocket connect(String path) {
    return Await.result(
        client
            .connect(relay.webSocketPort(), "127.0.0.1", path)
            .onSuccess(connected -> connected.frameHandler(received::add)));
  }

  private WebSocketFrame take() {
    Await.until("a message has come", () -> !received.isEmpty());
    return received.remove();
  }

  private static void assertIsPicture(String base64, int sequence) {
    Buffer jpeg = Buffer.buffer(Base64.getDecoder().decode(base64));
    Stamp stamp = Stamp.read(jpeg).orElseThrow();
    assertThat(stamp.sequence()).isEqualTo(sequence);
    assertThat(jpeg).isEqualTo(SampleJpegs.frame(sequence, FRAME_BYTES, stamp.madeAt()));
  }
}
