package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.frame.Frame;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PushClient;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An edge that is told to stop, and its viewers. */
class FarewellTest {

  private static final int LARGE = 1 << 20;
  private static final Duration LONG = Duration.ofSeconds(20);

  private EdgeFixture edge;
  private WebSocketClient sockets;

  private void start(Duration grace) {
    edge = EdgeFixture.withGrace(grace).start("front");
    sockets =
        edge.outside()
            .createWebSocketClient(
                new WebSocketClientOptions()
                    .setMaxFrameSize(64 * LARGE)
                    .setMaxMessageSize(64 * LARGE));
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void refusesWhoWantsToStayAndServesTheRestToTheEnd() {
    start(LONG);
    TestEntrance ingest = TestEntrance.open(edge.outside(), TestEntrance::count);
    edge.bus().announceEntrance("127.0.0.1", ingest.port());
    edge.bus().announceNow();
    Await.until("pushes are passed on", () -> push().status() == 200);
    ingest.heads().clear();
    TestViewer stuck = stuckViewer();
    CompletableFuture<Void> stopping = stopEdge();
    Await.until("it refuses", () -> edge.get("/front/stream").status() == 503);

    HttpReply refused = edge.get("/front/stream");
    assertThat(refused.headers().get("Retry-After")).isEqualTo("1");
    assertThat(refused.body().toString()).isEqualTo(Door.SENTENCE);
    for (String path : List.of("/front/ws", "/front/websocket", "/streams")) {
      assertRefused(edge.port(), path);
    }
    assertRefused(edge.socketPort(), "/");
    assertThat(push().status()).isEqualTo(503);
    assertThat(push().head()).contains("retry-after: 1");
    assertThat(ingest.heads()).isEmpty();
    assertThat(edge.get("/front/snapshot?max_age=60s").status()).isEqualTo(200);
    assertThat(edge.get("/status.json").status()).isEqualTo(200);
    assertThat(edge.get("/").status()).isEqualTo(200);
    assertThat(stopping).isNotDone();

    stuck.close();
    stopping.join();
  }

  @Test
  void endsStreamsAfterAWholePictureHoweverSlowTheViewer() {
    start(LONG);
    TestViewer slow = stuckViewer();
    List<TestViewer> quick = Stream.generate(() -> edge.watch("/front/stream")).limit(20).toList();
    edge.awaitViewers(21);
    edge.publish();
    quick.forEach(viewer -> viewer.awaitFrames(1));
    CompletableFuture<Void> stopping = stopEdge();
    Await.until("it refuses", () -> edge.get("/front/stream").status() == 503);
    slow.resume();

    stopping.join();

    Stream.concat(quick.stream(), Stream.of(slow))
        .forEach(
            viewer -> {
              viewer.awaitDisconnect();
              assertThat(viewer.isCutWithinPart()).isFalse();
              assertThat(viewer.tally().corrupt()).isZero();
            });
    // Who asks whether it refuses may be let in first.
    assertThat(sentAway("ended")).isIn(21.0, 22.0);
    assertThat(sentAway("cut")).isZero();
  }

  @Test
  void cutsOffWhoTakesNothing() {
    start(Duration.ofMillis(200));
    TestViewer viewer = stuckViewer();

    stopEdge().join();

    assertThat(sentAway("cut")).isEqualTo(1);
    viewer.resume();
    viewer.awaitDisconnect();
    assertThat(viewer.isCutWithinPart()).isTrue();
  }

  @Test
  void waitsForASnapshotThatWaitsForItsPicture() {
    start(LONG);
    CompletableFuture<HttpReply> waiting = snapshot();
    CompletableFuture<Void> stopping = stopEdge();
    Await.until("it refuses", () -> edge.get("/front/stream").status() == 503);

    Frame frame = edge.publish();

    assertThat(waiting.join().body()).isEqualTo(frame.jpeg());
    stopping.join();
    assertThat(sentAway("cut")).isZero();
  }

  @Test
  void sendsASnapshotElsewhereThatHasNoPictureByTheEndOfTheGrace() {
    start(Duration.ofMillis(200));
    CompletableFuture<HttpReply> waiting = snapshot();

    stopEdge().join();

    HttpReply reply = waiting.join();
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).isEqualTo(Door.RETRY_AFTER);
    assertThat(reply.text()).isEqualTo(Door.SENTENCE);
    assertThat(sentAway("cut")).isEqualTo(1);
  }

  private CompletableFuture<HttpReply> snapshot() {
    CompletableFuture<HttpReply> reply =
        CompletableFuture.supplyAsync(() -> edge.get("/front/snapshot"));
    edge.awaitViewers(1);
    return reply;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/front/ws", "/streams"})
  void tellsASlowSocketToComeBackOnceItHasTakenItsPicture(String path) {
    start(LONG);
    WebSocket socket = connect(path);
    socket.writeTextMessage("{\"type\":\"watch\",\"stream\":\"front\"}");
    socket.writeTextMessage("{\"type\":\"credit\",\"pictures\":64}");
    edge.awaitViewers(1);
    socket.pause();
    edge.publishUntilBlocked(LARGE);
    CompletableFuture<Void> stopping = stopEdge();
    Await.until("it refuses", () -> edge.get("/front/stream").status() == 503);

    socket.resume();

    Await.until(Duration.ofMinutes(1), () -> "it is closed", socket::isClosed);
    stopping.join();
    assertThat(socket.closeStatusCode()).isEqualTo(ViewerSocket.SERVICE_RESTART);
    assertThat(socket.closeReason()).isEqualTo(Guest.REASON);
  }

  @Test
  void asksClientsOfStreamsToComeBackAndGoesOnMeanwhile() {
    start(LONG);
    StreamsClient client = new StreamsClient(sockets, edge);
    client.watch("front");
    client.credit(64).sync();
    CompletableFuture<Void> stopping = stopEdge();
    client.await("restart");

    edge.publish();
    client.awaitPicture(1);
    assertThat(client.socket().isClosed()).isFalse();
    assertThat(client.texts("restart")).hasSize(1);

    client.socket().close();
    stopping.join();
    assertThat(sentAway("ended")).isEqualTo(1);
  }

  private TestViewer stuckViewer() {
    TestViewer viewer = edge.watch("/front/stream");
    edge.publish();
    viewer.awaitFrames(1);
    viewer.pause();
    edge.publishUntilFull(LARGE);
    return viewer;
  }

  private PushClient.Reply push() {
    return PushClient.request(edge.port(), "PUT /front/frames", Buffer.buffer());
  }

  private WebSocket connect(String path) {
    return Await.result(sockets.connect(edge.port(), "127.0.0.1", path));
  }

  private void assertRefused(int port, String path) {
    UpgradeRejectedException refusal =
        catchThrowableOfType(
            UpgradeRejectedException.class,
            () -> Await.result(sockets.connect(port, "127.0.0.1", path)));
    assertThat(refusal.getStatus()).as(path).isEqualTo(503);
    assertThat(refusal.getHeaders().get("Retry-After")).as(path).isEqualTo("1");
  }

  private CompletableFuture<Void> stopEdge() {
    return CompletableFuture.runAsync(edge::stopEdge);
  }

  private double sentAway(String how) {
    return edge.metric("sightline.viewers.sent.away", "result", how);
  }
}
