package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sightline.frame.Frame;
import dev.sightline.node.ConnectionLimits;
import dev.sightline.node.Connections;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The port of {@code -w} and what mjpeg-relay's clients get from it. */
class SocketServerTest {

  private static final int LARGE = 1 << 20;

  private final EdgeFixture edge = edge();
  private final WebSocketClient client =
      edge.outside()
          .createWebSocketClient(
              new WebSocketClientOptions().setMaxFrameSize(4 * LARGE).setMaxMessageSize(4 * LARGE));

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void pushesEachFrameAsATextMessageWithADataUrl() {
    edge.start("front");
    List<String> messages = new CopyOnWriteArrayList<>();
    connect("/", messages::add);

    for (int count = 1; count <= 2; count++) {
      Frame frame = edge.publish();

      Await.until(count + " messages", allCame(messages, count));
      assertThat(messages.get(count - 1)).isEqualTo(dataUrl(frame));
    }
  }

  @Test
  void pushesALargeFrameInOneMessage() {
    edge.start("front");
    List<String> messages = new CopyOnWriteArrayList<>();
    connect("/", messages::add);

    Frame frame = edge.ingest().publish(TestFrames.FRONT, LARGE);

    Await.until("the message", allCame(messages, 1));
    assertThat(messages.get(0)).isEqualTo(dataUrl(frame));
  }

  @Test
  void takesAnyPathForTheOnlyStream() {
    edge.start("front");
    Frame frame = edge.publish();

    for (String path : List.of("/", "/stream", "/front", "/front/ws", "/any/thing?at=all")) {
      List<String> messages = new CopyOnWriteArrayList<>();
      connect(path, messages::add);
      Await.until("a message at " + path, allCame(messages, 1));
      assertThat(messages.get(0)).isEqualTo(dataUrl(frame));
    }
  }

  @Test
  void wantsANameWhenThereAreSeveralStreams() {
    edge.start("front", "yard");
    Frame frame = edge.publish();
    List<String> messages = new CopyOnWriteArrayList<>();
    connect("/front", messages::add);

    Await.until("a message", allCame(messages, 1));
    assertThat(messages.get(0)).isEqualTo(dataUrl(frame));
    assertThatThrownBy(() -> connect("/"))
        .isInstanceOfSatisfying(
            UpgradeRejectedException.class, e -> assertThat(e.getStatus()).isEqualTo(404));
    assertThatThrownBy(() -> connect("/attic")).isInstanceOf(UpgradeRejectedException.class);
  }

  @Test
  void tellsAPlainRequestWhatThisPortIsFor() {
    edge.start("front");

    HttpReply reply = PlainRequest.get("http://127.0.0.1:" + edge.socketPort() + "/").send();

    assertThat(reply.status()).isEqualTo(426);
    assertThat(reply.header("Upgrade")).isEqualTo("websocket");
    assertThat(reply.text()).isEqualTo("This port speaks WebSocket; pages are on the other one.\n");
  }

  @Test
  void answersPlainRequestsOnceAndEndsTheirConnection() {
    edge.start("front");
    try (RawConnection stranger = new RawConnection(edge.socketPort())) {
      stranger.send("POST / HTTP/1.1\r\nHost: edge\r\nContent-Length: 100000\r\n\r\n");
      assertThat(stranger.readHead()).startsWith("HTTP/1.1 426 ").contains("connection: close\r\n");
      stranger.send("x".repeat(100_000));
      stranger.awaitEnd();
    }
  }

  /** Without paths it can't find a stream, which is as good a mistake as any. */
  @Test
  void tellsNothingOfARequestInWhichItMakesAMistake() {
    Vertx vertx = edge.outside();
    ConnectionLimits limits =
        new ConnectionLimits(
            9, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
    Connections connections =
        new Connections(
            limits,
            ViewerChannel.WIRE,
            why -> new SimpleMeterRegistry().counter(why),
            System::nanoTime);
    SocketServer server =
        new SocketServer(
            vertx,
            new HttpServerOptions(),
            null,
            new Reception(new Door(), null, null, connections),
            null);
    int port = Await.result(server.listen(0, "127.0.0.1")).actualPort();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(log);
    try (RawConnection stranger = new RawConnection(port)) {
      stranger.send(RawConnection.handshake("/front?token=s3cret"));
      assertThat(stranger.isAtEnd()).isTrue();
    } finally {
      root.detachAppender(log);
    }
    assertThat(log.list)
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getFormattedMessage())
                    .startsWith(
                        "a request for a WebSocket failed (java.lang.NullPointerException at "),
            event -> assertThat(event.getThrowableProxy()).isNull());
  }

  @Test
  void closesAViewerBeyondTheLimitUntilOneLeaves() {
    edge.withMaxViewers(1).start("front");
    WebSocket first = connect("/");
    edge.awaitViewers(1);

    WebSocket second = connect("/");
    Await.until("the second is closed", second::isClosed);
    assertThat(second.closeStatusCode()).isEqualTo((short) 1013);
    assertThat(second.closeReason()).isEqualTo("this edge has as many viewers as it takes");

    Await.result(first.close());
    edge.awaitViewers(0);
    WebSocket third = connect("/");
    edge.awaitViewers(1);
    assertThat(third.isClosed()).isFalse();
  }

  @Test
  void disconnectsAViewerThatTakesNothingForTheTimeout() {
    edge.withViewerTimeout(Duration.ofMillis(200)).start("front");
    try (RawConnection stuck = new RawConnection(edge.socketPort())) {
      assertThat(stuck.openSocket("/")).startsWith("HTTP/1.1 101 ");
      edge.awaitViewers(1);

      Await.until(
          "the viewer is given up",
          () -> {
            edge.ingest().publish(TestFrames.FRONT, LARGE);
            return edge.viewers("front") == 0;
          });
    }
  }

  private static BooleanSupplier allCame(List<String> messages, int count) {
    return () -> messages.size() == count;
  }

  private static String dataUrl(Frame frame) {
    return "data:image/jpg;base64," + Base64.getEncoder().encodeToString(frame.jpeg().getBytes());
  }

  private WebSocket connect(String path) {
    return connect(path, message -> {});
  }

  /** The handler is there before the first message can come. */
  private WebSocket connect(String path, Handler<String> onMessage) {
    return Await.result(
        client
            .webSocket()
            .textMessageHandler(onMessage)
            .connect(
                new WebSocketConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(edge.socketPort())
                    .setURI(path)));
  }
}
