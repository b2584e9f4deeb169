package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.Http2Viewer;
import dev.sightline.testkit.Http2Viewers;
import dev.sightline.testkit.TestCertificate;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.ViewerOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Viewers by TLS, each with a connection of its own. */
class EncryptedViewersTest {

  /** Several pieces, and one that isn't full. */
  private static final int LARGE = 300_001;

  @TempDir private static Path directory;

  private static TestCertificate certificate;

  private final TestTls files = TestTls.in(directory, certificate);
  private final EdgeFixture edge = edge().withTls(files.config());

  private final WebSocketClient sockets =
      edge.outside()
          .createWebSocketClient(
              new WebSocketClientOptions()
                  .setSsl(true)
                  .setTrustAll(true)
                  .setVerifyHost(false)
                  .setMaxFrameSize(1 << 20)
                  .setMaxMessageSize(1 << 20));

  @BeforeAll
  static void certify() {
    certificate = TestTls.certificate(directory);
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void serveEveryByteOfAStream() {
    edge.start("front");
    TestViewer viewer = edge.watch("/front/stream");
    int[] sizes = {5_000, 64 << 10, LARGE, 2 << 20};
    for (int i = 0; i < sizes.length; i++) {
      edge.ingest().publish(TestFrames.FRONT, sizes[i]);
      viewer.awaitFrames(i + 1);
    }
    assertThat(viewer.tally().corrupt()).isZero();
    assertThat(viewer.headers().get("Connection")).isEqualTo("close");
  }

  @Test
  void servePartsWithHeadersOfTheirOwn() {
    edge.start("front");
    TestViewer viewer = edge.watch("/front/stream?extra_headers=1");
    edge.ingest().publish(TestFrames.FRONT, LARGE);
    viewer.awaitFrames(1);
    assertThat(viewer.tally().corrupt()).isZero();
  }

  @Test
  void servePagesAndSnapshots() {
    edge.start("front");
    TestViewer viewer = edge.watch("/front/stream");
    edge.publish();
    viewer.awaitFrames(1);
    assertThat(edge.get("/").status()).isEqualTo(200);
    assertThat(edge.get("/front/snapshot?max_age=60").body().length())
        .isEqualTo(EdgeFixture.FRAME_SIZE);
    assertThat(edge.get("/").headers().contains("Strict-Transport-Security")).isFalse();
  }

  @Test
  void sendTextsBetweenPicturesOfAWebSocketAndNeverWithinOne() throws Exception {
    edge.start("front");
    BlockingQueue<Integer> pictures = new LinkedBlockingQueue<>();
    BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    WebSocket socket = connect(edge.port(), "/front/ws");
    socket.binaryMessageHandler(picture -> pictures.add(picture.length()));
    socket.pongHandler(pong -> pongs.add(pong.toString()));
    edge.awaitViewers(1);
    socket.pause();
    edge.publishUntilBlocked(LARGE);
    for (int i = 0; i < 20; i++) {
      Await.result(socket.writePing(Buffer.buffer("ping " + i)));
    }
    socket.resume();
    for (int i = 0; i < 20; i++) {
      assertThat(pongs.poll(30, TimeUnit.SECONDS)).isEqualTo("ping " + i);
    }
    assertThat(pictures).isNotEmpty().containsOnly(LARGE);
    assertThat(socket.isClosed()).isFalse();
  }

  @Test
  void theOtherPortSpeaksTlsToo() {
    edge.start("front");
    BlockingQueue<String> pictures = new LinkedBlockingQueue<>();
    WebSocket socket = connect(edge.socketPort(), "/front");
    socket.textMessageHandler(pictures::add);
    edge.awaitViewers(1);
    edge.publish();
    Await.until("a picture comes", () -> !pictures.isEmpty());
    assertThat(pictures.peek()).startsWith("data:image/jpg;base64,");
  }

  @Test
  void aStalledOneHoldsOnePieceAndIsGivenUp() {
    edge.withViewerTimeout(Duration.ofSeconds(2)).start("front");
    List<TestViewer> stalled = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      TestViewer viewer = edge.watch("/front/stream");
      viewer.pause();
      stalled.add(viewer);
    }
    edge.publishUntilFull(1 << 20);
    Await.until("all are given up", () -> edge.metric("sightline.viewers.given.up") == 4);
    edge.awaitViewers(0);
    Await.until("its frames are freed", () -> edge.frameBuffers() == 0);
    stalled.forEach(TestViewer::close);
  }

