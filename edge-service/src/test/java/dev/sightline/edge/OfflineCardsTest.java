package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.edge.OfflinePicture.Kind;
import dev.sightline.frame.StreamId;
import dev.sightline.jpeg.JpegHeader;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.SampleJpegs;
import dev.sightline.testkit.SeenFrame;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What viewers see of a stream whose camera is away. The pictures of cameras have stamps. */
class OfflineCardsTest {

  private static final String HOST = "127.0.0.1";
  private static final String REASON = "it doesn't answer";
  private static final StreamId YARD = new StreamId("yard");
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** What browsers ask for by an image element. */
  private static final String IMAGES = "image/avif,image/webp,image/*,*/*;q=0.8";

  private final EdgeFixture edge = edge();

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void comeAfterTheTimeThatIsSetAndGoWithTheNextPicture() {
    edge.offlineAfter(SECOND).start("front");
    TestViewer viewer = edge.watch("/front/stream");
    edge.publish();
    viewer.awaitFrames(1);

    Instant lost = Instant.now();
    edge.ingest().lose(TestFrames.FRONT, REASON, lost);
    SeenFrame card = awaitCard(viewer);
    assertThat(Duration.between(lost, card.arrivedAt())).isGreaterThanOrEqualTo(SECOND);
    assertThat(JpegHeader.of(card.jpeg().orElseThrow()))
        .as("as large as the picture before")
        .hasValueSatisfying(header -> assertThat(header.width()).isEqualTo(64));

    edge.publish();
    viewer.awaitFrame("a picture again", frame -> frame.sequence() == 1);
    TestViewer next = edge.watch("/front/stream");
    next.awaitFrames(1);
    assertThat(next.seen().get(0).sequence()).isEqualTo(1);
    assertThat(viewer.last().orElseThrow().sequence()).isEqualTo(1);
    assertThat(viewer.tally().corrupt()).isZero();
  }

  @Test
  void comeAtOnceToOneWhoJoinsLate() {
    edge.offlineAfter(Duration.ofMinutes(30)).start("front");
    edge.ingest().lose(TestFrames.FRONT, REASON, Instant.now().minusSeconds(3_600));

    awaitCard(edge.watch("/front/stream"));
  }

  @Test
  void doNotComeBeforeTheirTime() {
    edge.offlineAfter(Duration.ofMinutes(30)).start("front", "yard");
    TestViewer waiting = edge.watch("/front/stream");
    TestViewer before = edge.watch("/front/stream");
    edge.publish();
    before.awaitFrames(1);
    waiting.awaitFrames(1);

    edge.ingest().lose(TestFrames.FRONT, REASON, Instant.now());
    edge.ingest().lose(YARD, REASON, Instant.now().minusSeconds(3_600));
    // A stream that is due gets its card by the same turns, so those of the other have passed.
    awaitCard(edge.watch("/yard/stream"));
    TestViewer late = edge.watch("/front/stream");
    awaitCard(edge.watch("/yard/stream"));

    assertThat(Stream.of(waiting, before, late).flatMap(viewer -> viewer.seen().stream()))
        .allMatch(frame -> frame.stamp().isPresent());
  }

  @Test
  void areDrawnOnceForAllEventLoops() {
    edge.offlineAfter(SECOND).start("front");
    List<TestViewer> viewers = Stream.generate(() -> edge.watch("/front/stream")).limit(8).toList();
    edge.publish();
    viewers.forEach(viewer -> viewer.awaitFrames(1));

    edge.ingest().lose(TestFrames.FRONT, REASON, Instant.now());

    SeenFrame card = awaitCard(viewers.get(0));
    assertThat(viewers.stream().map(OfflineCardsTest::awaitCard))
        .allSatisfy(
            other -> {
              assertThat(other.jpeg()).isEqualTo(card.jpeg());
              assertThat(timestamp(other)).as("when it was drawn").isEqualTo(timestamp(card));
            });
    assertThat(edge.frameBuffers()).isEqualTo(1);
  }

  @Test
  void areDrawnAnewWhenTheirWordsChange() {
    edge.offlineAfter(SECOND).start("front");
    edge.ingest().lose(TestFrames.FRONT, REASON);
    TestViewer viewer = edge.watch("/front/stream");
    SeenFrame first = awaitCard(viewer);

    edge.ingest().lose(TestFrames.FRONT, REASON, Instant.now());

    viewer.awaitFrame(
        "another card", frame -> !timestamp(frame).equals(timestamp(first)) && isCard(frame));
    assertThat(viewer.last().orElseThrow().jpeg()).isNotEqualTo(first.jpeg());
  }

  @Test
  void areTheUsersOwnPictureByteForByte() {
    Buffer own = SampleJpegs.frame(77, 3_000, Instant.EPOCH);
    edge.offlineAfter(SECOND)
        .withSnapshotWait(Duration.ZERO)
        .withOfflinePicture(new OfflinePicture(Kind.FILE, own))
        .start("front");
    edge.ingest().lose(TestFrames.FRONT, REASON);

    TestViewer viewer = edge.watch("/front/stream");
    viewer.awaitFrames(1);

    assertThat(viewer.last().orElseThrow().jpeg()).contains(own);
    assertThat(snapshot(IMAGES).body()).isEqualTo(own);
  }

