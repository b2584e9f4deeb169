package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Alone;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.ViewerTally;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One node that pulls hostile cameras, all at the same time, and a good one. */
@Alone
class HostileCameraIT {

  private static final Logger LOG = LoggerFactory.getLogger(HostileCameraIT.class);

  /** Tried again soon, so that each camera does its worst several times. */
  private static final String CONFIG =
      """
      ingest:
        connect-timeout: 2s
        stall-timeout: 2s
        max-frame-size: 1MiB
        retry:
          first: 500ms
          max: 500ms
      edge:
        offline-picture: off
      cameras:
        good: %s
      %s
      """;

  /** Java's own heap is fixed at this, so that what grows besides it can be seen. */
  private static final String FIXED_HEAP = "-Xms64m -Xmx64m -XX:+AlwaysPreTouch";

  /** Few, since all the cameras of this test, and other tests, share the machine with the node. */
  private static final double GOOD_FPS = 4;

  private static final int GOOD_FRAMES = 20;

  /**
   * None is missed on a machine that has time for all of this. On a busy one the node may be kept
   * from running until the next frame is there.
   */
  private static final double MOST_MISSED = 0.1;

  /** How often each camera is tried, but for one that refuses the credentials. */
  private static final int ATTEMPTS = 3;

  /** Requests per attempt: more than a reasonable number of redirects. */
  private static final int MOST_REQUESTS = 20;

  /** A frame of the largest size and all that kernels hold on the way; far below 4 GB. */
  private static final long MOST_TAKEN = 32L << 20;

  /** The code and the buffers for all these cameras; far below what each of them sends. */
  private static final long MOST_GROWTH_KIB = 64 << 10;

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera good =
      FakeCamera.start(outside, CameraOptions.defaults().withFps(GOOD_FPS));
  private List<HostileCamera> hostile = List.of();
  private NodeProcess node;

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    node.close();
    hostile.forEach(HostileCamera::close);
    good.close();
    Await.result(outside.close());
  }

  @Test
  void hostileCamerasAreNamedAndBoundedAndHarmNoOther() throws IOException {
    start(EnumSet.complementOf(EnumSet.of(Hostility.FLOOD)));
    TestViewer viewer = watch("good");
    viewer.awaitFrames(GOOD_FRAMES);
    ViewerTally before = viewer.tally();
    long residentBefore = node.residentKiB();

    List<TestViewer> hopeful =
        hostile.stream().map(camera -> watch(camera.hostility().stream())).toList();
    hostile.forEach(this::awaitAttempts);
    viewer.awaitMoreFrames(GOOD_FRAMES);

    assertUnharmed(viewer, before);
    assertThat(growth(residentBefore)).isLessThan(MOST_GROWTH_KIB);
    assertThat(hostile).allSatisfy(this::assertNamed).allSatisfy(this::assertBounded);
    assertThat(hopeful).extracting(watching -> watching.tally().frames()).containsOnly(0L);
    assertThat(hopeful).noneMatch(TestViewer::isDisconnected);
  }

  @Test
  void aFloodOfPicturesHarmsNoOther() throws IOException {
    start(EnumSet.of(Hostility.FLOOD));
    TestViewer viewer = watch("good");
    viewer.awaitFrames(GOOD_FRAMES);
    ViewerTally before = viewer.tally();
    long residentBefore = node.residentKiB();

    TestViewer flooded = watch(Hostility.FLOOD.stream());
    viewer.awaitMoreFrames(2 * GOOD_FRAMES);

    assertUnharmed(viewer, before);
    assertThat(growth(residentBefore)).isLessThan(MOST_GROWTH_KIB);
    assertThat(hostile).allSatisfy(this::assertNamed);
    assertThat(flooded.tally().frames()).isPositive();
    assertThat(flooded.isDisconnected()).isFalse();
  }

  private void start(Set<Hostility> hostilities) throws IOException {
    hostile = hostilities.stream().map(HostileCamera::start).toList();
    String cameras =
        hostile.stream()
            .map(camera -> "  %s: %s".formatted(camera.hostility().stream(), camera.url()))
            .collect(Collectors.joining("\n"));
    Path config = directory.resolve("sightline.yaml");
    Files.writeString(config, CONFIG.formatted(good.url(), cameras));
    Map<String, String> environment = Map.of("SIGHTLINE_JAVA_OPTS", FIXED_HEAP);
    node =
        NodeProcess.start(List.of(), "127.0.0.1", environment, "--config", config.toString())
            .awaitUp();
  }

  private TestViewer watch(String stream) {
    return TestViewer.open(outside, node.url("/" + stream + "/stream"));
  }

  private void awaitAttempts(HostileCamera camera) {
    int attempts = camera.hostility() == Hostility.ENDLESS_REFUSAL ? 1 : ATTEMPTS;
    Await.until(
        "the camera is tried again: " + camera.hostility(),
        () -> status(camera).getInteger("connects") >= attempts && reason(camera).isPresent());
  }

  private static void assertUnharmed(TestViewer viewer, ViewerTally before) {
    ViewerTally now = viewer.tally();
    long missed = now.gaps() - before.gaps();
    long sent = missed + now.frames() - before.frames();
    LOG.info("beside the hostile ones {} of {} frames were missed", missed, sent);
    assertThat(missed).isLessThanOrEqualTo((long) (MOST_MISSED * sent));
    assertThat(now.corrupt()).isZero();
    assertThat(viewer.isDisconnected()).isFalse();
  }

  private long growth(long residentBefore) {
    long growth = node.peakResidentKiB() - residentBefore;
    LOG.info("the node has grown by {} KiB at most", growth);
    return growth;
  }

  private void assertNamed(HostileCamera camera) {
    assertThat(reason(camera).orElse(status(camera).getString("state")))
        .as("what is told of %s", camera.hostility())
        .containsPattern(camera.hostility().told());
  }

  private void assertBounded(HostileCamera camera) {
    int connects = status(camera).getInteger("connects");
    assertThat(camera.requests())
        .as("requests of %s", camera.hostility())
        .isLessThanOrEqualTo(connects * MOST_REQUESTS);
    if (camera.hostility() != Hostility.EMPTY_PARTS) { // They are read until the stall is noticed.
      assertThat(camera.mostWritten()).as("bytes of %s", camera.hostility()).isLessThan(MOST_TAKEN);
    }
  }

  private Optional<String> reason(HostileCamera camera) {
    return Optional.ofNullable(status(camera).getString("reason"));
  }

  private JsonObject status(HostileCamera camera) {
    String url = node.url("/" + camera.hostility().stream() + "/status.json");
    return new JsonObject(TestViewer.get(url).text()).getJsonArray("streams").getJsonObject(0);
  }
}