  @Test
  void oneThatIsSlowButTakesSomethingIsKept() {
    edge.withViewerTimeout(Duration.ofSeconds(2)).start("front");
    TestViewer slow =
        TestViewer.open(
            edge.outside(),
            edge.request("/front/stream"),
            ViewerOptions.defaults().withBytesPerSecond(400_000));
    slow.awaitHead();
    Await.until(
        "a frame that takes longer than the timeout has come",
        () -> {
          edge.ingest().publish(TestFrames.FRONT, 2 << 20);
          return slow.tally().intact() > 0;
        });
    assertThat(edge.metric("sightline.viewers.given.up")).isZero();
  }

  @Test
  void endInGoodOrderBetweenTwoParts() {
    edge.start("front");
    TestViewer viewer = edge.watch("/front/stream");
    edge.publish();
    viewer.awaitFrames(1);
    edge.stopEdge();
    viewer.awaitDisconnect();
    assertThat(viewer.isCutWithinPart()).isFalse();
    assertThat(viewer.failure()).isEmpty();
  }

  @Test
  void whoSpeaksInTheClearIsTurnedAwayAndNobodyElseNotices() {
    edge.start("front");
    TestViewer viewer = edge.watch("/front/stream");
    try (RawConnection clear = new RawConnection(edge.port())) {
      clear.send("GET / HTTP/1.1\r\nHost: edge\r\n\r\n");
      assertThatThrownBy(clear::readHead)
          .isInstanceOfAny(AssertionError.class, UncheckedIOException.class);
    }
    edge.publish();
    viewer.awaitFrames(1);
  }

  @Test
  void browsersAreToldToComeByTlsOnlyWhereThatIsConfigured() {
    edge.withTls(files.withHsts(Duration.ofDays(180))).start("front");
    assertThat(edge.get("/").headers().get("Strict-Transport-Security"))
        .isEqualTo("max-age=15552000");
    assertThat(edge.get("/nothing/here").headers().get("Strict-Transport-Security"))
        .isEqualTo("max-age=15552000");
  }

  @Test
  void aCertificateIsReplacedWhileTwoHundredWatchAndNobodyIsCut() {
    edge.start("front");
    List<TestViewer> viewers = new ArrayList<>();
    List<Http2Viewers> pages = new ArrayList<>();
    List<Http2Viewer> shared = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Http2Viewers page = new Http2Viewers(edge.outside(), edge.port());
      pages.add(page);
      for (int j = 0; j < 10; j++) {
        viewers.add(edge.watch("/front/stream"));
        shared.add(page.watch("/front/stream?" + j));
      }
    }
    WebSocket socket = connect(edge.port(), "/front/ws");
    edge.awaitViewers(201);
    TestCertificate next = TestCertificate.selfSigned(directory, TestTls.NAMES, "-validity", "200");
    files.replace(next);
    Await.until(
        "it is taken",
        () -> {
          edge.publish();
          return edge.metric("sightline.tls.certificate.changes", "result", "taken") == 1;
        });
    long last = edge.publish().sequence();
    viewers.forEach(viewer -> viewer.awaitFrame("the last", seen -> seen.sequence() == last));
    shared.forEach(viewer -> viewer.awaitFrames(1));

    Await.until("the new one is seen", () -> shown(edge.port()).equals(next.fingerprint()));
    assertThat(shown(edge.socketPort())).isEqualTo(next.fingerprint());
    assertThat(viewers).noneMatch(TestViewer::isDisconnected);
    assertThat(viewers).allMatch(viewer -> viewer.tally().corrupt() == 0);
    assertThat(shared).allMatch(viewer -> viewer.end().isEmpty());
    assertThat(shared).allMatch(viewer -> viewer.tally().corrupt() == 0);
    assertThat(socket.isClosed()).isFalse();
    edge.awaitViewers(201);
    assertThat(edge.metric("sightline.tls.certificate.expiry.seconds"))
        .isGreaterThan(System.currentTimeMillis() / 1_000 + 190 * 86_400);
    pages.forEach(Http2Viewers::close);
  }

  @Test
  void aCertificateThatCannotBeUsedIsRefusedAndTheOldOneStays() throws Exception {
    edge.start("front");
    String before = shown(edge.port());
    Files.writeString(files.key(), "nothing");
    Await.until(
        "it is refused",
        () -> edge.metric("sightline.tls.certificate.changes", "result", "refused") == 1);
    assertThat(shown(edge.port())).isEqualTo(before);
  }

  private static String shown(int port) {
    return TestCertificate.shownBy("127.0.0.1", port);
  }

  private WebSocket connect(int port, String path) {
    return Await.result(
        sockets.connect(
            new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI(path)));
  }
}
