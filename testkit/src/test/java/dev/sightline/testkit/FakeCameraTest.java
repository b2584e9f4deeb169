package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.Vertx;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeCameraTest {

  private Vertx vertx;
  private FakeCamera camera;

  @BeforeEach
  void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void closeAll() {
    camera.close();
    Await.result(vertx.close());
  }

  @Test
  void sendsFramesWhenTold() {
    start(CameraOptions.defaults().manual());
    TestViewer viewer = openStreaming();

    int first = camera.sendFrame();
    viewer.awaitFrames(1);
    int second = camera.sendFrame();
    viewer.awaitFrames(2);

    assertThat(viewer.seen()).extracting(SeenFrame::sequence).containsExactly(first, second);
    assertThat(second).isEqualTo(first + 1);
    assertThat(camera.lastSequence()).isEqualTo(second);
    assertThat(camera.sentAt(second))
        .isEqualTo(viewer.last().flatMap(SeenFrame::stamp).map(Stamp::madeAt));
    assertThat(camera.sentAt(second + 1)).isEmpty();
  }

  @Test
  void listensAtItsOwnAddressOnly() {
    start(CameraOptions.defaults().withHost("127.0.0.2"));
    FakeCamera other =
        FakeCamera.start(
            vertx, CameraOptions.defaults().withHost("127.0.0.3").withPort(camera.port()));

    TestViewer.open(vertx, camera.url()).awaitFrames(1);
    TestViewer.open(vertx, camera.url()).awaitFrames(1);

    assertThat(camera.visits()).hasSize(2).allMatch(visit -> visit.ended().isEmpty());
    assertThat(other.visits()).isEmpty();
    other.close();
  }

  @Test
  void countsConnectionsAndKeepsRequests() {
    start(CameraOptions.defaults().manual());
    PlainRequest request =
        PlainRequest.get(camera.url() + "video?channel=1").withHeader("User-Agent", "tester");
    TestViewer one = TestViewer.open(vertx, request, ViewerOptions.defaults());
    TestViewer two = TestViewer.open(vertx, camera.url());
    Await.until("both are counted", () -> camera.mostConnections() == 2);
    one.close();
    two.close();
    Await.until("both have left", () -> camera.connections() == 0);

    assertThat(camera.connectionsEver()).isEqualTo(2);
    assertThat(camera.requests())
        .extracting(CameraRequest::line)
        .containsExactlyInAnyOrder("GET /video?channel=1 HTTP/1.1", "GET / HTTP/1.1");
    assertThat(camera.requests())
        .anySatisfy(seen -> assertThat(seen.headers().get("user-agent")).isEqualTo("tester"));
  }

  @Test
  void cutsEveryConnectionWithinAFrame() {
    start(CameraOptions.defaults().manual().withFrameSize(200_000));
    TestViewer viewer = openStreaming();
    camera.sendFrame();
    viewer.awaitFrames(1);

    camera.cutMidFrame();
    viewer.awaitDisconnect();

    assertThat(viewer.isCutWithinPart()).isTrue();
    assertThat(viewer.tally()).isEqualTo(new ViewerTally(1, 0, 0, 0, 0, 0));
    assertThat(viewer.bytes()).isBetween(300_000L, 302_000L);
    assertThat(viewer.failure()).isEmpty();
  }

  @Test
  void resetsEveryConnection() {
    start(CameraOptions.defaults().manual());
    TestViewer viewer = openStreaming();
    camera.sendFrame();
    viewer.awaitFrames(1);

    camera.resetMidFrame();
    viewer.awaitDisconnect();

    assertThat(viewer.failure()).hasValueSatisfying(why -> assertThat(why).contains("reset"));
    assertThat(viewer.tally().frames()).isEqualTo(1);
  }

  @Test
  void takesNewConnectionsAfterACut() {
    start(CameraOptions.defaults());
    TestViewer before = TestViewer.open(vertx, camera.url());
    before.awaitFrames(1);
    camera.cutMidFrame();
    before.awaitDisconnect();

    TestViewer after = TestViewer.open(vertx, camera.url());
    after.awaitFrames(1);
    assertThat(camera.connectionsEver()).isEqualTo(2);
  }

  @Test
  void goesAwayAndComesBackOnItsPort() {
    start(CameraOptions.defaults());
    TestViewer before = TestViewer.open(vertx, camera.url());
    before.awaitFrames(1);
    String url = camera.url();

    camera.stopListening();
    before.awaitDisconnect();
    TestViewer meanwhile = TestViewer.open(vertx, url);
    meanwhile.awaitDisconnect();
    camera.listenAgain();
    TestViewer after = TestViewer.open(vertx, url);
    after.awaitFrames(1);

    assertThat(meanwhile.failure()).hasValueSatisfying(why -> assertThat(why).contains("refused"));
    assertThat(camera.url()).isEqualTo(url);
  }

  @Test
  void sendsNothingWhileItStalls() {
    start(CameraOptions.defaults().manual());
    TestViewer streaming = openStreaming();
    camera.stall();
    TestViewer waiting = TestViewer.open(vertx, camera.url());
    Await.until("its request has come", () -> camera.requests().size() == 2);
    camera.sendFrame();
    assertThat(camera.lastSequence()).isEqualTo(-1);
    assertThat(camera.streamingClients()).isEqualTo(1);

    camera.resume();
    waiting.awaitHead();
    int resumed = camera.sendFrame();
    streaming.awaitFrames(1);

    assertThat(streaming.seen()).extracting(SeenFrame::sequence).containsExactly(resumed);
  }

  @Test
  void answersButSendsNoFramesByItselfWhilePaused() {
    start(CameraOptions.defaults().withFps(1_000));
    camera.pauseFrames();
    TestViewer viewer = openStreaming();
    int first = camera.sendFrame();
    for (int sent = 1; sent <= 500; sent++) {
      assertThat(camera.sendFrame()).isEqualTo(first + sent);
    }

    camera.resume();
    Await.until("it sends by itself again", () -> camera.lastSequence() > first + 500);
    viewer.awaitMoreFrames(1);
  }

  @Test
  void wantsCredentials() {
    start(CameraOptions.defaults().withCredentials("user", "pass:word"));
    PlainRequest request = PlainRequest.get(camera.url());
    HttpReply refused = request.send();
    PlainRequest allowed = request.withHeader("Authorization", "Basic dXNlcjpwYXNzOndvcmQ=");
    TestViewer viewer = TestViewer.open(vertx, allowed, ViewerOptions.defaults());
    viewer.awaitFrames(1);

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("WWW-Authenticate")).isEqualTo("Basic realm=\"camera\"");
  }

  @Test
  void answersWithAnotherStatusUntilToldOtherwise() {
    start(CameraOptions.defaults().withStatus(503));
    assertThat(TestViewer.get(camera.url()).status()).isEqualTo(503);
    camera.answerWith(404);
    assertThat(TestViewer.get(camera.url()).status()).isEqualTo(404);

    camera.answerWith(200);
    TestViewer viewer = TestViewer.open(vertx, camera.url());
    viewer.awaitFrames(1);
  }

  @Test
  void namesAnotherContentType() {
    start(CameraOptions.defaults().withContentType("video/x-motion-jpeg"));
    TestViewer viewer = TestViewer.open(vertx, camera.url());
    viewer.awaitHead();

    assertThat(viewer.headers().get("content-type")).isEqualTo("video/x-motion-jpeg");
  }

  @Test
  void delaysItsFirstByte() {
    start(CameraOptions.defaults().withFirstByteDelay(Duration.ofMinutes(10)));
    TestViewer viewer = TestViewer.open(vertx, camera.url());
    Await.until("its request has come", () -> camera.requests().size() == 1);

    assertThat(camera.streamingClients()).isZero();
    assertThat(viewer.bytes()).isZero();
  }

  @Test
  void skipsFramesForAClientThatDoesNotRead() {
    start(CameraOptions.defaults().manual().withFrameSize(1_000_000));
    TestViewer blocked = openStreaming();
    blocked.pause();
    Await.until(
        "a frame is skipped",
        () -> {
          camera.sendFrame();
          return camera.skippedFrames() > 0;
        });
    TestViewer reading = TestViewer.open(vertx, camera.url());
    camera.awaitStreamingClients(2);
    camera.sendFrame();
    reading.awaitFrames(1);

    blocked.resume();
    Await.until(
        "the newest frame comes with a gap before it",
        () -> {
          camera.sendFrame();
          return blocked.tally().gaps() > 0;
        });
    assertThat(blocked.tally().corrupt()).isZero();
  }

  @Test
  void refusesImpossibleOptions() {
    start(CameraOptions.defaults());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> CameraOptions.defaults().withFps(-1))
        .withMessage("frames per second are 0 to 1000, not -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CameraOptions.defaults().withFrameSize(10))
        .withMessage("a frame has at least 1024 bytes, not 10");
  }

  private void start(CameraOptions options) {
    camera = FakeCamera.start(vertx, options);
  }

  private TestViewer openStreaming() {
    TestViewer viewer = TestViewer.open(vertx, camera.url());
    viewer.awaitHead();
    camera.awaitStreamingClients(1);
    return viewer;
  }
}
