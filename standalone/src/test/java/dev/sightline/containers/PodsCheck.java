package dev.sightline.containers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.TestCertificate;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
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

  private static final String PASSWORD = "s3cret";

  /** By {@code htpasswd -nbB}. */
  private static final String USERS =
      "anna:$2y$05$i3FwygEkT4nQXlPe7z8BteukVlLwgpy1pSd4KEeZ1pUDfSaMSBmbG\n";

  private static final String LINK_KEYS = "a:" + "A".repeat(43) + "=\n";

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
    service = cluster.serve("sightline", "http");
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

  /** By an upgrade, after which the pods of the same Deployment are others. */
  @Test
  @Order(6)
  void showTheirCertificateAndAskWhoWatches() {
    cluster.keep("sightline-tls", files(TestCertificate.selfSigned(directory, "dns:localhost")));
    cluster.keep("sightline-access", Map.of("users", USERS, "link-keys", LINK_KEYS));
    cluster.apply(Manifests.read(Docker.HOME.resolve("k8s/src/test/resources/encrypted")));
    replaceEdges();
    try (ServiceProxy https = cluster.serve("sightline", "https");
        ServiceProxy http = cluster.serve("sightline", "http")) {
      assertThat(TestViewer.get(https.encryptedUrl("/status.json")).status()).isEqualTo(401);
      assertThat(signedIn(https.encryptedUrl("/status.json"), "wrong-s3cret").status())
          .isEqualTo(401);
      assertThat(signedIn(https.encryptedUrl("/status.json"), PASSWORD).status()).isEqualTo(200);
      HttpReply led = TestViewer.get(http.url("/front/stream?fps=1"));
      assertThat(led.status()).isEqualTo(308);
      assertThat(led.header("Location")).isEqualTo("https://127.0.0.1/front/stream?fps=1");
      try (Audience audience = Audience.watching(https.encryptedUrl(link("front")), 10)) {
        takeAnotherCertificate(https.port());
        audience.awaitMoreFrames(20);
        assertThat(saw(audience, "another certificate in the Secret").ended()).isZero();
      }
    }
    assertThat(cluster.pods(EDGE))
        .hasSize(2)
        .allSatisfy(
            edge -> assertThat(Docker.run("logs", edge.name())).doesNotContain("holds a secret"));
    assertUnharmed();
  }

  private static void replaceEdges() {
    int ended = cluster.ends().size() + cluster.pods(EDGE).size();
    cluster.scale(cluster.template(EDGE), 0);
    awaitEnds(ended);
    cluster.scale(cluster.template(EDGE), cluster.template(EDGE).replicas());
    awaitAvailable();
  }

  private static void takeAnotherCertificate(int port) {
    TestCertificate other = TestCertificate.selfSigned(directory, "dns:localhost");
    cluster.keep("sightline-tls", files(other));
    Await.until(
        "both edges show the new certificate",
        () ->
            Stream.of(1, 2)
                .allMatch(
                    turn ->
                        TestCertificate.shownBy("127.0.0.1", port).equals(other.fingerprint())));
  }

  /** As cert-manager keeps it. */
  private static Map<String, String> files(TestCertificate certificate) {
    return Map.of("tls.crt", certificate.pem(), "tls.key", certificate.keyPem(), "ca.crt", "");
  }

  private static HttpReply signedIn(String url, String password) {
    String login = Base64.getEncoder().encodeToString(("anna:" + password).getBytes(UTF_8));
    return PlainRequest.get(url).withHeader("Authorization", "Basic " + login).send();
  }

  /** What {@code sightline link} prints in the image that has it. */
  private static String link(String stream) {
    String image = cluster.template("sightline-demo-camera").image();
    String keys = directory.resolve("sightline-access") + ":/keys:ro";
    String command = "run --rm --user 10001:10001 --volume %s %s link --keys-file /keys/link-keys";
    List<String> words = new ArrayList<>(List.of(command.formatted(keys, image).split(" ")));
    words.addAll(List.of("--stream", stream, "--for", "1h", "--base-url", "https://localhost"));
    String url = Docker.run(words.toArray(String[]::new)).strip();
    return url.replaceFirst("^https://localhost", "");
  }

  /** The hook comes to one edge here, where a Service would choose one. */
  @Test
  @Order(7)
  void passTheTestOfTheRelease() {
    PodTemplate test = cluster.hook("sightline-test");
    String edge = cluster.pods(EDGE).get(0).address() + ":8443";
    assertThat(cluster.runOnce(test, word -> word.replace("sightline:443", edge)))
        .contains("CN=self");
  }

  @Test
  @Order(8)
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
