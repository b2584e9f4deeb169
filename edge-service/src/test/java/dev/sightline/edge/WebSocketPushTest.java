package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.frame.Frame;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames pushed over a WebSocket at the edge's own port. */
class WebSocketPushTest {

  private static final int LARGE = 1 << 20;

  /** Messages without a payload, RFC 6455, section 5.2; a client's are masked. */
  private static final String PING = "\u0089\u0080mask";

  private static final String CLOSE = "\u0088\u0080mask";
  private static final int PONG = 0x8A;
  private static final int CLOSED = 0x88;
  private static final int EIGHT_BYTES_FOLLOW = 127;

  /** With the sample key of RFC 6455, offering compression as browsers do. */
  private static final String HANDSHAKE =
      "GET /front/ws HTTP/1.1\r\nHost: edge\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
          + "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n";

  private final EdgeFixture edge = edge();
  private final WebSocketClient client =
      edge.outside()
          .createWebSocketClient(
              new WebSocketClientOptions().setMaxFrameSize(4 * LARGE).setMaxMessageSize(4 * LARGE));

  private final List<Buffer> pictures = new CopyOnWriteArrayList<>();
  private final List<String> texts = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    edge.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/front/ws", "/ws", "/ws?format=binary&any=thing"})
  void pushesEachFrameAsOneBinaryMessage(String path) {
    edge.start("front");
    connect(path);

    for (int size : new int[] {2_000, 70_000, LARGE}) {
      pictures.clear();
      Frame frame = edge.ingest().publish(TestFrames.FRONT, size);
      Await.until("the picture", () -> !pictures.isEmpty());
      assertThat(pictures).containsExactly(frame.jpeg());
    }
    assertThat(texts).isEmpty();
  }

  @Test
  void pushesDataUrlsToWhoAsksForThem() {
    edge.start("front");
    connect("/front/ws?format=base64");

    Frame frame = edge.publish();

    Await.until("the message", () -> !texts.isEmpty());
    assertThat(texts)
        .containsExactly(
            "data:image/jpg;base64," + Base64.getEncoder().encodeToString(frame.jpeg().getBytes()));
  }

  @Test
  void showsTheNewestFrameAtOnce() {
    edge.start("front");
    edge.watch("/front/stream");
    edge.awaitViewers(1);
    Frame frame = edge.publish();

    connect("/front/ws");

    Await.until("the picture", () -> !pictures.isEmpty());
    assertThat(pictures).containsExactly(frame.jpeg());
  }

  @Test
  void declinesToCompressPictures() {
    edge.start("front");
    try (RawConnection viewer = new RawConnection(edge.port())) {
      String head = viewer.send(HANDSHAKE).readHead();

      assertThat(head).startsWith("HTTP/1.1 101 ").doesNotContainIgnoringCase("extensions");
    }
  }

  @Test
  void answersPingsAndTheClosingHandshakeBetweenFrames() {
    edge.start("front");
    WebSocket socket = connect("/front/ws");
    List<Buffer> pongs = new CopyOnWriteArrayList<>();
    socket.pongHandler(pongs::add);
    edge.awaitViewers(1);
    edge.publish();
    Await.until("a picture", () -> pictures.size() == 1);

    Await.result(socket.writePing(Buffer.buffer("are you there")));
    edge.publish();

    Await.until("both pictures", () -> pictures.size() == 2);
    Await.until("the pong", () -> pongs.size() == 1);
    assertThat(pongs).containsExactly(Buffer.buffer("are you there"));

    Await.result(socket.close());
    edge.awaitViewers(0);
    Await.until("its frames are freed", () -> edge.frameBuffers() == 0);
  }

  @Test
  void answersAPingOfAViewerThatIsAlwaysBehind() {
    try (RawConnection viewer = openBlocked()) {
      viewer.send(PING);

      assertThat(messagesUntil(PONG, viewer)).isLessThan(5);
    }
  }

  @Test
  void answersTheCloseOfAViewerThatIsAlwaysBehind() {
    try (RawConnection viewer = openBlocked()) {
      viewer.send(CLOSE);

      assertThat(messagesUntil(CLOSED, viewer)).isLessThan(5);
      assertThat(viewer.isAtEnd()).isTrue();
      edge.awaitViewers(0);
      Await.until("its frames are freed", () -> edge.frameBuffers() == 0);
    }
  }

