package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.RelayBus;
import dev.sightline.node.ConnectionLimits;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.LogConfig;
import dev.sightline.node.ManagementConfig;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.RelayNode;
import dev.sightline.node.Role;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.PushClient;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections to the port of an ingest that are too many, or on which nothing happens. */
class IngestConnectionsTest {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Buffer NOTHING = Buffer.buffer();
  private static final Buffer JPEG = SampleJpegs.frame(0, 20_000, Instant.EPOCH);

  private RelayNode node;
  private int port;

  private void start(ConnectionLimits limits) throws Exception {
    ManagementConfig off = new ManagementConfig("127.0.0.1", OptionalInt.empty());
    node =
        RelayNode.start(new NodeConfig(Role.STANDALONE, off, Optional.empty(), LogConfig.DEFAULT));
    RelayBus bus = Await.result(RelayBus.start(node.vertx(), node.metrics()));
    IngestConfig config = new IngestConfig(List.of(PushedStream.OPEN), SourcePolicy.DEFAULT);
    HttpConfig http = new HttpConfig("127.0.0.1", 0);
    port = Await.result(IngestRole.start(node, bus, config, http, limits)).port();
    Await.until("the stream is there", () -> bus.directory().find(PushedStream.STREAM).isPresent());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private double ended(String reason) {
    return node.registry()
        .get("sightline.connections.ended")
        .tag("reason", reason)
        .counter()
        .count();
  }

  @Test
  void areEndedWithoutARequest() throws Exception {
    start(new ConnectionLimits(10, SHORT, LONG, LONG));
    try (PushClient silent = PushClient.connect(port);
        PushClient slow = PushClient.connect(port).send(Buffer.buffer("PUT /front/fra"))) {
      silent.awaitClosed();
      slow.awaitClosed();
    }
    assertThat(ended("request")).isEqualTo(2);
  }

  @Test
  void areEndedWhenNoFurtherRequestComes() throws Exception {
    start(new ConnectionLimits(10, LONG, SHORT, LONG));
    try (PushClient client = PushClient.connect(port)) {
      assertThat(client.exchange("GET /status.json", NOTHING).status()).isEqualTo(200);
      client.awaitClosed();
    }
    assertThat(ended("idle")).isEqualTo(1);
  }

  @Test
  void areClosedBeyondTheLimitUntilOneEnds() throws Exception {
    start(new ConnectionLimits(1, LONG, LONG, LONG));
    try (PushClient first = PushClient.connect(port)) {
      assertThat(first.exchange("GET /status.json", NOTHING).status()).isEqualTo(200);
      PushClient.connect(port).awaitClosed();
      assertThat(ended("limit")).isEqualTo(1);
    }
    Await.until(
        "there is room",
        () -> {
          try (PushClient next = PushClient.connect(port)) {
            return next.exchange("GET /status.json", NOTHING).status() == 200;
          } catch (RuntimeException e) {
            return false;
          }
        });
  }

  /** Their sources look after them. */
  @Test
  void stayWhileSomethingIsPushedHoweverSeldom() throws Exception {
    start(new ConnectionLimits(10, SHORT, SHORT, SHORT));
    try (PushClient push = PushClient.connect(port).endless("PUT /front/frames")) {
      push.chunk(JPEG);
      for (int i = 0; i < 2; i++) {
        PushClient.connect(port).awaitClosed();
      }
      push.chunk(JPEG);
      assertThat(push.lastChunk().reply().body()).contains("\"frames\":2");
      push.awaitClosed();
    }
    assertThat(ended("idle")).isEqualTo(1);
  }
}
