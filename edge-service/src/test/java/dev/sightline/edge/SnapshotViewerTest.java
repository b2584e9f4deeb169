package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Arrival;
import dev.sightline.frame.Frame;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One picture, and how fresh it is. */
class SnapshotViewerTest {

  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final EdgeFixture edge = edge();

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void isThePictureThatTheCameraSent() {
    edge.start("front");
    Frame frame = edge.publish();

    HttpReply reply = edge.get("/front/snapshot");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(frame.jpeg());
    assertThat(reply.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(reply.header("Content-Length")).isEqualTo("5000");
    assertThat(reply.header("X-Timestamp")).isEqualTo("1234567890.012345");
    assertThat(reply.header("Cache-Control")).startsWith("no-store, no-cache");
    assertThat(reply.header("Pragma")).isEqualTo("no-cache");
    assertThat(reply.header("Expires")).isEqualTo("Mon, 3 Jan 2000 12:34:56 GMT");
    assertThat(reply.header("X-Accel-Buffering")).isEqualTo("no");
  }

  @Test
  void isOfTheOnlyStreamWhenTheUrlNamesNone() {
    edge.start("front");
    Frame frame = edge.publish();

    assertThat(edge.get("/snapshot?bypassCache=1").body()).isEqualTo(frame.jpeg());
  }

  @Test
  void answersHeadWithTheLengthOfThePicture() {
    edge.start("front");
    edge.publish();

    HttpReply reply = edge.request("/front/snapshot").withMethod("HEAD").send();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Length")).isEqualTo("5000");
    assertThat(reply.body().length()).isZero();
  }

  @Test
  void waitsForACameraThatHasToBeConnected() {
    edge.start("front");
    CompletableFuture<HttpReply> reply =
        CompletableFuture.supplyAsync(() -> edge.get("/front/snapshot"));
    edge.ingest().awaitAsked(TestFrames.FRONT);

    Frame frame = edge.publish();

    assertThat(reply.join().body()).isEqualTo(frame.jpeg());
  }

  @Test
  void givesItsPlaceBackOnceItIsSent() {
    edge.withMaxViewers(1).start("front");
    edge.publish();

    for (int i = 0; i < 3; i++) {
      assertThat(edge.get("/front/snapshot").status()).isEqualTo(200);
      edge.awaitViewers(0);
    }
    edge.ingest().awaitLeft(TestFrames.FRONT);
  }

  @Test
  void givesItsPlaceBackWhenItsViewerVanishes() {
    edge.withMaxViewers(1).start("front");
    RawConnection viewer = new RawConnection(edge.port());
    viewer.send("GET /front/snapshot HTTP/1.1\r\nHost: edge\r\n\r\n");
    edge.awaitViewers(1);

    viewer.reset();

    edge.awaitViewers(0);
    edge.publish();
    assertThat(edge.get("/front/snapshot").status()).isEqualTo(200);
  }

  @Test
  void saysThatThereIsNoPictureAfterTheWait() {
    edge.withSnapshotWait(SOON).start("front");

    assertNoPicture(edge.get("/front/snapshot"));
  }

  @Test
  void isNeverAPictureFromBeforeTheCameraWasLost() {
    edge.withSnapshotWait(Duration.ofMillis(500)).start("front");
    TestViewer viewer = edge.watch("/front/stream");
    edge.publish();
    viewer.awaitFrames(1);

    edge.ingest().lose(TestFrames.FRONT, "it ended the stream");
    Await.until("the edge forgets the picture", () -> edge.get("/front/snapshot").status() == 503);

    assertNoPicture(edge.get("/front/snapshot"));
  }

  @Test
  void takesAFrameOfTheLastSecondOnly() {
    Arrival fresh = TestFrames.arrival(1);
    HttpReply reply =
        answer(
            LONG,
            viewer -> {
              viewer.offer(outbound(old(0)));
              viewer.offer(outbound(fresh));
              viewer.offer(outbound(TestFrames.arrival(2)));
            });

    assertThat(reply.body()).isEqualTo(fresh.frame().jpeg());
  }

  @Test
  void isTheLastPictureOfACameraThatIsSlowerThanTheWait() {
    Arrival last = old(1);
    HttpReply reply =
        answer(
            SOON,
            viewer -> {
              viewer.offer(outbound(old(0)));
              viewer.offer(outbound(last));
            });

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(last.frame().jpeg());
  }

  private static OutboundFrame outbound(Arrival arrival) {
    return new OutboundFrame(arrival, new FrameMemory(1 << 20));
  }

  private static Arrival old(int sequence) {
    Arrival arrival = TestFrames.arrival(sequence);
    return new Arrival(arrival.frame(), System.nanoTime() - SnapshotViewer.FRESH - 1);
  }

  private static void assertNoPicture(HttpReply reply) {
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("5");
    assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(reply.text())
        .isEqualTo("The camera gives no picture at the moment; its status page says why.\n");
  }

  /** What a viewer of its own server answers that is offered frames at once. */
  private HttpReply answer(Duration wait, Consumer<SnapshotViewer> offers) {
    Vertx vertx = edge.outside();
    int port =
        Await.result(
                vertx
                    .createHttpServer()
                    .requestHandler(request -> open(vertx, request, wait, offers))
                    .listen(0, "127.0.0.1"))
            .actualPort();
    return PlainRequest.get("http://127.0.0.1:" + port + "/").send();
  }

  private static void open(
      Vertx vertx, HttpServerRequest request, Duration wait, Consumer<SnapshotViewer> offers) {
    SnapshotViewer viewer = new SnapshotViewer(vertx, request.response());
    viewer.waitFor(wait);
    offers.accept(viewer);
  }
}
