package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Arrival;
import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.RelayBus;
import dev.sightline.frame.Frame;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Tracing;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.TestViewer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One picture, and how fresh it is. */
class SnapshotViewerTest {

  private static final Duration SOON = Duration.ofMillis(50);

  /** More than a slow machine takes for a test. */
  private static final Duration AGE = Duration.ofMinutes(5);

  private static final Duration LONG = Duration.ofMinutes(1);

  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());

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
  void tellsTheAgeOfThePicture() {
    edge.start("front");
    edge.publish();

    HttpReply reply = edge.get("/front/snapshot?max_age=60");

    assertThat(reply.header("Last-Modified")).isEqualTo("Fri, 13 Feb 2009 23:31:30 GMT");
    assertThat(Integer.parseInt(reply.header("Age"))).isBetween(0, 60);
  }

  @Test
  void isNotSentAgainToOneWhoHasIt() {
    edge.start("front");
    Frame frame = edge.publish();
    String tag = edge.get("/front/snapshot").header("ETag");

    HttpReply again = conditional("\"other\", " + tag).send();
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body().length()).isZero();
    assertThat(again.header("ETag")).isEqualTo(tag);
    assertThat(again.header("Last-Modified")).isEqualTo("Fri, 13 Feb 2009 23:31:30 GMT");
    assertThat(conditional("*").withMethod("HEAD").send().status()).isEqualTo(304);

    HttpReply other = conditional("\"other\"").send();
    assertThat(other.status()).isEqualTo(200);
    assertThat(other.body()).isEqualTo(frame.jpeg());
  }

  private PlainRequest conditional(String known) {
    return edge.request("/front/snapshot?max_age=60").withHeader("If-None-Match", known);
  }

  @Test
  void isThePictureAfterTheRequestForOneWhoWantsNoneBefore() {
    edge.start("front");
    TestViewer viewer = edge.watch("/front/stream");
    edge.publish();
    viewer.awaitFrames(1);

    for (String query : List.of("max_age=0", "max_delay=0")) {
      CompletableFuture<HttpReply> reply =
          CompletableFuture.supplyAsync(() -> edge.get("/front/snapshot?" + query));
      edge.awaitViewers(2);
      Frame next = edge.publish();

      assertThat(reply.join().body()).as(query).isEqualTo(next.jpeg());
      edge.awaitViewers(1);
    }
  }

  @Test
  void isRefusedRatherThanOlderThanAskedFor() {
    edge.start("front");
    TestViewer viewer = edge.watch("/front/stream");
    edge.publish();
    viewer.awaitFrames(1);

    HttpReply reply = edge.get("/front/snapshot?max_age=0&max_wait=0");

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("5");
    assertThat(reply.text())
        .isEqualTo("The camera gave no picture in time that is as fresh as was asked for.\n");
  }

  @Test
  void waitsNoLongerThanAskedFor() {
    edge.withSnapshotWait(LONG).start("front");

    assertNoPicture(edge.get("/front/snapshot?max_wait=50ms"));
  }

  @Test
  void saysWhatItDidNotUnderstand() {
    edge.start("front");

    HttpReply reply = edge.get("/front/snapshot?max_age=soon");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).startsWith("max_age must be a time from 0 to 3600s").endsWith(".\n");
    assertThat(edge.viewers("front")).isZero();
  }

  @Test
  void costsOneFrameForAllWhoAskTogether() {
    edge.start("front");
    List<CompletableFuture<HttpReply>> replies =
        Stream.generate(() -> supply(() -> edge.get("/front/snapshot"))).limit(50).toList();
    edge.awaitViewers(50);

    Frame frame = edge.publish();

    assertThat(replies)
        .allSatisfy(reply -> assertThat(reply.join().body()).isEqualTo(frame.jpeg()));
    assertThat(edge.metric("sightline.bus.frames.received")).isEqualTo(1);
    edge.awaitViewers(0);
  }

  private static CompletableFuture<HttpReply> supply(Supplier<HttpReply> request) {
    CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    Thread asker = new Thread(() -> reply.complete(request.get()), "asker");
    asker.setUncaughtExceptionHandler((thread, failure) -> reply.completeExceptionally(failure));
    asker.start();
    return reply;
  }

  @Test
  void takesAFrameThatIsFreshOnly() {
    Arrival fresh = TestFrames.arrival(1);
    HttpReply reply = answer(new Freshness(AGE, false, LONG), old(0), fresh, TestFrames.arrival(2));

    assertThat(reply.body()).isEqualTo(fresh.frame().jpeg());
  }

  @Test
  void takesAnOldFrameFromTheTimeThatWasAskedFor() {
    Arrival first = old(0);

    HttpReply reply =
        answer(new Freshness(AGE.multipliedBy(2), true, LONG), first, TestFrames.arrival(1));

    assertThat(reply.body()).isEqualTo(first.frame().jpeg());
    assertThat(Integer.parseInt(reply.header("Age"))).isBetween(300, 600);
  }

  @Test
  void isTheLastPictureOfACameraThatIsSlowerThanTheWait() {
    Arrival last = old(1);

    HttpReply reply = answer(new Freshness(AGE, false, SOON), old(0), last);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo(last.frame().jpeg());
  }

  /** Came a little longer ago than allowed. */
  private static Arrival old(int sequence) {
    return TestFrames.arrival(sequence, System.nanoTime() - AGE.toNanos());
  }

  private static void assertNoPicture(HttpReply reply) {
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("5");
    assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(reply.text())
        .isEqualTo("The camera gives no picture at the moment; its status page says why.\n");
  }

  /** What a viewer of its own server answers whose feed is given these frames. */
  private HttpReply answer(Freshness freshness, Arrival... arrivals) {
    Vertx vertx = edge.outside();
    RelayBus bus = TestIngest.listing(vertx, metrics);
    FrameReceiver receiver = new FrameReceiver(bus, metrics);
    Await.result(vertx.deployVerticle(receiver));
    OfflineCards none = TestCards.off(vertx, bus);
    EdgeStream stream =
        new EdgeStream(TestFrames.FRONT, new FrameMemory(1 << 20), metrics, Tracing.OFF);
    int port =
        Await.result(
                vertx
                    .createHttpServer()
                    .requestHandler(
                        request -> {
                          StreamFeed feed = new StreamFeed(stream, receiver);
                          feed.add(new SnapshotViewer(vertx, request, feed, none, freshness));
                          Stream.of(arrivals).forEach(feed::frame);
                        })
                    .listen(0, "127.0.0.1"))
            .actualPort();
    return PlainRequest.get("http://127.0.0.1:" + port + "/").send();
  }
}
