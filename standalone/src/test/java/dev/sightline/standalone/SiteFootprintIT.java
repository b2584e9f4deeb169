package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a site takes of a small machine, as {@code ./sightline site} starts it. */
class SiteFootprintIT {

  private static final Logger LOG = LoggerFactory.getLogger(SiteFootprintIT.class);

  private static final String TOKEN = "s3cret-of-the-garden";
  private static final long MOST_KIB = 128 << 10;

  /** As cameras of full HD have them, at a fair quality. */
  private static final CameraOptions FULL_HD =
      CameraOptions.defaults().withFps(25).withFrameSize(250_000);

  @TempDir private Path directory;

  private final Vertx outside = Vertx.vertx();
  private final List<AutoCloseable> started = new ArrayList<>();
  private NodeProcess relay;

  @BeforeEach
  void startRelay() throws IOException {
    Requires.file(Path.of("/proc/self/status"));
    Path file = directory.resolve("relay.yaml");
    Files.writeString(file, "uplinks: {garden: {token: %s}}".formatted(TOKEN));
    relay = add(NodeProcess.start("--config", file.toString()).awaitUp());
  }

  @AfterEach
  void stop() throws Exception {
    for (int i = started.size(); i > 0; i--) {
      started.get(i - 1).close();
    }
    Await.result(outside.close());
  }

  @Test
  void threeCamerasOfFullHdAreTakenIn128MiB() {
    NodeProcess site = site(Map.of(), 3, FULL_HD);
    List<TestViewer> viewers = IntStream.range(0, 3).mapToObj(this::watch).toList();

    viewers.forEach(viewer -> viewer.awaitFrames(200));

    LOG.info("memory of a site with three cameras: {} KiB at most", site.peakResidentKiB());
    assertThat(viewers).allMatch(viewer -> viewer.tally().corrupt() == 0);
    assertThat(site.peakResidentKiB()).isLessThan(MOST_KIB);
  }

  /** There are processors for which Netty has no library. */
  @Test
  void doesWithoutNettysOwnSockets() throws IOException {
    NodeProcess site =
        site(
            Map.of("SIGHTLINE_JAVA_OPTS", "-Dio.netty.transport.noNative=true"),
            1,
            CameraOptions.defaults());

    TestViewer viewer = watch(0);

    viewer.awaitFrames(20);
    assertThat(viewer.tally().corrupt()).isZero();
    assertThat(mapsOf(site)).doesNotContain("netty_transport_native");
    assertThat(mapsOf(relay)).contains("netty_transport_native");
  }

  private static String mapsOf(NodeProcess node) throws IOException {
    return Files.readString(Path.of("/proc/%d/maps".formatted(node.program().pid())));
  }

  private NodeProcess site(Map<String, String> variables, int cameras, CameraOptions options) {
    List<String> arguments = new ArrayList<>(List.of("site"));
    arguments.addAll(List.of("--to", "ws://127.0.0.1:" + relay.viewersPort(), "--token", TOKEN));
    for (int i = 0; i < cameras; i++) {
      FakeCamera camera = add(FakeCamera.start(outside, options));
      arguments.addAll(List.of("--camera", "camera-%d=%s".formatted(i, camera.url())));
    }
    NodeProcess site =
        NodeProcess.start(List.of(), "127.0.0.1", variables, arguments.toArray(String[]::new));
    return add(site.awaitUp());
  }

  private TestViewer watch(int camera) {
    String path = "/camera-%d/".formatted(camera);
    Await.until(
        "the relay knows it",
        () -> TestViewer.get(relay.url(path + "status.json")).status() == 200);
    return add(TestViewer.open(outside, relay.url(path + "stream")));
  }

  private <T extends AutoCloseable> T add(T started) {
    this.started.add(started);
    return started;
  }
}
