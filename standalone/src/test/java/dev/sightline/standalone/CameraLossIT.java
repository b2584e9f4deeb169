package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.SeenFrame;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A camera that is away, silent, or refuses; and viewers who stay meanwhile. */
class CameraLossIT {

  private static final Logger LOG = LoggerFactory.getLogger(CameraLossIT.class);

  private final Vertx outside = Vertx.vertx();
  private final RelayFixture relay = relay().withSnapshotWait(Duration.ofMillis(100));
  private FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults());

  @AfterEach
  void stop() {
    relay.close();
    camera.close();
    Await.result(outside.close());
  }

  @Test
  void keepsItsViewersWhileTheCameraIsCutOffAndComesBack() {
    relay.with("front", camera).start();
    TestViewer one = watch();
    TestViewer other = watch();
    one.awaitFrames(3);
    other.awaitFrames(3);

    camera.cutMidFrame();
    camera.stopListening();
    awaitAttempts(5); // One each 200 ms: about a second.
    int before = camera.lastSequence();
    camera.listenAgain();
    Instant back = Instant.now();

    assertUnharmed(one, before);
    assertUnharmed(other, before);
    LOG.info("first picture {} ms after the camera's return", millisTo(one, before, back));
  }

  @Test
  void showsACardWhileTheCameraIsAwayAndItsPicturesAgainOnceItIsBack() {
    relay.with("front", camera).offlineAfter(Duration.ofSeconds(1)).start();
    TestViewer viewer = watch();
    viewer.awaitFrames(3);

    camera.cutMidFrame();
    camera.stopListening();
    viewer.awaitFrame("a card", frame -> frame.stamp().isEmpty());
    int before = camera.lastSequence();
    camera.listenAgain();

    viewer.awaitFrame("a picture again", frame -> frame.sequence() > before);
    assertThat(viewer.last().orElseThrow().stamp()).isPresent();
    assertThat(viewer.tally().corrupt()).isZero();
    assertThat(viewer.tally().backwards()).isZero();
  }

  @Test
  void beginsAStreamWhenTheCameraComesAtLast() {
    camera.stopListening();
    relay.with("front", camera).start();
    TestViewer viewer = watch();
    viewer.awaitHead();
    assertThat(viewer.status()).isEqualTo(200);
    awaitAttempts(1);

    camera.listenAgain();

    viewer.awaitFrames(3);
    assertThat(viewer.tally().corrupt()).isZero();
  }

  @Test
  void answersASnapshotWithoutAPictureWith503AndWhenToTryAgain() {
    camera.stopListening();
    relay.with("front", camera).start();

    HttpReply reply = TestViewer.get(relay.url("/front/snapshot"));

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.header("Retry-After")).matches("[1-9]\\d*");
    assertThat(reply.text()).contains("no picture");
  }

  @Test
  void tellsSinceWhenAndWhyThereIsNoPictureAndNoSecret() {
    camera.stopListening();
    Instant start = Instant.now();
    relay.with("front", "http://gatekeeper:opensesame@127.0.0.1:" + camera.port() + "/").start();
    TestViewer viewer = watch();
    awaitState("RETRYING");

    JsonObject status = status();

    assertThat(status.getString("reason")).isEqualTo("it refuses the connection");
    assertThat(status.getInstant("since")).isBetween(start.minusMillis(1), Instant.now());
    assertThat(status.encode()).doesNotContain("gatekeeper", "opensesame");
    assertThat(viewer.isDisconnected()).isFalse();
  }

  @Test
  void tellsSinceWhenTheCameraIsAwayHoweverOftenItIsTried() {
    relay.with("front", camera).start();
    TestViewer viewer = watch();
    viewer.awaitFrames(1);
    camera.stopListening();
    awaitState("RETRYING");
    Instant since = status().getInstant("since");

    awaitAttempts(3);
    awaitState("RETRYING");

    assertThat(status().getInstant("since")).isEqualTo(since);
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "snapshot", "status", "status.json"})
  void knowsNoOtherStream(String action) {
    relay.with("front", camera).start();

    HttpReply reply = TestViewer.get(relay.url("/back/" + action));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text()).startsWith("There is no stream named 'back' here");
  }

  @Test
  void givesUpACameraThatFallsSilentAndTriesAgain() {
    relay.stallingAfter(Duration.ofMillis(500)).with("front", camera).start();
    TestViewer viewer = watch();
    viewer.awaitFrames(3);

    camera.stall();
    Await.until("the relay has connected again", () -> camera.connectionsEver() >= 2);
    int before = camera.lastSequence();
    camera.resume();

    assertUnharmed(viewer, before);
    assertThat(camera.connections()).isEqualTo(1);
  }

  @Test
  void givesUpACameraThatAcceptsAndNeverAnswers() {
    camera.stall();
    relay.stallingAfter(Duration.ofMillis(500)).with("front", camera).start();
    TestViewer viewer = watch();
    Await.until("the relay has connected again", () -> camera.connectionsEver() >= 2);

    camera.resume();

    viewer.awaitFrames(3);
  }

  @Test
  void givesBasicCredentialsToTheCameraThatWantsThem() {
    camera.close();
    camera =
        FakeCamera.start(
            outside, CameraOptions.defaults().withCredentials("gatekeeper", "open sesame"));
    relay.with("front", "http://gatekeeper:open%20sesame@127.0.0.1:" + camera.port() + "/").start();

    watch().awaitFrames(3);

    assertThat(camera.requests()).hasSize(1);
  }

  private TestViewer watch() {
    return TestViewer.open(outside, relay.url("/front/stream"));
  }

  /** Waits until the relay has tried to reach the camera so many times more. */
  private void awaitAttempts(int count) {
    double wanted = attempts() + count;
    Await.until("the camera was tried again", () -> attempts() >= wanted);
  }

  private double attempts() {
    return relay.metric("sightline.camera.connects");
  }

  private void awaitState(String state) {
    Await.until("the state is " + state, () -> status().getString("state").equals(state));
  }

  private JsonObject status() {
    String report = TestViewer.get(relay.url("/front/status.json")).text();
    return new JsonObject(report).getJsonArray("streams").getJsonObject(0);
  }

  /** The same connection shows frames that the camera made later, and has shown whole ones only. */
  private static void assertUnharmed(TestViewer viewer, int before) {
    viewer.awaitFrame("a later picture", frame -> frame.sequence() > before);
    assertThat(viewer.tally().corrupt()).isZero();
    assertThat(viewer.tally().backwards()).isZero();
    assertThat(viewer.quirks()).isEmpty();
    assertThat(viewer.isDisconnected()).isFalse();
  }

  private static long millisTo(TestViewer viewer, int before, Instant from) {
    return viewer.seen().stream()
        .filter(frame -> frame.sequence() > before)
        .findFirst()
        .map(SeenFrame::arrivedAt)
        .map(arrival -> Duration.between(from, arrival).toMillis())
        .orElseThrow();
  }
}
