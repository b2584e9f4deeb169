package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.TsCheck;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MPEG-TS at an edge, as players get it by WebSocket and by HTTP. */
class TsSocketTest {

  /** So small that the other end is soon blocked by one who doesn't read. */
  private static final int RECEIVE_BUFFER = 32 << 10;

  private static final int CLOSED = 0x88;

  private final EdgeFixture edge = edge().withTs("music", "radio");
  private final WebSocketClient client =
      edge.outside()
          .createWebSocketClient(
              new WebSocketClientOptions()
                  .setMaxConnections(100)
                  .setReceiveBufferSize(RECEIVE_BUFFER)
                  .setMaxFrameSize(1 << 20)
                  .setMaxMessageSize(1 << 20));

  private TsProducer music;

  @AfterEach
  void stop() {
    edge.close();
  }

  private void start(String... names) {
    edge.start(names);
    music = new TsProducer(edge.ingest(), TestFrames.MUSIC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/streamsocket", "/live.ts", "/music/live.ts", "/music/streamsocket?x=y"})
  void sendsAllPacketsFromAStartOn(String path) {
    start("front", "music");
    TsClient viewer = connect(path);

    music.group(5);
    viewer.awaitPackets(music.packets());
    music.group(5);

    viewer.awaitPackets(music.packets());
    assertThat(viewer.tally().isGapless()).as(viewer.tally().toString()).isTrue();
    assertThat(viewer.tally().starts()).isEqualTo(2);
    assertThat(viewer.tally().packets()).isEqualTo(music.packets());
  }

  @Test
  void beginsAtTheNewestStartForOneWhoJoins() {
    start("music");
    TsClient first = connect("/live.ts");
    music.group(5);
    first.awaitPackets(music.packets());
    long before = music.packets();
    music.group(5);
    first.awaitPackets(music.packets());

    TsClient later = connect("/live.ts");

    later.awaitPackets(music.packets() - before);
    music.picture();
    later.awaitPackets(music.packets() - before);
    assertThat(later.tally().packets()).isEqualTo(music.packets() - before);
    assertThat(later.tally().isGapless()).isTrue();
  }

  @Test
  void sendsTheSameToViewersOnAllEventLoops() {
    start("music");
    List<TsClient> viewers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      viewers.add(connect("/live.ts"));
    }

    for (int i = 0; i < 10; i++) {
      music.group(10);
      viewers.forEach(viewer -> viewer.awaitPackets(music.packets()));
    }

    assertThat(viewers).allMatch(viewer -> viewer.tally().isGapless());
    Await.until(
        "all is counted",
        () -> edge.metric("sightline.viewer.bytes") >= 20.0 * music.packets() * TsMessage.PACKET);
    assertThat(edge.metric("sightline.ts.packets.dropped")).isZero();
    assertThat(edge.metric("sightline.viewer.frames")).isZero();
    assertThat(edge.metric("sightline.ts.messages")).isPositive();
  }

  @Test
  void letsASlowViewerGoOnAtAStartAndNobodyElseLoseAnything() {
    start("music");
    TsClient slow = connect("/live.ts");
    TsClient fast = connect("/live.ts");
    music.group(5);
    slow.awaitPackets(music.packets());
    slow.socket().pause();

    while (music.packets() * TsMessage.PACKET < 4L << 20) {
      music.group(20);
      fast.awaitPackets(music.packets());
    }
    slow.socket().resume();

    Await.until("it goes on", () -> edge.metric("sightline.ts.packets.dropped") > 0);
    long dropped = (long) edge.metric("sightline.ts.packets.dropped", "place", "viewer");
    slow.awaitPackets(music.packets() - dropped);
    assertThat(slow.tally().packets()).isEqualTo(music.packets() - dropped);
    assertThat(slow.tally().isSound()).as(slow.tally().toString()).isTrue();
    assertThat(slow.tally().skips()).isEqualTo(1);
    assertThat(fast.tally().isGapless()).isTrue();
    assertThat(fast.tally().packets()).isEqualTo(music.packets());
  }

  @Test
  void givesUpAViewerThatTakesNothing() {
    edge.withViewerTimeout(Duration.ofSeconds(1));
    start("music");
    TsClient stalled = connect("/live.ts");
    TsClient fast = connect("/live.ts");
    stalled.socket().pause();

    Await.until(
        "it is given up",
        () -> {
          music.group(20);
          fast.awaitPackets(music.packets());
          return edge.metric("sightline.viewers.given.up") > 0;
        });

    Await.until("one is left", () -> edge.viewers("music") == 1);
    assertThat(fast.tally().isGapless()).isTrue();
  }

  @Test
  void goesOnAtAStartAfterAMessageThatFoundNoRoom() {
    edge.withFrameMemory(64 << 10);
    start("music");
    TsClient viewer = connect("/live.ts");
    music.group(2);
    viewer.awaitPackets(music.packets());
    long before = music.packets();

    music.start(64_000);
    music.picture();
    Await.until("it is dropped", () -> edge.metric("sightline.ts.packets.dropped") > 0);
    music.picture();
    long dropped = music.packets() - before;
    music.group(2);

    viewer.awaitPackets(music.packets() - dropped);
    assertThat(viewer.tally().isSound()).as(viewer.tally().toString()).isTrue();
    Await.until(
        "all of it is counted",
        () -> edge.metric("sightline.ts.packets.dropped", "place", "memory") == dropped);
  }

  @Test
  void freesAllMemoryWithTheLastViewer() {
    start("music");
    TsClient viewer = connect("/live.ts");
    music.group(20);
    viewer.awaitPackets(music.packets());
    assertThat(edge.frameBuffers()).isPositive();

    Await.result(viewer.socket().close());

    Await.until("no message is left in memory", () -> edge.frameBuffers() == 0);
  }

  @Test
  void keepsViewersWhileNobodyUploads() {
    start("music");
    TsClient viewer = connect("/live.ts");
    music.group(2);
    viewer.awaitPackets(music.packets());

    edge.ingest().lose(TestFrames.MUSIC, "nobody uploads");
    music.group(2);

    viewer.awaitPackets(music.packets());
    assertThat(viewer.tally().isSound()).isTrue();
    assertThat(viewer.socket().isClosed()).isFalse();
  }

  @Test
  void closesWithAReasonWhenTheStreamIsRemoved() {
    start("music");
    TsClient viewer = connect("/live.ts");
    music.group(2);
    viewer.awaitPackets(music.packets());

    edge.ingest().remove(TestFrames.MUSIC);

    Await.until("it is closed", viewer.socket()::isClosed);
    assertThat(viewer.socket().closeStatusCode()).isEqualTo(ViewerSocket.GOING_AWAY);
    assertThat(viewer.socket().closeReason()).isEqualTo("this stream is no more");
  }

  @Test
  void closesWithAReasonWhenTheEdgeStops() {
    start("music");
    TsClient viewer = connect("/live.ts");
    music.group(2);
    viewer.awaitPackets(music.packets());

    edge.stopEdge();

    Await.until("it is closed", viewer.socket()::isClosed);
    assertThat(viewer.socket().closeStatusCode()).isEqualTo(ViewerSocket.GOING_AWAY);
    assertThat(viewer.socket().closeReason()).isEqualTo("this edge stops");
  }

  @Test
  void echoesTheFirstSubprotocolThatIsOffered() {
    start("music");

    try (RawConnection player = new RawConnection(edge.port())) {
      String offering = "Sec-WebSocket-Protocol: null, ts\r\n\r\n";
      String request = RawConnection.handshake("/streamsocket").stripTrailing() + "\r\n" + offering;
      String head = player.send(request).readHead().toLowerCase();

      assertThat(head).startsWith("http/1.1 101");
      assertThat(head).contains("sec-websocket-protocol: null\r\n");
    }
  }

  @Test
  void speaksNoSubprotocolUnlessOneIsOffered() {
    start("music");

    try (RawConnection player = new RawConnection(edge.port())) {
      String head = player.openSocket("/streamsocket").toLowerCase();

      assertThat(head).startsWith("http/1.1 101").doesNotContain("sec-websocket-protocol");
    }
  }

  @Test
  void ignoresWhatPlayersSay() {
    start("music");
    TsClient viewer = connect("/live.ts");

    Await.result(viewer.socket().writeTextMessage("hello"));
    Await.result(viewer.socket().writeBinaryMessage(Buffer.buffer(new byte[1_000])));
    music.group(5);

    viewer.awaitPackets(music.packets());
    assertThat(viewer.tally().isGapless()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1", "HTTP/1.0"})
  void playsOverHttp(String version) {
    start("music");
    try (RawConnection player = new RawConnection(edge.port())) {
      String head =
          player.send("GET /live.ts %s\r\nHost: edge\r\n\r\n".formatted(version)).readHead();
      assertThat(head).contains(" 200 ").contains("video/mp2t").doesNotContain("ransfer-");
      Await.until("it is here", () -> edge.viewers("music") == 1);

      TsCheck check = new TsCheck();
      for (int i = 0; i < 2; i++) {
        long before = music.packets();
        music.group(5);
        String bytes = player.read((int) (music.packets() - before) * TsMessage.PACKET);
        check.bytes(Buffer.buffer(bytes.getBytes(StandardCharsets.ISO_8859_1)));
      }

      assertThat(check.tally().isGapless()).as(check.toString()).isTrue();
      edge.ingest().remove(TestFrames.MUSIC);
      assertThat(player.isAtEnd()).isTrue();
    }
    Await.until("it has left", () -> edge.viewers("music") == 0);
  }

  @Test
  void answersHeadWithoutABody() {
    start("music");

    assertThat(edge.request("/live.ts").withMethod("HEAD").send().header("Content-Type"))
        .isEqualTo("video/mp2t");
  }

  @Test
  void closesAViewerBeyondTheLimit() {
    edge.withMaxViewers(1);
    start("music");
    connect("/live.ts");
    Await.until("it is here", () -> edge.viewers("music") == 1);

    TsClient second = connect("/live.ts");

    Await.until("the second is closed", second.socket()::isClosed);
    assertThat(second.socket().closeStatusCode()).isEqualTo(ViewerSocket.TRY_AGAIN_LATER);
    assertThat(edge.get("/live.ts").status()).isEqualTo(503);
  }

  @Test
  void tellsOfItsViewers() {
    start("front", "music");
    TsClient viewer = connect("/live.ts");
    music.group(5);
    viewer.awaitPackets(music.packets());

    Await.until(
        "the viewer is told of", () -> !report("/music").getJsonArray("viewerList").isEmpty());

    JsonObject told = report("/music").getJsonArray("viewerList").getJsonObject(0);
    assertThat(told.getString("kind")).isEqualTo("ts");
    assertThat(report("/music").getString("kind")).isEqualTo("ts");
    assertThat(report("/music").getJsonObject("ts").getLong("messagesOut")).isPositive();
    assertThat(report("/front").getString("kind")).isEqualTo("pictures");
    assertThat(edge.get("/music/status").text()).contains("MPEG-TS");
    assertThat(edge.get("/status").text()).contains("music");
  }

  private JsonObject report(String stream) {
    JsonObject all = new JsonObject(edge.get(stream + "/status.json").body());
    return all.getJsonArray("streams").getJsonObject(0);
  }

  /** A message that ends a WebSocket comes between two others, never within one. */
  @Test
  void endsBetweenTwoMessages() {
    start("music");
    try (RawConnection player = new RawConnection(edge.port())) {
      player.openSocket("/live.ts");
      Await.until("it is here", () -> edge.viewers("music") == 1);
      for (int i = 0; i < 20; i++) {
        music.group(10);
      }
      edge.ingest().remove(TestFrames.MUSIC);

      int kind = player.read(1).charAt(0);
      while (kind != CLOSED) {
        assertThat(kind).isEqualTo(0x82);
        int length = player.read(1).charAt(0);
        String extended = player.read(length == 126 ? 2 : 0);
        length = extended.isEmpty() ? length : extended.charAt(0) << 8 | extended.charAt(1);
        assertThat(length % TsMessage.PACKET).isZero();
        player.read(length);
        kind = player.read(1).charAt(0);
      }
    }
  }

  @Test
  void refusesStreamsThatAreNotOfMpegTs() {
    start("front", "music");

    assertThatThrownBy(() -> connect("/front/live.ts"))
        .isInstanceOfSatisfying(
            UpgradeRejectedException.class, e -> assertThat(e.getStatus()).isEqualTo(404));
  }

  private TsClient connect(String path) {
    return new TsClient(client, edge, path);
  }
}
