package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.Http2Viewer;
import dev.sightline.testkit.Http2Viewers;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.TestCertificate;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Viewers who share one connection. */
class Http2ViewersTest {

  private static final int LARGE = 300_001;

  @TempDir private static Path directory;

  private static TestCertificate certificate;

  private final EdgeFixture edge =
      edge().withTls(TestTls.in(directory, certificate).config()).withTs("music");
  private Http2Viewers page;

  private void start() {
    edge.start("front", "yard", "music");
    page = new Http2Viewers(edge.outside(), edge.port());
  }

  @BeforeAll
  static void certify() {
    certificate = TestTls.certificate(directory);
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void twelveOfOnePageGetEveryByte() {
    start();
    List<Http2Viewer> viewers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      viewers.add(page.watch("/front/stream?" + i));
    }
    edge.awaitViewers(12);
    int[] sizes = {5_000, 64 << 10, LARGE, 1 << 20};
    for (int i = 0; i < sizes.length; i++) {
      long sent = i + 1;
      edge.ingest().publish(TestFrames.FRONT, sizes[i]);
      viewers.forEach(viewer -> viewer.awaitFrames(sent));
    }
    assertThat(viewers).allMatch(viewer -> viewer.tally().corrupt() == 0);
    assertThat(viewers).allMatch(viewer -> viewer.version() == HttpVersion.HTTP_2);
    assertThat(viewers).noneMatch(viewer -> viewer.headers().contains("Connection"));
  }

  @Test
  void partsWithHeadersOfTheirOwnAreWhole() {
    start();
    Http2Viewer viewer = page.watch("/front/stream?extra_headers=1");
    edge.ingest().publish(TestFrames.FRONT, LARGE);
    viewer.awaitFrames(1);
    assertThat(viewer.tally().corrupt()).isZero();
  }

  @Test
  void pagesSnapshotsAndMistakesAreAnswered() {
    start();
    Http2Viewer viewer = page.watch("/front/stream");
    edge.publish();
    viewer.awaitFrames(1);
    assertThat(page.get("/").status()).isEqualTo(200);
    assertThat(page.get("/assets/sightline-camera.js").status()).isEqualTo(200);
    assertThat(page.get("/front/snapshot?max_age=60").body().length())
        .isEqualTo(EdgeFixture.FRAME_SIZE);
    assertThat(page.get("/nobody/stream").status()).isEqualTo(404);
    assertThat(page.get("/front/ws").status()).isEqualTo(426);
    assertThat(page.get("/front/ws").headers().contains("Upgrade")).isFalse();
    assertThat(viewer.end()).isEmpty();
  }

  @Test
  void aStalledOneIsGivenUpAndTheOthersOfItsConnectionGoOn() {
    edge.withViewerTimeout(Duration.ofSeconds(2));
    start();
    Http2Viewer stalled = page.watch("/front/stream?stalled");
    Http2Viewer good = page.watch("/front/stream?good");
    stalled.pause();
    Await.until(
        "it is given up",
        () -> {
          publishTo(good);
          return edge.metric("sightline.viewers.given.up") == 1;
        });
    edge.awaitViewers(1);
    publishTo(good);
    assertThat(good.tally().corrupt()).isZero();
    assertThat(good.end()).isEmpty();
  }

  @Test
  void whoLeavesLeavesTheOthers() {
    start();
    Http2Viewer leaving = page.watch("/front/stream?leaving");
    Http2Viewer staying = page.watch("/front/stream?staying");
    leaving.leave();
    edge.awaitViewers(1);
    edge.publish();
    staying.awaitFrames(1);
    assertThat(staying.end()).isEmpty();
  }

  @Test
  void aConnectionThatVanishesLeavesNothingBehind() {
    start();
    for (int i = 0; i < 5; i++) {
      page.watch("/front/stream?" + i).pause();
    }
    edge.publishUntilBlocked(1 << 20);
    page.close();
    edge.awaitViewers(0);
    edge.ingest().publish(TestFrames.FRONT, 5_000);
    Await.until("its frames are freed", () -> edge.frameBuffers() == 0);
  }

  @Test
  void endInGoodOrderBetweenTwoParts() {
    start();
    Http2Viewer viewer = page.watch("/front/stream");
    edge.publish();
    viewer.awaitFrames(1);
    edge.stopEdge();
    Await.until("it has ended", () -> !viewer.end().isEmpty());
    assertThat(viewer.end()).isEqualTo("ended");
    assertThat(viewer.tally().corrupt()).isZero();
  }

  @Test
  void aRefusedPushEndsNobodyElse() {
    start();
    Http2Viewer viewer = page.watch("/front/stream");
    HttpReply refused = page.put("/nobody/frames", Buffer.buffer(new byte[100_000]));
    assertThat(refused.status()).isEqualTo(404);
    HttpClientRequest endless = page.request(HttpMethod.PUT, "/nobody/frames").setChunked(true);
    AtomicBoolean stopped = new AtomicBoolean();
    endless.exceptionHandler(end -> stopped.set(true));
    endless.write(Buffer.buffer("one"));
    assertThat(Await.result(endless.response()).statusCode()).isEqualTo(404);
    Await.until("it is told to stop", stopped::get);
    edge.publish();
    viewer.awaitFrames(1);
    assertThat(viewer.end()).isEmpty();
  }

  @Test
  void aPushNeedsNoLength() {
    start();
    TestEntrance ingest = TestEntrance.announcedTo(edge, TestEntrance::count);
    HttpClientRequest push = page.request(HttpMethod.PUT, "/front/frames").setChunked(true);
    Future<Buffer> answer = push.response().compose(HttpClientResponse::body);
    push.write(Buffer.buffer(new byte[100_000]));
    push.end(Buffer.buffer(new byte[100_000]));

    assertThat(Await.result(answer).toString()).isEqualTo("200000");
    assertThat(ingest.heads()).containsExactly("PUT /front/frames");
  }

  @Test
  void mpegTsIsServedToo() {
    start();
    HttpClientRequest request = page.request(HttpMethod.GET, "/music/live.ts");
    Buffer received = Buffer.buffer();
    Await.result(request.send().map(response -> response.handler(received::appendBuffer)));
    edge.awaitViewers(0);
    Await.until("it is a viewer", () -> edge.viewers("music") == 1);
    TsProducer music = new TsProducer(edge.ingest(), TestFrames.MUSIC);
    music.group(5);
    Await.until(
        "all packets have come", () -> received.length() == music.packets() * TsMessage.PACKET);
  }

  private void publishTo(Http2Viewer viewer) {
    long before = viewer.tally().intact();
    edge.ingest().publish(TestFrames.FRONT, LARGE);
    viewer.awaitFrames(before + 1);
  }
}
