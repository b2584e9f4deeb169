package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.sightline.bus.RelayBus;
import dev.sightline.frame.StreamId;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.LogConfig;
import dev.sightline.node.ManagementConfig;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.RelayNode;
import dev.sightline.node.Role;
import dev.sightline.node.StartException;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.PushClient;
import dev.sightline.testkit.PushClient.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** The port of an ingest whose one camera nobody watches. */
class IngestRouterTest {

  private RelayNode node;
  private RelayBus bus;
  private int port;

  @BeforeEach
  void start() throws StartException {
    ManagementConfig off = new ManagementConfig("127.0.0.1", OptionalInt.empty());
    node =
        RelayNode.start(new NodeConfig(Role.STANDALONE, off, Optional.empty(), LogConfig.DEFAULT));
    bus = Await.result(RelayBus.start(node.vertx(), node.metrics()));
    SourceUrl url = SourceUrl.parse("http://user:s3cret@127.0.0.1:1/video?password=s3cret");
    CameraConfig camera = new CameraConfig(new StreamId("front"), url, SourcePolicy.DEFAULT);
    IngestConfig config = new IngestConfig(List.of(camera), SourcePolicy.DEFAULT);
    HttpConfig http = new HttpConfig("127.0.0.1", 0);
    port = Await.result(IngestRole.start(node, bus, config, http)).port();
    awaitListed("front");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void tellsOfItsStreams() {
    HttpReply reply = request("/status.json").send();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    JsonObject report = new JsonObject(reply.body());
    assertThat(report.getString("node")).isEqualTo("local");
    JsonObject stream = report.getJsonArray("streams").getJsonObject(0);
    assertThat(stream.remove("since")).isInstanceOf(Long.class);
    assertThat(stream)
        .isEqualTo(
            new JsonObject()
                .put("stream", "front")
                .put("kind", "pictures")
                .put("state", "IDLE")
                .put("reason", null)
                .put("source", "http://127.0.0.1:1/video?…")
                .put("frames", 0)
                .put("bytes", 0)
                .put("connects", 0)
                .put("position", 0)
                .put("width", 0)
                .put("height", 0)
                .put("newestAt", 0)
                .put("framesSent", 0)
                .put("framesDropped", 0));
  }

  @Test
  void sendsViewersToAnEdge() {
    for (String path : List.of("/", "/front/stream", "/status")) {
      HttpReply reply = request(path).send();

      assertThat(reply.status()).as(path).isEqualTo(404);
      assertThat(reply.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
      assertThat(reply.text()).isEqualTo("This is an ingest; viewers go to an edge.\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PUT /front/frames?token=geheim%ss", "POST /upload/geheim?a=%", "GET /%zz/geheim"})
  void keepsABrokenUrlOutOfTheLog(String line) {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    log.start();
    root.addAppender(log);
    try (PushClient client = PushClient.connect(port)) {
      Reply reply = client.endless(line).reply();

      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.body()).contains("broken").doesNotContain("geheim");
      client.awaitClosed();
    } finally {
      root.detachAppender(log);
    }
    assertThat(List.copyOf(log.list))
        .noneMatch(event -> told(event).contains("geheim"))
        .noneMatch(event -> event.getLevel().levelStr.equals("ERROR"));
  }

  @Test
  void speaksNoHttp2() {
    try (PushClient client = PushClient.connect(port)) {
      Reply reply =
          client
              .head(
                  "GET /status.json",
                  new String[] {"Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c"},
                  "HTTP2-Settings: AAMAAABkAAQAAP__")
              .reply();

      assertThat(reply.status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT /frames", "POST /front/frame"})
  void readsNoBodyForEverThatNobodyWants(String line) {
    try (PushClient client = PushClient.connect(port)) {
      client.endless(line).chunk(Buffer.buffer("lorem"));

      assertThat(client.reply().status()).isEqualTo(404);
      client.awaitClosed();
    }
  }

  private static String told(ILoggingEvent event) {
    return event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy());
  }

  private PlainRequest request(String path) {
    return PlainRequest.get("http://127.0.0.1:" + port + path);
  }

  private void awaitListed(String stream) {
    Await.until(
        "the stream is listed", () -> bus.directory().find(new StreamId(stream)).isPresent());
  }
}
