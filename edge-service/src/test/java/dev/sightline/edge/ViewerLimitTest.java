package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.TestViewer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Viewers who come, leave, vanish and stop reading, and how many there may be. */
class ViewerLimitTest {

  private static final int LARGE = 1 << 20;
  private static final String REQUEST = "GET /front/stream HTTP/1.1\r\nHost: edge\r\n\r\n";
  private static final String UPGRADE =
      " HTTP/1.1\r\nHost: edge\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

  private final EdgeFixture edge = edge();

  /** One for each form in which a frame may be under way. */
  static List<String> requests() {
    return List.of(REQUEST, "GET /front/ws" + UPGRADE, "GET /front/ws?format=base64" + UPGRADE);
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void refusesAViewerBeyondTheLimitUntilOneLeaves() {
    edge.withMaxViewers(1).start("front");
    TestViewer first = edge.watch("/front/stream");

    assertRefused("/front/stream");
    assertRefused("/front/snapshot");
    first.close();

    edge.awaitViewers(0);
    TestViewer next = edge.watch("/front/stream");
    assertThat(next.status()).isEqualTo(200);
  }

  @Test
  void takesNoPlaceForWhatIsNoViewer() {
    edge.withMaxViewers(1).start("front");

    assertThat(edge.get("/").status()).isEqualTo(200);
    assertThat(edge.get("/status.json").status()).isEqualTo(200);
    assertThat(edge.get("/yard/stream").status()).isEqualTo(404);
    assertThat(edge.request("/front/stream").withMethod("HEAD").send().status()).isEqualTo(200);

    assertThat(edge.watch("/front/stream").status()).isEqualTo(200);
  }

  @Test
  void givesTheIngestLeaveAfterTheLastViewer() {
    edge.start("front");
    TestViewer one = edge.watch("/front/stream");
    TestViewer other = edge.watch("/front/stream");
    edge.awaitViewers(2);
    edge.ingest().awaitAsked(TestFrames.FRONT);

    one.close();
    edge.awaitViewers(1);
    edge.publish();
    other.awaitFrames(1);
    other.close();

    edge.awaitViewers(0);
    edge.ingest().awaitLeft(TestFrames.FRONT);
  }

  @Test
  void removesAViewerThatVanishesBetweenFrames() {
    edge.start("front");
    RawConnection viewer = new RawConnection(edge.port()).send(REQUEST);
    edge.awaitViewers(1);

    viewer.reset();

    edge.awaitViewers(0);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void removesAViewerThatVanishesInTheMiddleOfAWrite(String request) {
    edge.withMaxViewers(1).start("front");
    RawConnection viewer = new RawConnection(edge.port()).send(request);
    edge.publishUntilBlocked(LARGE);

    viewer.reset();

    edge.awaitViewers(0);
    Await.until("its frame is freed", () -> edge.frameBuffers() == 0);
    edge.publish();
    edge.watch("/front/stream").awaitFrames(1);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void removesAViewerThatClosesInTheMiddleOfAWrite(String request) {
    edge.start("front");
    RawConnection viewer = new RawConnection(edge.port()).send(request);
    edge.publishUntilBlocked(LARGE);

    viewer.close();

    edge.awaitViewers(0);
    Await.until("its frame is freed", () -> edge.frameBuffers() == 0);
  }

  @Test
  void freesEveryFrameWhenViewersVanishInTheMiddleOfDifferentOnes() {
    edge.start("front");
    List<RawConnection> stuck = new ArrayList<>();
    for (int count = 1; count <= 5; count++) {
      stuck.add(new RawConnection(edge.port()).send(REQUEST));
      int present = count;
      long before = edge.dropped();
      Await.until("it has come", () -> edge.viewers("front") == present);
      Await.until(
          "all of them are stuck",
          () -> {
            edge.ingest().publish(TestFrames.FRONT, LARGE);
            return edge.dropped() >= before + 2L * present;
          });
    }
    assertThat(edge.frameBuffers()).isBetween(2, 6);

    stuck.forEach(RawConnection::reset);

    edge.awaitViewers(0);
    Await.until("all frames are freed", () -> edge.frameBuffers() == 0);
  }

  @Test
  void givesUpStalledViewersSoonerWhenMemoryIsScarce() {
    edge.withFrameMemory(4 * LARGE).start("front");
    List<RawConnection> stuck = new ArrayList<>();

    Await.until(
        "one of them is given up",
        () -> {
          stuck.add(new RawConnection(edge.port()).send(REQUEST));
          for (int i = 0; i < 10; i++) {
            edge.ingest().publish(TestFrames.FRONT, LARGE);
          }
          return edge.metric("sightline.viewers.given.up") > 0;
        });

    stuck.forEach(RawConnection::reset);
    edge.awaitViewers(0);
    TestViewer next = edge.watch("/front/stream");
    Await.until(
        "there is memory again",
        () -> {
          edge.publish();
          return next.tally().frames() > 0;
        });
  }

  @Test
  void disconnectsAViewerThatTakesNothingForTheTimeout() {
    edge.withViewerTimeout(Duration.ofMillis(200)).start("front");
    try (RawConnection stuck = new RawConnection(edge.port()).send(REQUEST)) {
      edge.publishUntilBlocked(LARGE);
      TestViewer other = edge.watch("/front/stream");

      Await.until(
          "the viewer is given up",
          () -> {
            edge.publish();
            return edge.viewers("front") == 1;
          });

      int last = (int) edge.publish().sequence();
      other.awaitFrame("the last frame", frame -> frame.sequence() == last);
      assertThat(stuck.readHead()).as("what the kernel still holds").contains("200 OK");
    }
  }

  @Test
  void keepsAViewerThatTakesNothingSinceThereIsNothing() {
    edge.withViewerTimeout(Duration.ZERO).start("front");
    TestViewer viewer = edge.watch("/front/stream");
    edge.publish();
    viewer.awaitFrames(1);

    edge.publish();

    viewer.awaitFrames(2);
  }

  private void assertRefused(String path) {
    HttpReply reply = edge.get(path);
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo("5");
    assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(reply.text()).isEqualTo("This edge has as many viewers as it takes; try again.\n");
  }
}
