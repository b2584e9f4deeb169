package dev.sightline.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster of docker-compose.yml as it is shipped, and what its viewers see of faults; run by
 * {@code .ci/containers}, since it needs an engine. One cluster lives through all of it, in order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeCheck {

  private static final Logger LOG = LoggerFactory.getLogger(ComposeCheck.class);

  private static final int VIEWERS = 20;

  /**
   * What viewers may see of a fault at most: on a machine of its own 2, 4 and 8 s, here the engine,
   * nodes that start and the viewers share two cores.
   */
  private static final Duration EDGE_LOST = Duration.ofSeconds(6);

  private static final Duration INGEST_LOST = Duration.ofSeconds(10);

  /** Less than it lasts, so another one must have taken over. */
  private static final Duration INGEST_SILENT = Duration.ofSeconds(16);

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private static Path directory;

  private static final Vertx outside = Vertx.vertx();
  private static final Compose compose = new Compose();
  private static final List<Sight> sights = new ArrayList<>();
  private static FakeCamera camera;

  @BeforeAll
  static void fromNothing() {
    compose.run("down", "--volumes", "--remove-orphans");
    camera = FakeCamera.start(outside, CameraOptions.defaults().withHost("0.0.0.0"));
  }

  @AfterAll
  static void down() {
    compose.run("down", "--volumes", "--remove-orphans");
    camera.close();
    Await.result(outside.close());
    Report.add(Sight.table(sights));
  }

  @Test
  @Order(1)
  void isUpByOneCommandAndShowsTheDemo() {
    Instant begun = Instant.now();
    compose.run("up", "--build", "--wait");
    LOG.info("up --build --wait: {} s", Duration.between(begun, Instant.now()).toSeconds());
    try (Audience audience = Audience.watching(compose.url("/demo/stream"), VIEWERS)) {
      audience.awaitMoreFrames(50);
      assertThat(saw(audience, "none, the demo as shipped").ended()).isZero();
    }
  }

  /** Frames of this camera can be told from all others, and it knows how many connect to it. */
  @Test
  @Order(2)
  void takesAnotherCamera() throws IOException {
    Path file = directory.resolve("camera.yml");
    String text =
        """
        services:
          ingest:
            command: [--camera, "demo=http://camera:8090/", --camera, "front=http://%s:%d/"]
        """;
    Files.writeString(file, text.formatted(Docker.gateway(), camera.port()));
    compose.add(file.toString());
    compose.run("up", "--wait");
    try (Audience audience = front()) {
      audience.awaitMoreFrames(50);
      assertThat(saw(audience, "none").ended()).isZero();
    }
  }

  @Test
  @Order(3)
  void losesAnEdge() {
    try (Audience audience = front()) {
      String edge = busiestEdge();
      int its = (int) Docker.metric(edge, "sightline_viewers");
      Docker.run("kill", edge);
      audience.awaitMoreFrames(50);
      compose.run("up", "--wait", "--no-recreate");
      audience.awaitMoreFrames(50);
      Sight saw = saw(audience, "`docker kill` of an edge with %d viewers".formatted(its));
      assertThat(saw.ended()).isEqualTo(its);
      assertThat(saw.silence()).isLessThan(EDGE_LOST);
    }
  }

  @Test
  @Order(4)
  void losesTheIngestThatHasTheCamera() {
    try (Audience audience = front()) {
      Docker.run("kill", owner());
      audience.awaitMoreFrames(50);
      compose.run("up", "--wait", "--no-recreate");
      audience.awaitMoreFrames(50);
      Sight saw = saw(audience, "`docker kill` of the owning ingest");
      assertThat(saw.ended()).isZero();
      assertThat(saw.silence()).isLessThan(INGEST_LOST);
    }
  }

  @Test
  @Order(5)
  void hasAnEdgeThatStandsStill() {
    try (Audience audience = front()) {
      String edge = busiestEdge();
      int its = (int) Docker.metric(edge, "sightline_viewers");
      paused(edge, Duration.ofSeconds(20));
      awaitHealthy(edge);
      audience.awaitMoreFrames(50);
      Sight saw = saw(audience, "`docker pause` of an edge with %d viewers, 20 s".formatted(its));
      assertThat(saw.ended()).isEqualTo(its);
    }
  }

  @Test
  @Order(6)
  void hasAnIngestThatStandsStill() {
    try (Audience audience = front()) {
      String ingest = owner();
      paused(ingest, Duration.ofSeconds(20));
      awaitHealthy(ingest);
      audience.awaitMoreFrames(50);
      Sight saw = saw(audience, "`docker pause` of the owning ingest, 20 s");
      assertThat(saw.ended()).isZero();
      assertThat(saw.silence()).isLessThan(INGEST_SILENT);
    }
  }

  @Test
  @Order(7)
  void hasAnEdgeThatIsCutOff() {
    try (Audience audience = front()) {
      cutOff(busiestEdge(), audience);
      assertThat(
              saw(audience, "`docker network disconnect` of an edge from the nodes, 20 s").ended())
          .isZero();
    }
  }

  @Test
  @Order(8)
  void hasAnIngestThatIsCutOff() {
    try (Audience audience = front()) {
      cutOff(owner(), audience);
      Sight saw = saw(audience, "the same of the owning ingest");
      assertThat(saw.ended()).isZero();
      assertThat(saw.silence()).isLessThan(INGEST_SILENT);
    }
  }

  @Test
  @Order(9)
  void growsAndShrinks() {
    try (Audience audience = front()) {
      compose.run("up", "--wait", "--no-recreate", "--scale", "edge=5");
      audience.awaitMoreFrames(50);
      Sight grown = saw(audience, "`--scale edge=5`");
      assertThat(grown.ended()).isZero();
      try (Audience more = front()) {
        assertThat(compose.containers("edge")).hasSize(5).allMatch(edge -> viewers(edge) > 0);
        compose.run("up", "--wait", "--no-recreate", "--scale", "edge=2");
        audience.awaitMoreFrames(50);
        more.awaitMoreFrames(50);
        assertThat(saw(more, "`--scale edge=2`, of 5").refused()).isZero();
        assertThat(saw(audience, "both").refused()).isZero();
      }
    }
  }

  @Test
  @Order(10)
  void endsCleanly() {
    try (Audience audience = front()) {
      audience.awaitMoreFrames(10);
      Instant begun = Instant.now();
      compose.run("stop");
      LOG.info("stop: {} s", Duration.between(begun, Instant.now()).toSeconds());
      for (String service : List.of("edge", "ingest", "camera")) {
        assertThat(compose.containers(service))
            .extracting(name -> Docker.inspect(name, "{{.Name}} {{.State.ExitCode}}"))
            .allMatch(ended -> ended.endsWith(" 143"));
      }
    }
  }

  private static Audience front() {
    return Audience.watching(compose.url("/front/stream"), VIEWERS);
  }

  private static Sight saw(Audience audience, String fault) {
    Sight saw = audience.saw(fault);
    sights.add(saw);
    LOG.info("{}", saw.row());
    assertThat(saw.corrupt()).isZero();
    return saw;
  }

  private static double viewers(String edge) {
    return Docker.metric(edge, "sightline_viewers");
  }

  private static String busiestEdge() {
    Await.until(
        "nobody else is watching",
        () ->
            compose.containers("edge").stream().mapToDouble(ComposeCheck::viewers).sum()
                == VIEWERS);
    return compose.containers("edge").stream()
        .max(Comparator.comparingDouble(ComposeCheck::viewers))
        .orElseThrow();
  }

  /** The ingest that the camera is connected to. */
  private static String owner() {
    return compose.containers("ingest").stream()
        .filter(name -> Docker.metric(name, "sightline_camera_live{stream=\"front\"}") == 1)
        .findFirst()
        .orElseThrow();
  }

  private static void paused(String container, Duration time) {
    Docker.run("pause", container);
    try {
      pass(time);
    } finally {
      Docker.run("unpause", container);
    }
  }

  /**
   * Takes a container from the network of the nodes, and puts it back as Compose has it there: with
   * the same address, which is the lowest free one.
   */
  private static void cutOff(String container, Audience audience) {
    String network = compose.network("nodes");
    String address = address(container, network);
    Docker.run("network", "disconnect", network, container);
    try {
      pass(Duration.ofSeconds(20));
    } finally {
      Docker.run("network", "connect", "--alias", "nodes", network, container);
    }
    assertThat(address(container, network)).isEqualTo(address);
    awaitHealthy(container);
    audience.awaitMoreFrames(50);
  }

  private static String address(String container, String network) {
    return Docker.inspect(
        container, "{{(index .NetworkSettings.Networks \"%s\").IPAddress}}".formatted(network));
  }

  /** How long a fault lasts is part of it. */
  private static void pass(Duration time) {
    Instant end = Instant.now().plus(time);
    Await.until(PATIENCE, () -> "time passes", () -> Instant.now().isAfter(end));
  }

  private static void awaitHealthy(String container) {
    Await.until(
        PATIENCE,
        () -> "healthy: " + Docker.run("logs", "--tail", "20", container),
        () -> Docker.inspect(container, "{{.State.Health.Status}}").equals("healthy"));
  }
}
