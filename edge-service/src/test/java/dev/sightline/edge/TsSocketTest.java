package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.TsCheck;
import dev.sightline.testkit.TsViewer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MPEG-TS at an edge, as players get it by WebSocket and by HTTP. */
class TsSocketTest {

  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int CLOSED = 0x88;
  private static final int PING = 0x89;

  private final EdgeFixture edge = edge().withTs("music");

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
    TsViewer viewer = edge.watchTs(path);

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
    TsViewer first = edge.watchTs("/live.ts");
    music.group(5);
    first.awaitPackets(music.packets());
    long before = music.packets();
    music.group(5);
    first.awaitPackets(music.packets());

    TsViewer later = edge.watchTs("/live.ts");

    later.awaitPackets(music.packets() - before);
    music.picture();
    later.awaitPackets(music.packets() - before);
    assertThat(later.tally().packets()).isEqualTo(music.packets() - before);
    assertThat(later.tally().isGapless()).isTrue();
  }

  @Test
  void sendsTheSameToViewersOnAllEventLoops() {
    start("music");
    List<TsViewer> viewers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      viewers.add(edge.watchTs("/live.ts"));
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
  void keepsViewersWhileNobodyUploads() {
    start("music");
    TsViewer viewer = edge.watchTs("/live.ts");
    music.group(2);
    viewer.awaitPackets(music.packets());

    edge.ingest().lose(TestFrames.MUSIC, "nobody uploads");
    music.group(2);

    viewer.awaitPackets(music.packets());
    assertThat(viewer.tally().isSound()).isTrue();
    assertThat(viewer.isDisconnected()).isFalse();
  }

  @Test
  void closesWithAReasonWhenTheStreamIsRemoved() {
    start("music");
    TsViewer viewer = edge.watchTs("/live.ts");
    music.group(2);
    viewer.awaitPackets(music.packets());

    edge.ingest().remove(TestFrames.MUSIC);

    viewer.awaitDisconnect();
    assertThat(viewer.closeCode()).isEqualTo(ViewerSocket.GOING_AWAY);
    assertThat(viewer.failure()).hasValue("this stream is no more");
  }

  @Test
  void closesWithAReasonWhenTheEdgeStops() {
    start("music");
    TsViewer viewer = edge.watchTs("/live.ts");
    music.group(2);
    viewer.awaitPackets(music.packets());

    edge.stopEdge();

    viewer.awaitDisconnect();
    assertThat(viewer.closeCode()).isEqualTo(ViewerSocket.SERVICE_RESTART);
    assertThat(viewer.failure()).hasValue(Guest.REASON);
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
    try (RawConnection player = new RawConnection(edge.port())) {
      player.openSocket("/live.ts");
      player.sendFrame(TEXT, "hello").sendFrame(BINARY, "bytes").sendFrame(PING, "x");
      assertThat(player.read(3)).as("the answer to the ping").isEqualTo("\u008a\u0001x");

      music.group(5);

      assertThat((int) player.read(1).charAt(0)).isEqualTo(BINARY);
      assertThat(edge.viewers("music")).isEqualTo(1);
    }
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
    TsViewer first = edge.watchTs("/live.ts");
    Await.until("it is here", () -> edge.viewers("music") == 1);

    TsViewer second = edge.watchTs("/live.ts");

    second.awaitDisconnect();
    assertThat(second.closeCode()).isEqualTo(ViewerSocket.TRY_AGAIN_LATER);
    assertThat(edge.get("/live.ts").status()).isEqualTo(503);
    assertThat(first.isDisconnected()).isFalse();
  }

  @Test
  void tellsOfItsViewers() {
    start("front", "music");
    TsViewer viewer = edge.watchTs("/live.ts");
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
        assertThat(kind).isEqualTo(BINARY);
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

    TsViewer refused = edge.openTs("/front/live.ts");
    refused.awaitDisconnect();
    assertThat(refused.failure().orElseThrow()).contains("404");
  }
}
