package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cameras that are added, changed and removed while the ingest runs. */
class CameraRosterTest {

  private static final SourcePolicy ON_DEMAND = SourcePolicy.DEFAULT;

  /** The other camera has shown as many pictures to nobody. */
  private static final int FIRST_OF_THE_OTHER = 10;

  private final Vertx vertx = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(vertx, CameraOptions.defaults().manual());
  private final FakeCamera other = FakeCamera.start(vertx, CameraOptions.defaults().manual());
  private final ChangingIngest ingest = ChangingIngest.start(vertx);

  @BeforeEach
  void tellTheCamerasApart() {
    for (int i = 0; i < FIRST_OF_THE_OTHER; i++) {
      other.sendFrame();
    }
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void pullsACameraThatIsAdded() {
    ingest.with("front", camera, ON_DEMAND).change();

    assertThat(ingest.streams()).containsExactly("front");
    TappedStream viewer = ingest.watch("front");
    camera.awaitStreamingClients(1);
    viewer.await(camera.sendFrame());
  }

  @Test
  void doesNotTouchACameraThatStaysAsItIs() {
    ingest.with("front", camera, ON_DEMAND).with("yard", other, ON_DEMAND).change();
    TappedStream viewer = ingest.watch("front");
    camera.awaitStreamingClients(1);
    viewer.await(camera.sendFrame());

    List<Runnable> changes =
        List.of(
            () -> ingest.with("yard", other, lingering(1)).change(),
            () -> ingest.without("yard").change(),
            () -> ingest.with("garden", other, ON_DEMAND).change(),
            () -> ingest.with("front", camera, lingering(10)).change());
    for (Runnable change : changes) {
      change.run();
      viewer.await(camera.sendFrame());
    }

    assertThat(viewer.stamps()).containsExactly(0, 1, 2, 3, 4);
    assertThat(viewer.sequences()).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(viewer.epochs()).hasSize(1);
    assertThat(camera.connectionsEver()).isEqualTo(1);
  }

  @Test
  void announcesTheOrderOfTheConfigurationAndDoesNotTouchACameraThatMoves() {
    ingest.with("front", camera, ON_DEMAND).with("yard", other, ON_DEMAND).change();
    TappedStream viewer = ingest.watch("front");
    camera.awaitStreamingClients(1);
    viewer.await(camera.sendFrame());
    assertThat(ingest.status("front").position()).isEqualTo(0);
    assertThat(ingest.status("yard").position()).isEqualTo(1);

    ingest.without("front").with("front", camera, ON_DEMAND).change();

    Await.until("the front is announced as the last", () -> ingest.status("front").position() == 1);
    assertThat(ingest.status("yard").position()).isEqualTo(0);
    viewer.await(camera.sendFrame());
    assertThat(camera.connectionsEver()).isEqualTo(1);
  }

  @Test
  void movesTheViewersToTheCameraThatAStreamHasNow() {
    ingest.with("front", camera, ON_DEMAND).change();
    TappedStream viewer = ingest.watch("front");
    camera.awaitStreamingClients(1);
    for (int i = 0; i < 3; i++) {
      viewer.await(camera.sendFrame());
    }

    ingest.with("front", other, ON_DEMAND).change();
    other.awaitStreamingClients(1);
    viewer.await(other.sendFrame());

    assertThat(viewer.sequences()).as("numbered on").containsExactly(0L, 1L, 2L, 3L);
    assertThat(viewer.stamps()).containsExactly(0, 1, 2, FIRST_OF_THE_OTHER);
    assertThat(viewer.isEnded()).isFalse();
    Await.until("the old camera is left alone", () -> camera.connections() == 0);
    assertThat(ingest.metric("sightline.camera.live", "front")).isEqualTo(1);
    assertThat(ingest.metric("sightline.camera.frames", "front")).isEqualTo(4);
  }

  @Test
  void connectsAChangedCameraOnlyIfSomebodyWatches() {
    ingest.with("front", camera, ON_DEMAND).change();

    ingest.with("front", other, ON_DEMAND).change();
    ingest.with("front", other, lingering(1)).change();

    assertThat(camera.connectionsEver()).isZero();
    assertThat(other.connectionsEver()).isZero();
  }

  @Test
  void givesACameraItsRestAcrossAChange() {
    ingest.with("front", camera, resting(10)).change();
    TappedStream viewer = ingest.watch("front");
    camera.awaitStreamingClients(1);
    viewer.await(camera.sendFrame());

    ingest.with("front", camera, resting(20)).with("yard", other, ON_DEMAND).change();
    TappedStream elsewhere = ingest.watch("yard");
    other.awaitStreamingClients(1);
    elsewhere.await(other.sendFrame());

    assertThat(camera.connectionsEver()).isEqualTo(1);
    assertThat(viewer.isEnded()).isFalse();
  }

  @Test
  void endsTheStreamOfACameraThatIsRemoved() {
    ingest.with("front", camera, ON_DEMAND).with("yard", other, ON_DEMAND).change();
    TappedStream viewer = ingest.watch("front");
    TappedStream stays = ingest.watch("yard");
    camera.awaitStreamingClients(1);
    other.awaitStreamingClients(1);
    viewer.await(camera.sendFrame());

    ingest.without("front").change();

    viewer.awaitEnd();
    Await.until("the camera is left alone", () -> camera.connections() == 0);
    assertThat(ingest.streams()).containsExactly("yard");
    assertThat(ingest.metric("sightline.camera.live", "front")).isNaN();
    assertThat(ingest.metric("sightline.camera.frames", "front")).isEqualTo(1);
    stays.await(other.sendFrame());
    assertThat(stays.isEnded()).isFalse();
  }

  @Test
  void removesACameraThatNobodyWatchesAndAddsAnother() {
    ingest.with("front", camera, ON_DEMAND).change();

    ingest.without("front").with("yard", other, ON_DEMAND).change();
    TappedStream viewer = ingest.watch("yard");
    other.awaitStreamingClients(1);
    viewer.await(other.sendFrame());

    assertThat(ingest.streams()).containsExactly("yard");
    assertThat(camera.connectionsEver()).isZero();
    assertThat(ingest.metric("sightline.camera.live", "front")).isNaN();
    assertThat(ingest.metric("sightline.camera.live", "yard")).isEqualTo(1);
  }

  /** One stream with two cameras, which the reader of the file refuses. */
  @Test
  void tellsOfAChangeThatIsImpossibleAndTakesTheNext() {
    CameraConfig front =
        new CameraConfig(new StreamId("front"), SourceUrl.parse(camera.url()), ON_DEMAND);
    Future<Void> impossible = ingest.changeTo(List.of(front, front));
    Await.until("it has failed", impossible::failed);

    ingest.with("front", camera, ON_DEMAND).change();

    TappedStream viewer = ingest.watch("front");
    camera.awaitStreamingClients(1);
    viewer.await(camera.sendFrame());
  }

  @Test
  void goesOnCountingWhenAStreamIsBack() {
    ingest.with("front", camera, ON_DEMAND).change();
    TappedStream first = ingest.watch("front");
    camera.awaitStreamingClients(1);
    first.await(camera.sendFrame());
    ingest.without("front").change();
    first.awaitEnd();

    ingest.with("front", other, ON_DEMAND).change();
    other.awaitStreamingClients(1);
    TappedStream second = ingest.watch("front");
    second.await(other.sendFrame());

    assertThat(second.sequences()).containsExactly(1L);
    assertThat(first.sequences()).as("who is still there").containsExactly(0L, 1L);
    assertThat(ingest.metric("sightline.camera.frames", "front")).isEqualTo(2);
    assertThat(ingest.metric("sightline.camera.live", "front")).isEqualTo(1);
  }

  @Test
  void followsCamerasThatChangeTheirNames() {
    ingest.with("front", camera, always()).with("yard", other, always()).change();
    camera.awaitStreamingClients(1);
    TappedStream viewer = ingest.watch("front");
    viewer.await(camera.sendFrame());

    ingest.with("front", other, always()).with("yard", camera, always()).change();
    other.awaitStreamingClients(1);
    viewer.await(other.sendFrame());

    ingest.without("yard").with("gate", camera, always()).change();
    TappedStream gate = ingest.watch("gate");
    camera.awaitStreamingClients(1);
    gate.await(camera.sendFrame());
  }

  /**
   * Told by the system, since a fake camera may notice a new connection before an old one's end.
   */
  @Test
  void hasClosedTheOldConnectionsBeforeItOpensNewOnes() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:%d/".formatted(server.getLocalPort());
      ingest.with("front", url, always()).change();
      Socket before = server.accept();

      for (String stream : List.of("yard", "gate", "front")) {
        ingest.without("front").without("yard").without("gate").with(stream, url, always());
        ingest.change();
        Socket next = server.accept();
        before.setSoTimeout(1);
        before.getInputStream().readAllBytes();
        before.close();
        before = next;
      }
      before.close();
    }
  }

  private static SourcePolicy lingering(int seconds) {
    return policy(true, Duration.ofSeconds(seconds));
  }

  /** With far more time between two attempts than the test takes. */
  private static SourcePolicy resting(int lingerSeconds) {
    return Policies.patient()
        .linger(Duration.ofSeconds(lingerSeconds))
        .retry(
            new RetryPolicy(
                Policies.SOON, Policies.SOON, Policies.SOON, Policies.SOON, Policies.LONG))
        .policy();
  }

  private static SourcePolicy always() {
    return policy(false, SourcePolicy.DEFAULT.linger());
  }

  private static SourcePolicy policy(boolean onDemand, Duration linger) {
    SourcePolicy defaults = SourcePolicy.DEFAULT;
    return new SourcePolicy(
        onDemand,
        linger,
        defaults.connectTimeout(),
        defaults.stallTimeout(),
        defaults.limits(),
        defaults.retry(),
        defaults.pollEvery(),
        defaults.request(),
        defaults.link());
  }
}
