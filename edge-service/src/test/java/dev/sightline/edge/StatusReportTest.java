package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of an edge that serves viewers; its plain figures are in {@link EdgeRouterTest}. */
class StatusReportTest {

  private final EdgeFixture edge = edge();

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void tellsHowMuchGoesOutEachSecondAsItIsSent() {
    edge.start("front", "yard");
    edge.watch("/front/stream");
    edge.awaitViewers(1);

    Await.until(
        "a rate is told",
        () -> {
          edge.publish();
          return ratesOf("front").getDouble("framesOut") > 0;
        });

    JsonObject rates = ratesOf("front");
    double bitsPerFrame = rates.getDouble("bitsOut") / rates.getDouble("framesOut");
    assertThat(bitsPerFrame).as("more than the bare pictures").isGreaterThan(8 * 5_000);
    assertThat(ratesOf("yard").getDouble("framesOut")).isZero();
    assertThat(report("/status.json").getJsonObject("rates").getDouble("framesOut")).isPositive();
  }

  @Test
  void tellsHowMuchComesFromTheCamera() {
    edge.start("front");
    long begin = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    int[] frames = {0};

    Await.until(
        "a rate is told",
        () -> {
          frames[0]++;
          long capturedAt = begin + frames[0] * 100_000L;
          edge.ingest().announce(live(frames[0], frames[0] * 1_000L, capturedAt));
          return ratesOf("front").getDouble("framesIn") > 0;
        });

    assertThat(ratesOf("front").getDouble("framesIn")).isEqualTo(10);
    assertThat(ratesOf("front").getInteger("bitsIn")).isEqualTo(80_000);
  }

  @Test
  void tellsHowOldTheNewestPictureIs() {
    edge.start("front");
    Instant captured = Instant.now().minus(Duration.ofMinutes(1)).truncatedTo(ChronoUnit.MICROS);
    edge.ingest().announce(live(1, 1, ChronoUnit.MICROS.between(Instant.EPOCH, captured)));
    Await.until(
        "it is known", () -> stream("front").getString("newestAt").equals(captured.toString()));

    assertThat(stream("front").getLong("ageMillis")).isBetween(60_000L, 90_000L);
  }

  @Test
  void tellsNoAgeAndNoSizeBeforeTheFirstPicture() {
    edge.start("front");
    edge.ingest().announce(live(0, 0, 0));
    Await.until("it is known", () -> stream("front").getString("newestAt") == null);

    JsonObject stream = stream("front");

    assertThat(stream.getMap()).containsEntry("ageMillis", null).containsEntry("resolution", null);
  }

  @Test
  void takesAPictureOfAClockThatIsAheadForNew() {
    edge.start("front");
    Instant later = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.MICROS);
    edge.ingest().announce(live(1, 1, ChronoUnit.MICROS.between(Instant.EPOCH, later)));
    Await.until(
        "it is known", () -> stream("front").getString("newestAt").equals(later.toString()));

