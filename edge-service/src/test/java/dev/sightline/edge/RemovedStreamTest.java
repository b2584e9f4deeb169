package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What viewers see of a stream whose camera is removed while they watch. */
class RemovedStreamTest {

  private static final int LARGE = 1 << 20;

  private final EdgeFixture edge = edge();

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void endsForItsViewersBetweenTwoPictures() {
    edge.start("front", "yard");
    TestViewer viewer = edge.watch("/front/stream");
    TestViewer stays = edge.watch("/yard/stream");
    edge.ingest().awaitAsked(TestFrames.FRONT);
    edge.publish();
    viewer.awaitFrames(1);

    edge.ingest().remove(TestFrames.FRONT);

    viewer.awaitDisconnect();
    assertThat(viewer.failure()).isEmpty();
    assertThat(viewer.isCutWithinPart()).isFalse();
    edge.awaitViewers(0);
    assertThat(stays.isDisconnected()).isFalse();
  }

  @Test
  void isNotThereForThoseWhoComeLater() {
    edge.start("front", "yard");
    edge.watch("/front/stream");

    edge.ingest().remove(TestFrames.FRONT);
    edge.awaitViewers(0);

    assertThat(edge.get("/front/stream").status()).isEqualTo(404);
    assertThat(edge.get("/front/snapshot").status()).isEqualTo(404);
    assertThat(edge.get("/front/status").status()).isEqualTo(404);
    JsonObject status = new JsonObject(edge.get("/status.json").body());
    assertThat(status.getJsonArray("streams")).hasSize(1);
    assertThat(edge.get("/status.json").text()).doesNotContain("front");
  }

  @Test
  void sendsAViewerThatIsBehindTheFrameThatIsUnderWay() {
    edge.start("front", "yard");
    TestViewer viewer = edge.watch("/front/stream");
    viewer.pause();
    edge.publishUntilBlocked(LARGE);

    edge.ingest().remove(TestFrames.FRONT);
    Await.until("it is removed", () -> edge.get("/front/stream").status() == 404);
    viewer.resume();

    viewer.awaitDisconnect();
    assertThat(viewer.isCutWithinPart()).isFalse();
    assertThat(viewer.tally().corrupt()).isZero();
    edge.awaitViewers(0);
    Await.until("its frames are freed", () -> edge.frameBuffers() == 0);
  }

  @Test
  void doesNotWaitForAViewerThatTakesNothing() {
    edge.withViewerTimeout(Duration.ofMillis(200)).start("front", "yard");
    TestViewer viewer = edge.watch("/front/stream");
    viewer.pause();
    edge.publishUntilBlocked(LARGE);

    edge.ingest().remove(TestFrames.FRONT);

    edge.awaitViewers(0);
    Await.until("its frames are freed", () -> edge.frameBuffers() == 0);
  }

  @Test
  void closesWebSocketsWithAReason() {
    edge.start("front", "yard");
    WebSocketClient client = edge.outside().createWebSocketClient();
    WebSocket socket = Await.result(client.connect(edge.port(), "127.0.0.1", "/front/ws"));
    edge.awaitViewers(1);
    edge.publish();

    edge.ingest().remove(TestFrames.FRONT);

    Await.until("it is closed", socket::isClosed);
    assertThat(socket.closeStatusCode()).isEqualTo((short) 1001);
    assertThat(socket.closeReason()).isEqualTo("this stream is no more");
    edge.awaitViewers(0);
  }

  @Test
  void answersASnapshotThatWaitsForAPicture() {
    edge.start("front", "yard");
    CompletableFuture<HttpReply> reply =
        CompletableFuture.supplyAsync(() -> edge.get("/front/snapshot"));
    edge.ingest().awaitAsked(TestFrames.FRONT);

    edge.ingest().remove(TestFrames.FRONT);

    assertThat(reply.join().status()).isEqualTo(404);
    assertThat(reply.join().text()).isEqualTo("This stream is no more.\n");
    edge.awaitViewers(0);
  }
}