  @Test
  void areNotShownWhenTheyAreOff() {
    edge.offlineAfter(SECOND)
        .withSnapshotWait(SECOND.multipliedBy(3))
        .withOfflinePicture(OfflinePicture.OFF)
        .start("front");
    edge.ingest().lose(TestFrames.FRONT, REASON);
    TestViewer viewer = edge.watch("/front/stream");

    HttpReply refused = snapshot(IMAGES);

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text()).startsWith("The camera gives no picture at the moment");
    assertThat(viewer.tally().frames()).as("three seconds later").isZero();
  }

  @Test
  void goOutByWebSocketToo() {
    edge.offlineAfter(SECOND).start("front");
    edge.ingest().lose(TestFrames.FRONT, REASON);
    WebSocketClient client = edge.outside().createWebSocketClient();
    List<String> texts = new CopyOnWriteArrayList<>();
    List<Buffer> pictures = new CopyOnWriteArrayList<>();
    Await.result(
        client.webSocket().textMessageHandler(texts::add).connect(edge.socketPort(), HOST, "/"));
    Await.result(
        client
            .webSocket()
            .binaryMessageHandler(pictures::add)
            .connect(edge.port(), HOST, "/front/ws"));

    Await.until("both have a card", () -> !texts.isEmpty() && !pictures.isEmpty());

    assertThat(SampleJpegs.isWholeJpeg(pictures.get(0))).isTrue();
    String base64 = texts.get(0).substring("data:image/jpg;base64,".length());
    assertThat(Base64.getDecoder().decode(base64)).isEqualTo(pictures.get(0).getBytes());
  }

  @Test
  void areTheBodyOfARefusedSnapshotForThoseWhoAskForAnImage() {
    edge.withSnapshotWait(Duration.ZERO).start("front");
    edge.ingest().lose(TestFrames.FRONT, REASON);

    HttpReply image = snapshot(IMAGES);
    assertThat(image.status()).isEqualTo(503);
    assertThat(image.header("Retry-After")).isEqualTo("5");
    assertThat(image.header("Content-Type")).isEqualTo("image/jpeg");
    assertThat(image.header("ETag")).isNull();
    assertThat(SampleJpegs.isWholeJpeg(image.body())).isTrue();

    assertThat(snapshot("*/*").header("Content-Type")).startsWith("text/plain");
    assertThat(edge.get("/front/snapshot").header("Content-Type")).startsWith("text/plain");
  }

  @Test
  void areNoFramesOfTheCameraInTheFigures() {
    edge.offlineAfter(SECOND).start("front");
    TestViewer viewer = edge.watch("/front/stream");
    edge.publish();
    viewer.awaitFrames(1);
    edge.ingest().lose(TestFrames.FRONT, REASON);
    int size = awaitCard(viewer).size();

    Await.until(
        "its bytes are counted",
        () -> edge.metric("sightline.viewer.bytes") >= EdgeFixture.FRAME_SIZE + size);

    assertThat(edge.metric("sightline.viewer.frames")).isEqualTo(1);
  }

  @Test
  void leaveNoMemoryBehind() {
    edge.offlineAfter(SECOND).start("front");
    edge.ingest().lose(TestFrames.FRONT, REASON);
    TestViewer viewer = edge.watch("/front/stream");
    awaitCard(viewer);
    assertThat(edge.frameBuffers()).isEqualTo(1);

    viewer.close();

    Await.until("the memory is freed", () -> edge.frameBuffers() == 0);
  }

  @Test
  void areNoSnapshots() {
    edge.withSnapshotWait(Duration.ZERO).start("front");
    edge.ingest().lose(TestFrames.FRONT, REASON);
    List<TestViewer> onEachLoop =
        Stream.generate(() -> edge.watch("/front/stream")).limit(4).toList();
    onEachLoop.forEach(OfflineCardsTest::awaitCard);

    for (String query : List.of("", "?max_age=60", "?max_wait=100ms", "?max_delay=1000")) {
      assertThat(edge.get("/front/snapshot" + query).status()).as(query).isEqualTo(503);
    }
  }

  private HttpReply snapshot(String accept) {
    PlainRequest request = edge.request("/front/snapshot");
    return request.withHeader("Accept", accept).send();
  }

  private static SeenFrame awaitCard(TestViewer viewer) {
    viewer.awaitFrame("a card", OfflineCardsTest::isCard);
    return viewer.seen().stream().filter(OfflineCardsTest::isCard).findFirst().orElseThrow();
  }

  private static boolean isCard(SeenFrame frame) {
    return frame.stamp().isEmpty();
  }

  private static String timestamp(SeenFrame frame) {
    return frame.headers().get("X-Timestamp");
  }
}
