package dev.sightline.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
 * The manifests of k8s/manifests, run: each pod is a container with exactly its command, variables,
 * volumes, user, rights, limits and probes. No server of Kubernetes takes part; what its kubelet,
 * its Deployments and its Services do to pods is done by {@link Pod}, {@link PodCluster} and {@link
 * ServiceProxy}, on one machine. What a real cluster adds to that, delays between its machines
 * above all, isn't tested here.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PodsCheck {

  private static final Logger LOG = LoggerFactory.getLogger(PodsCheck.class);

  /** Half of them are there from the start, half come when there are more edges. */
  private static final int VIEWERS = 60;

  private static final Duration WITHOUT_PICTURE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Ready as a kubelet knows it, which asks every two seconds. */
  private static final String START_HEAD =
      """
      | pod | from start to ready | memory when ready |
      |---|---|---|
      """;

  private static final String EDGE = "sightline-edge";
  private static final String INGEST = "sightline-ingest";

  @TempDir private static Path directory;

  private static final Vertx outside = Vertx.vertx();
  private static final List<Sight> sights = new ArrayList<>();
  private static final List<String> starts = new ArrayList<>();
  private static PodCluster cluster;
  private static ServiceProxy service;
  private static FakeCamera camera;

  @BeforeAll
  static void create() {
    Manifests manifests = Manifests.read(Docker.HOME.resolve("k8s/manifests"));
    cluster = PodCluster.create(manifests, directory);
    service = cluster.serve("sightline");
    camera = FakeCamera.start(outside, CameraOptions.defaults().withHost("0.0.0.0"));
    cluster.templates().stream().map(PodTemplate::image).distinct().forEach(PodsCheck::build);
  }

  @AfterAll
  static void remove() {
    service.close();
    cluster.close();
    camera.close();
    Await.result(outside.close());
    Report.add(START_HEAD + String.join("\n", starts));
    Report.add(Sight.table(sights));
  }

  @Test
  @Order(1)
  void startAsTheManifestsSay() {
    cluster.templates().forEach(template -> cluster.scale(template, template.replicas()));
    awaitAvailable();
    noteStarts(cluster.pods());
    try (Audience audience = Audience.watching(service.url("/demo/stream"), 2)) {
      audience.awaitMoreFrames(20);
      assertThat(audience.saw("the demo").ended()).isZero();
    }
  }

  /** Frames of this camera can be told from all others, from cards and from repeats. */
  @Test
  @Order(2)
  void takeACameraFromAConfigMapThatChanges() {
    JsonObject data = cluster.data(INGEST);
    String config = data.getString("sightline.yaml");
    String front = "  front: http://%s:%d/".formatted(Docker.gateway(), camera.port());
    cluster.change(
        INGEST,
        Map.of("sightline.yaml", config.replace("cameras:\n", "cameras:\n" + front + "\n")));
    Await.until(
        "the edges know the camera",
        () -> TestViewer.get(service.url("/front/state")).status() == 200);
    assertUnharmed();
  }

  @Test
  @Order(3)
  void growAndShrinkWithoutAViewerBeingWithoutAPicture() {
    PodTemplate edge = cluster.template(EDGE);
    cluster.scale(edge, 1);
    awaitAvailable();
    try (Audience first = watching(VIEWERS / 2)) {
      cluster.scale(edge, 5);
      awaitAvailable();
      noteStarts(cluster.pods(EDGE).subList(1, 5));
      first.awaitMoreFrames(20);
      assertThat(saw(first, "edges from 1 to 5").ended()).isZero();
      try (Audience second = watching(VIEWERS / 2)) {
        assertThat(cluster.pods(EDGE)).hasSize(5).allMatch(pod -> viewers(pod) > 0);
        cluster.scale(edge, 1);
        awaitEnds(5);
        first.awaitMoreFrames(20);
        second.awaitMoreFrames(20);
        assertThat(saw(second, "edges from 5 to 1, who came when there were 5").ended())
            .isEqualTo(VIEWERS / 2 / 5 * 4);
        assertThat(saw(first, "edges from 1 to 5 to 1, who came before").ended()).isZero();
      }
    }
    assertUnharmed();
  }

  /** An update: as many as before are ready at any time, and each viewer has to move. */
  @Test
  @Order(4)
  void areReplacedOneByOne() {
    PodTemplate edge = cluster.template(EDGE);
    cluster.scale(edge, edge.replicas());
    awaitAvailable();
    int ended = cluster.ends().size();
    try (Audience audience = watching(VIEWERS)) {
      for (Pod old : cluster.pods(EDGE)) {
        cluster.scale(edge, edge.replicas() + 1);
        awaitAvailable();
        cluster.end(old);
        awaitEnds(++ended);
      }
      audience.awaitMoreFrames(20);
      assertThat(saw(audience, "all edges replaced, one by one").ended())
          .isGreaterThanOrEqualTo(VIEWERS);
    }
    assertUnharmed();
  }

  /** Whoever had the camera hands it over. */
  @Test
  @Order(5)
  void handCamerasOver() {
    PodTemplate ingest = cluster.template(INGEST);
    int ended = cluster.ends().size();
    try (Audience audience = watching(VIEWERS)) {
      for (Pod old : cluster.pods(INGEST)) {
        cluster.scale(ingest, ingest.replicas() + 1);
        awaitAvailable();
        cluster.end(old);
        awaitEnds(++ended);
      }
      audience.awaitMoreFrames(20);
      assertThat(saw(audience, "all ingests replaced, one by one").ended()).isZero();
    }
    assertUnharmed();
  }

  @Test
  @Order(6)
  void endByThemselves() {
    int before = cluster.ends().size();
    int running = cluster.pods().size();
    cluster.templates().forEach(template -> cluster.scale(template, 0));
    awaitEnds(before + running);
    cluster.ends().forEach(end -> LOG.info("{}", end));
    assertThat(cluster.ends()).allMatch(PodEnd::isInOrder);
  }

  private static Audience watching(int viewers) {
    return Audience.watching(service.url("/front/stream"), viewers);
  }

  private static Sight saw(Audience audience, String fault) {
    Sight saw = audience.saw(fault);
    sights.add(saw);
    LOG.info("{}", saw.row());
    assertThat(saw.corrupt()).isZero();
    assertThat(saw.refused()).isZero();
    assertThat(saw.silence()).isLessThan(WITHOUT_PICTURE);
    return saw;
  }

  private static void awaitAvailable() {
    Await.until(
        PATIENCE,
        () ->
            "available: "
                + cluster.pods().stream()
                    .filter(pod -> !pod.isAvailable())
                    .map(pod -> pod.name() + ": " + Docker.run("logs", pod.name()))
                    .toList(),
        () -> cluster.pods().stream().allMatch(Pod::isAvailable));
  }

  private static void awaitEnds(int count) {
    Await.until(
        PATIENCE,
        () -> "%d have ended, not %s".formatted(count, cluster.ends()),
        () -> cluster.ends().size() == count);
  }

  private static void assertUnharmed() {
    assertThat(cluster.pods()).allMatch(Pod::isAlive).allMatch(Pod::isReady);
    assertThat(cluster.ends()).allMatch(PodEnd::isInOrder);
  }

  private static double viewers(Pod pod) {
    return Docker.metric(pod.name(), "sightline_viewers");
  }

  private static void noteStarts(List<Pod> pods) {
    for (Pod pod : pods) {
      String memory =
          Docker.run("stats", "--no-stream", "--format", "{{.MemUsage}}", pod.name())
              .replaceFirst(" /.*", "");
      double seconds = pod.startTook().toMillis() / 1_000.0;
      starts.add(String.format(Locale.ROOT, "| %s | %.1f s | %s |", pod.name(), seconds, memory));
    }
  }

  /**
   * With the name that the manifest has; {@code sightline} is what is built when nothing is said.
   */
  private static void build(String image) {
    String target = image.replaceFirst(":.*", "").replaceFirst("^sightline-?", "");
    List<String> command = new ArrayList<>(List.of("build", "--quiet", "--tag", image));
    for (String base : List.of("MAVEN_IMAGE", "NODE_IMAGE", "JRE_IMAGE")) {
      command.addAll(List.of("--build-arg", base));
    }
    if (!target.isEmpty()) {
      command.addAll(List.of("--target", target));
    }
    command.add(".");
    Docker.run(command.toArray(String[]::new));
  }
}