    assertThat(stream("front").getLong("ageMillis")).isZero();
  }

  @Test
  void tellsHowEachViewerIsServedAndNotWhoItIs() {
    edge.start("front", "yard");
    TestViewer viewer = edge.watch("/front/stream?key=abc");
    edge.publish();
    viewer.awaitFrames(1);
    Await.until("the viewer is told of", () -> viewersOf("front").size() == 1);
    Await.until("its frame too", () -> sent(viewersOf("front")) == 1);

    JsonObject told = viewersOf("front").getJsonObject(0);

    assertThat(told.fieldNames())
        .containsExactlyInAnyOrder(
            "id", "kind", "since", "framesSent", "framesDropped", "framesPerSecond", "key");
    assertThat(told.getString("kind")).isEqualTo("multipart");
    assertThat(told.getString("key")).isEqualTo("abc");
    assertThat(told.getString("id")).matches("[0-9a-f]{1,16}");
    assertThat(told.getInteger("framesDropped")).isZero();
    assertThat(Instant.parse(told.getString("since"))).isBefore(Instant.now());
    assertThat(edge.get("/front/status.json").text()).doesNotContain("127.0.0.1");
    assertThat(stream("front").containsKey("viewerList")).as("among several").isFalse();

    viewer.close();
    Await.until("it has left", () -> viewersOf("front").isEmpty());
  }

  @Test
  void speaksUstreamersWordsToo() {
    edge.start("front");
    edge.watch("/stream?key=abc&extra_headers=1&zero_data=1");
    edge.watch("/front/stream");
    Await.until("both are told of", () -> clients("/state").size() == 2);

    JsonObject state = report("/state");
    assertThat(report("/front/state").fieldNames()).isEqualTo(state.fieldNames());

    assertThat(state.getBoolean("ok")).isTrue();
    JsonObject result = state.getJsonObject("result");
    assertThat(result.getString("instance_id")).isEmpty();
    assertThat(result.getJsonObject("encoder"))
        .isEqualTo(new JsonObject().put("type", "HW").put("quality", 0));
    assertThat(result.getJsonObject("source"))
        .isEqualTo(
            new JsonObject()
                .put("resolution", new JsonObject().put("width", 64).put("height", 48))
                .put("online", true)
                .put("desired_fps", 0)
                .put("captured_fps", 0));
    JsonObject stream = result.getJsonObject("stream");
    assertThat(stream.getInteger("clients")).isEqualTo(2);
    assertThat(stream.getInteger("queued_fps")).isZero();
    assertThat(stream.getJsonObject("clients_stat").stream().map(e -> e.getValue()))
        .containsExactlyInAnyOrder(client("abc", true), client("0", false));
  }

  private static JsonObject client(String key, boolean isSpecial) {
    return new JsonObject()
        .put("fps", 0)
        .put("extra_headers", isSpecial)
        .put("advance_headers", false)
        .put("dual_final_frames", false)
        .put("zero_data", isSpecial)
        .put("key", key);
  }

  @Test
  void saysInUstreamersWordsThatTheCameraIsAway() {
    edge.start("front");
    edge.ingest().lose(TestFrames.FRONT, "it refuses the connection");

    Await.until(
        "it is offline",
        () ->
            !report("/state").getJsonObject("result").getJsonObject("source").getBoolean("online"));
  }

  @Test
  void hasNoStateOfSeveralStreams() {
    edge.start("front", "yard");

    assertThat(edge.get("/state").status()).isEqualTo(404);
    assertThat(edge.get("/garden/state").status()).isEqualTo(404);
    assertThat(edge.get("/yard/state").status()).isEqualTo(200);
  }

  private static StreamStatus live(long frames, long bytes, long capturedAt) {
    return new StreamStatus(
        TestFrames.FRONT,
        StreamKind.PICTURES,
        StreamState.LIVE,
        TestIngest.SINCE.toEpochMilli(),
        null,
        "http://camera",
        frames,
        bytes,
        1,
        0,
        0,
        0,
        capturedAt);
  }

  private JsonObject report(String path) {
    return new JsonObject(edge.get(path).body());
  }

  private JsonObject stream(String name) {
    return report("/status.json").getJsonArray("streams").stream()
        .map(JsonObject.class::cast)
        .filter(stream -> stream.getString("stream").equals(name))
        .findFirst()
        .orElseThrow();
  }

  private JsonObject ratesOf(String name) {
    return stream(name).getJsonObject("rates");
  }

  private JsonArray viewersOf(String name) {
    return report("/" + name + "/status.json")
        .getJsonArray("streams")
        .getJsonObject(0)
        .getJsonArray("viewerList");
  }

  private static int sent(JsonArray viewers) {
    return viewers.getJsonObject(0).getInteger("framesSent");
  }

  private JsonObject clients(String path) {
    return report(path)
        .getJsonObject("result")
        .getJsonObject("stream")
        .getJsonObject("clients_stat");
  }
}