  @Test
  void paysNoAttentionToWhatAViewerSays() {
    edge.start("front");
    WebSocket socket = connect("/front/ws");
    Await.result(socket.writeTextMessage("hello"));
    edge.awaitViewers(1);

    edge.publish();

    Await.until("the picture", () -> pictures.size() == 1);
  }

  @Test
  void holdsTheRateThatTheViewerAskedFor() {
    edge.start("front");
    connect("/front/ws?fps=0.01");
    edge.awaitViewers(1);
    Frame first = edge.publish();
    Await.until("the first picture", () -> pictures.size() == 1);

    Await.until(
        "one is left out",
        () -> {
          edge.publish();
          return edge.metric("sightline.frames.dropped", "place", "rate") > 0;
        });
    assertThat(pictures).containsExactly(first.jpeg());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/front/ws", "/front/websocket"})
  void saysThatTheEdgeStops(String path) {
    edge.start("front");
    WebSocket socket = connect(path);
    edge.awaitViewers(1);
    edge.publish();

    edge.stopEdge();

    Await.until("it is closed", socket::isClosed);
    assertThat(socket.closeStatusCode()).isEqualTo(ViewerSocket.SERVICE_RESTART);
    assertThat(socket.closeReason()).isEqualTo(Guest.REASON);
  }

  @Test
  void tellsAPlainRequestWhatThisUrlIsFor() {
    edge.start("front");

    HttpReply reply = edge.get("/front/ws");

    assertThat(reply.status()).isEqualTo(426);
    assertThat(reply.header("Upgrade")).isEqualTo("websocket");
    assertThat(reply.text())
        .isEqualTo("This URL speaks WebSocket; the same pictures are at stream.\n");
  }

  @Test
  void refusesWhatItDoesNotUnderstand() {
    edge.start("front", "yard");

    assertRefused("/front/ws?format=png", 400);
    assertRefused("/front/ws?fps=fast", 400);
    assertRefused("/attic/ws", 404);
    assertRefused("/ws", 404);
    assertThat(edge.get("/front/ws?format=png").text())
        .isEqualTo("format must be binary or base64.\n");
  }

  @Test
  void closesAViewerBeyondTheLimit() {
    edge.withMaxViewers(1).start("front");
    connect("/front/ws");
    edge.awaitViewers(1);

    WebSocket second = connect("/front/ws");

    Await.until("the second is closed", second::isClosed);
    assertThat(second.closeStatusCode()).isEqualTo((short) 1013);
  }

  private void assertRefused(String path, int status) {
    assertThatThrownBy(() -> connect(path))
        .isInstanceOfSatisfying(
            UpgradeRejectedException.class, e -> assertThat(e.getStatus()).isEqualTo(status));
  }

  private WebSocket connect(String path) {
    return Await.result(
        client
            .webSocket()
            .binaryMessageHandler(pictures::add)
            .textMessageHandler(texts::add)
            .connect(
                new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(edge.port())
                    .setURI(path)));
  }

  /** A viewer that has taken nothing since its handshake, so that a frame is stuck on the way. */
  private RawConnection openBlocked() {
    edge.start("front");
    RawConnection viewer = new RawConnection(edge.port()).send(HANDSHAKE);
    viewer.readHead();
    edge.publishUntilBlocked(LARGE);
    return viewer;
  }

  /**
   * Reads on, with a newer frame always there, and tells how many messages came before this one.
   */
  private int messagesUntil(int firstByte, RawConnection viewer) {
    for (int before = 0; before < 5; before++) {
      int kind = viewer.read(1).charAt(0);
      int length = viewer.read(1).charAt(0);
      edge.ingest().publish(TestFrames.FRONT, LARGE);
      if (length == EIGHT_BYTES_FOLLOW) {
        length = Integer.parseInt(hex(viewer.read(Long.BYTES)), 16);
      }
      viewer.read(length);
      if (kind == firstByte) {
        return before;
      }
    }
    return 5;
  }

  private static String hex(String bytes) {
    return HexFormat.of().formatHex(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }
}
