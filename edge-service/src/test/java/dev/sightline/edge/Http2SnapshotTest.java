package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Frame;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.Http2Viewer;
import dev.sightline.testkit.Http2Viewers;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.TestCertificate;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures one by one that share a connection. */
class Http2SnapshotTest {

  /** More than a client takes unasked. */
  private static final int LARGE = 1 << 20;

  private static final String FRESH_ENOUGH = "/front/snapshot?max_age=300";

  @TempDir private static Path directory;
  private static TestCertificate certificate;

  private final EdgeFixture edge = edge().withTls(TestTls.in(directory, certificate).config());
  private Http2Viewers page;

  private void start() {
    edge.start("front");
    page = new Http2Viewers(edge.outside(), edge.port());
  }

  @BeforeAll
  static void makeCertificate() {
    certificate = TestTls.certificate(directory);
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  /** The first one makes the stream live, for those who take what there is. */
  private Frame publish(int bytes) {
    CompletableFuture<HttpReply> first =
        CompletableFuture.supplyAsync(() -> page.get("/front/snapshot?max_age=0&max_wait=30"));
    edge.awaitViewers(1);
    edge.ingest().awaitAsked(TestFrames.FRONT);
    Frame frame = edge.ingest().publish(TestFrames.FRONT, bytes);
    assertThat(first.join().body().equals(frame.jpeg())).isTrue();
    edge.awaitViewers(0);
    return frame;
  }

  private HttpClientResponse askAndTakeNothing() {
    return page.open(FRESH_ENOUGH);
  }

  @Test
  void areWholeWhateverTheirSize() {
    start();
    for (int size : new int[] {5_000, 64 << 10, LARGE}) {
      publish(size);
    }
    assertThat(edge.metric("sightline.viewers.given.up")).isZero();
  }

  @Test
  void tellTheirLengthWithoutThePictureToo() {
    start();
    Frame frame = publish(5_000);

    HttpReply head = page.head(FRESH_ENOUGH);

    assertThat(head.header("Content-Length")).isEqualTo("" + frame.size());
    assertThat(head.body().length()).isZero();
  }

  @Test
  void thatAreNotTakenKeepTheirPlacesAndOneFrameForAll() {
    start();
    HttpClientResponse[] stalled = new HttpClientResponse[20];
    try (Http2Viewers watcher = new Http2Viewers(edge.outside(), edge.port())) {
      Http2Viewer viewer = watcher.watch("/front/stream");
      edge.ingest().publish(TestFrames.FRONT, LARGE);
      viewer.awaitFrames(1);
      for (int i = 0; i < stalled.length; i++) {
        stalled[i] = askAndTakeNothing();
      }
      edge.awaitViewers(stalled.length + 1);
      assertThat(edge.frameBuffers()).as("a part and a picture").isEqualTo(2);

      for (HttpClientResponse response : stalled) {
        Future<Buffer> body = response.body();
        response.resume();
        assertThat(Await.result(body).length()).isEqualTo(LARGE);
      }
      edge.awaitViewers(1);
    }
  }

  @Test
  void thatAreNotTakenAreGivenUp() {
    edge.withViewerTimeout(Duration.ofSeconds(1));
    start();
    try (Http2Viewers watcher = new Http2Viewers(edge.outside(), edge.port())) {
      Http2Viewer viewer = watcher.watch("/front/stream");
      edge.ingest().publish(TestFrames.FRONT, LARGE);
      viewer.awaitFrames(1);
      HttpClientResponse stalled = askAndTakeNothing();
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      stalled.exceptionHandler(end::complete);

      Await.until("it is given up", () -> edge.metric("sightline.viewers.given.up") == 1);

      edge.awaitViewers(1);
      assertThat(end).succeedsWithin(Await.DEADLINE);
      assertThat(page.get("/status.json").status()).as("its connection goes on").isEqualTo(200);
      edge.ingest().publish(TestFrames.FRONT, 5_000);
      viewer.awaitFrames(2);
      Await.until("its frame is freed", () -> edge.frameBuffers() == 1);
    }
  }
}
