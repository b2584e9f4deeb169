package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TestViewerTest {

  private Vertx vertx;

  @BeforeEach
  void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterEach
  void closeVertx() {
    Await.result(vertx.close());
  }

  @Test
  void readsSlowlyAndStillSeesWholeFrames() {
    CameraOptions options = CameraOptions.defaults().withFps(100).withFrameSize(400_000);
    FakeCamera camera = FakeCamera.start(vertx, options);
    TestViewer slow =
        TestViewer.open(
            vertx,
            PlainRequest.get(camera.url()),
            ViewerOptions.defaults().withBytesPerSecond(4_000_000));
    Await.until("gaps show that it is slow", () -> slow.tally().gaps() > 0);
    slow.awaitMoreFrames(2);

    assertThat(camera.skippedFrames()).isPositive();
    assertThat(slow.tally().corrupt()).isZero();
  }

  @Test
  void readsNothingWhilePaused() {
    FakeCamera camera = FakeCamera.start(vertx, CameraOptions.defaults().manual());
    TestViewer paused = TestViewer.open(vertx, camera.url());
    TestViewer reading = TestViewer.open(vertx, camera.url());
    paused.awaitHead();
    paused.pause();
    camera.awaitStreamingClients(2);
    for (int frames = 1; frames <= 20; frames++) {
      camera.sendFrame();
      reading.awaitFrames(frames);
    }
    assertThat(paused.tally().frames()).isZero();

    paused.resume();
    paused.awaitFrames(1);
  }

  @Test
  void countsCorruptRepeatedAndBackwardFrames() {
    List<Buffer> pictures =
        List.of(picture(1), picture(2), picture(2), picture(6), changed(picture(7)), picture(3));
    TestViewer viewer = openOn(stream(pictures));
    viewer.awaitDisconnect();

    assertThat(viewer.tally()).isEqualTo(new ViewerTally(6, 1, 3, 1, 1, 3));
    assertThat(viewer.seen())
        .extracting(SeenFrame::intact)
        .containsExactly(true, true, true, true, false, true);
  }

  @Test
  void takesPicturesWithoutStampWhenTheyAreWhole() {
    Buffer plain = withoutComments(picture(0));
    TestViewer viewer = openOn(stream(List.of(plain, plain.getBuffer(0, plain.length() - 1))));
    viewer.awaitDisconnect();

    assertThat(viewer.tally()).isEqualTo(new ViewerTally(2, 1, 0, 0, 0, -1));
    assertThat(viewer.seen().get(0).stamp()).isEmpty();
  }

  @Test
  void keepsOnlyAsManyFramesAsTold() {
    List<Buffer> pictures = IntStream.range(0, 20).mapToObj(TestViewerTest::picture).toList();
    ViewerOptions options = ViewerOptions.defaults().withKeptFrames(3).withPictures();
    TestViewer viewer = TestViewer.open(vertx, PlainRequest.get(serve(stream(pictures))), options);
    viewer.awaitDisconnect();

    assertThat(viewer.tally().intact()).isEqualTo(20);
    assertThat(viewer.seen()).extracting(SeenFrame::sequence).containsExactly(17, 18, 19);
    assertThat(viewer.last().orElseThrow().jpeg()).contains(picture(19));
  }

  @Test
  void sendsItsRequestAsTold() {
    FakeCamera camera = FakeCamera.start(vertx, CameraOptions.defaults().manual());
    PlainRequest request =
        PlainRequest.get(camera.url() + "a?b=c%20d").withVersion("HTTP/1.0").withHeader("X-A", "b");
    TestViewer viewer = TestViewer.open(vertx, request, ViewerOptions.defaults());
    viewer.awaitHead();

    CameraRequest seen = camera.requests().get(0);
    assertThat(seen.line()).isEqualTo("GET /a?b=c%20d HTTP/1.0");
    assertThat(seen.headers().get("x-a")).isEqualTo("b");
    assertThat(seen.headers().get("host")).isEqualTo("127.0.0.1:" + camera.port());
  }

  @Test
  void reportsAnAnswerThatIsNoHttp() {
    TestViewer viewer = openOn(Buffer.buffer("SSH-2.0-server\r\n"));
    viewer.awaitDisconnect();

    assertThat(viewer.failure()).contains("'SSH-2.0-server' is no HTTP/1 status line");
  }

  @Test
  void failsAWaitThatCannotBeMet() {
    TestViewer viewer = openOn(stream(List.of(picture(0))));

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> viewer.awaitFrames(2))
        .withMessageContaining("disconnected before 2 intact frames have come");
  }

  @Test
  void getsPlainAnswers() {
    String sized = "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nX-A: 1\r\n\r\ngone ignored";
    String chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
    String untilClose = "HTTP/1.0 200 OK\r\n\r\nall of it";

    HttpReply reply = TestViewer.get(serve(Buffer.buffer(sized)));
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.header("x-a")).isEqualTo("1");
    assertThat(reply.text()).isEqualTo("gone");
    assertThat(TestViewer.get(serve(Buffer.buffer(chunked))).text()).isEqualTo("abcde");
    assertThat(TestViewer.get(serve(Buffer.buffer(untilClose))).text()).isEqualTo("all of it");
  }

  @Test
  void refusesPlainAnswersThatAreCutOff() {
    String cut = serve(Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc"));

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> TestViewer.get(cut))
        .withMessage("GET " + cut + ": cut off after 3 bytes of body");
  }

  @Test
  void watchesWithAHundredViewersAtOnce() {
    FakeCamera camera = FakeCamera.start(vertx, CameraOptions.defaults());
    List<TestViewer> viewers =
        IntStream.range(0, 100).mapToObj(i -> TestViewer.open(vertx, camera.url())).toList();

    viewers.forEach(viewer -> viewer.awaitFrames(3));
    assertThat(viewers).allSatisfy(viewer -> assertThat(viewer.tally().corrupt()).isZero());
    Await.until("all are counted", () -> camera.mostConnections() == 100);
  }

  private TestViewer openOn(Buffer answer) {
    return TestViewer.open(vertx, serve(answer));
  }

  /** A server that gives the same answer to everyone and closes. */
  private String serve(Buffer answer) {
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(socket -> socket.handler(request -> socket.end(answer)));
    int port = Await.result(server.listen(0, "127.0.0.1")).actualPort();
    return "http://127.0.0.1:" + port + "/";
  }

  private static Buffer stream(List<Buffer> pictures) {
    CameraDialect dialect = new CameraDialect(Set.of());
    Buffer bytes = dialect.streamHead(dialect.contentType());
    pictures.forEach(picture -> bytes.appendBuffer(dialect.part(picture)));
    return bytes;
  }

  private static Buffer picture(int sequence) {
    return SampleJpegs.frame(sequence, 2_000, Instant.EPOCH);
  }

  private static Buffer changed(Buffer picture) {
    return picture.copy().setByte(1_000, (byte) ~picture.getByte(1_000));
  }

  private static Buffer withoutComments(Buffer picture) {
    int comments = JpegSegments.end(picture, 2);
    int after = JpegSegments.end(picture, comments);
    return picture.getBuffer(0, comments).appendBuffer(picture.getBuffer(after, picture.length()));
  }
}
