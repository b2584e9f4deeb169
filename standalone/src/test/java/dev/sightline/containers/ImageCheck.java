package dev.sightline.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.TestCertificate;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images by themselves; run by {@code .ci/containers}, since they need an engine. */
class ImageCheck {

  private static final Logger LOG = LoggerFactory.getLogger(ImageCheck.class);

  private static final String IMAGE = "sightline-check";
  private static final int VIEWERS = 100;

  /** Layers that are another in each version: our programs, and the classes they load. */
  private static final int OWN = 2;

  @TempDir private static Path directory;
  private static Path clone;

  private final Vertx vertx = Vertx.vertx();
  private final List<String> containers = new ArrayList<>();
  private final List<TestViewer> viewers = new ArrayList<>();

  @BeforeAll
  static void buildFromAFreshClone() throws IOException {
    clone = directory.resolve("clone");
    Process git =
        new ProcessBuilder("git", "clone", "-q", Docker.HOME.toString(), clone.toString())
            .inheritIO()
            .start();
    assertThat(git.onExit().join().exitValue()).isZero();
    build(IMAGE);
  }

  @AfterEach
  void stop() {
    viewers.forEach(TestViewer::close);
    containers.forEach(Docker::remove);
    Await.result(vertx.close());
  }

  @Test
  void showsTheDemoToAHundredViewersInHalfAGibibyteWithNothingToWriteOn() {
    String container =
        start("-p", "8080", "--read-only", "--cap-drop", "ALL", "--memory", "512m", IMAGE);
    awaitHealthy(container);
    watch("http://" + address(container, 8080) + "/stream", VIEWERS);
    viewers.forEach(viewer -> viewer.awaitFrames(100));
    LOG.info("{} viewers, without limits but memory: {}", VIEWERS, memory(container));
    assertThat(viewers).allMatch(viewer -> viewer.tally().corrupt() == 0);
    assertThat(viewers).noneMatch(TestViewer::isDisconnected);
    assertThat(Docker.inspect(container, "{{.State.OOMKilled}}")).isEqualTo("false");
    assertThat(TestViewer.get("http://" + address(container, 8080) + "/assets/stream.js").status())
        .isEqualTo(200);
    assertThat(Docker.run("exec", container, "cat", "/proc/1/maps"))
        .contains("libnetty_transport_native_epoll");
    assertUsesItsClasses(container);
  }

  @Test
  void outlivesViewersWhoStallInLargePictures() {
    try (FakeCamera camera = camera(CameraOptions.defaults().withFrameSize(2_000_000))) {
      String container = start("-p", "8080", "--memory", "512m", IMAGE, url(camera));
      awaitHealthy(container);
      String stream = "http://" + address(container, 8080) + "/stream";
      watch(stream, 1);
      viewers.get(0).awaitFrames(3);
      // Each of them holds another picture of 2 MB, and together they hold more than there is room
      // for.
      for (int i = 0; i < VIEWERS; i++) {
        watch(stream, 1);
        TestViewer stalled = viewers.get(viewers.size() - 1);
        stalled.awaitHead();
        stalled.pause();
      }
      viewers.get(0).awaitMoreFrames(50);
      LOG.info("{} stalled viewers of 2 MB pictures: {}", VIEWERS, memory(container));
      assertThat(Docker.inspect(container, "{{.State.OOMKilled}} {{.State.Running}}"))
          .isEqualTo("false true");
    }
  }

  @Test
  void encryptsByOpenSslWithNothingToWriteOn() throws IOException {
    Path own = Files.createDirectories(directory.resolve("own"));
    TestCertificate certificate = TestCertificate.selfSigned(directory, "ip:127.0.0.1");
    Files.writeString(own.resolve("cert.pem"), certificate.pem());
    Files.writeString(own.resolve("key.pem"), certificate.keyPem());
    String container =
        start(
            "-p=8080",
            "--read-only",
            "--cap-drop=ALL",
            "--volume=" + own + ":/run/own:ro",
            "--env=SIGHTLINE_HTTP_TLS_CERT_FILE=/run/own/cert.pem",
            "--env=SIGHTLINE_HTTP_TLS_KEY_FILE=/run/own/key.pem",
            IMAGE);
    awaitHealthy(container);

    watch("https://" + address(container, 8080) + "/stream", 1);

    viewers.get(0).awaitFrames(20);
    assertThat(Docker.run("exec", container, "cat", "/proc/1/maps")).contains("libnetty_tcnative");
  }

  @Test
  void takesThePlaceOfMjpegRelaysImage() {
    try (FakeCamera camera = camera(CameraOptions.defaults())) {
      String container = start("-p", "54017:54321", IMAGE, "mjpeg-relay", url(camera));
      awaitHealthy(container);
      watch("http://127.0.0.1:54017/stream", 1);
      watch("http://127.0.0.1:54017/any/prefix/stream?123", 1);
      viewers.forEach(viewer -> viewer.awaitFrames(10));
      assertThat(TestViewer.get("http://127.0.0.1:54017/").status()).isEqualTo(302);
      assertThat(TestViewer.get("http://127.0.0.1:54017/status").text()).contains("Clients");
      assertThat(TestViewer.get("http://127.0.0.1:54017/snapshot").status()).isEqualTo(200);
      assertThat(camera.mostConnections()).isEqualTo(1);
    }
  }

  @Test
  void endsOnSigtermByItself() {
    String container = start("--read-only", IMAGE);
    awaitHealthy(container);
    assertThat(Docker.run("exec", container, "cat", "/proc/1/comm")).isEqualTo("java");
    long begun = System.nanoTime();
    Docker.run("stop", "--time", "60", container);
    LOG.info("docker stop: {} ms", Duration.ofNanos(System.nanoTime() - begun).toMillis());
    assertThat(Docker.inspect(container, "{{.State.ExitCode}}")).isEqualTo("143");
  }

  @Test
  void runsAsAnyUser() {
    String container = start("--read-only", "--user", "54321:0", IMAGE, "demo-camera");
    awaitHealthy(container);
    assertThat(Docker.run("exec", container, "id", "-u")).isEqualTo("54321");
    assertThat(Docker.inspect(IMAGE, "{{.Config.User}}")).matches("[1-9]\\d*:\\d+");
  }

  @Test
  void refusesAMistakeInOneSentence() {
    String container = start("--env", "SIGHTLINE_HTTP_PORT=eighty", IMAGE);
    Await.until(
        "it has ended", () -> Docker.inspect(container, "{{.State.Status}}").equals("exited"));
    assertThat(Docker.inspect(container, "{{.State.ExitCode}}")).isEqualTo("2");
    assertThat(Docker.run("logs", container).lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("SIGHTLINE_HTTP_PORT");
  }

  @Test
  void isUnhealthyWhenItsPortForProbesSaysNothing() {
    String container = start("--env", "SIGHTLINE_MANAGEMENT_PORT=9082", IMAGE);
    awaitHealthy(container);
    Docker.run("pause", container);
    Docker.run("unpause", container);
    assertThat(Docker.run("exec", container, "healthy")).isEqualTo("GET /health/ready: 200");
    assertThat(exitCode("exec", "--env", "SIGHTLINE_MANAGEMENT_PORT=9999", container, "healthy"))
        .isNotZero();
  }

  @Test
  void storedClassesThatDoNotFitAreNoHarm() throws IOException {
    Path other = Files.writeString(clone.resolve("classes.jsa"), "not a class");
    String shadowed = start("--volume", other + ":/opt/sightline/classes.jsa:ro", IMAGE);
    String collected = start("--env", "SIGHTLINE_JAVA_OPTS=-XX:-UseSerialGC -XX:+UseZGC", IMAGE);
    for (String container : List.of(shadowed, collected)) {
      awaitHealthy(container);
      assertThat(Docker.run("logs", container))
          .startsWith("Sightline is up")
          .doesNotContain("[cds");
    }
  }

  @Test
  void tellsWhatIsInIt() {
    String list = run(IMAGE, "cat", "/opt/sightline/sbom.json");
    String jars = run(IMAGE, "ls", "/opt/sightline/lib");
    List<JsonObject> components =
        new JsonObject(list)
            .getJsonArray("components").stream().map(JsonObject.class::cast).toList();
    assertThat(components).hasSize((int) jars.lines().count() + 1);
    assertThat(components)
        .extracting(component -> component.getString("purl"))
        .anyMatch(purl -> purl.startsWith("pkg:npm/"));
  }

  @Test
  void anUpdateBringsNothingButOurOwnPrograms() throws IOException {
    List<String> before = layers(IMAGE);
    Files.writeString(clone.resolve("standalone/src/main/resources-of-a-new-version"), "anything");
    Path page = clone.resolve("edge-service/src/main/resources/web/assets/icon.svg");
    Files.writeString(page, Files.readString(page) + "\n<!-- a new version -->\n");
    build(IMAGE + ":next");
    List<String> after = layers(IMAGE + ":next");
    assertThat(after).hasSameSizeAs(before).isNotEqualTo(before);
    assertThat(common(after)).isEqualTo(common(before));
    LOG.info(
        "layers, largest below: {}",
        Docker.run("history", "--format", "{{.Size}} {{.CreatedBy}}", IMAGE));
  }

  @Test
  void hasAnImageForEachRole() {
    for (String role : List.of("ingest", "edge")) {
      build(IMAGE + ":" + role, "--target", role);
      List<String> layers = layers(IMAGE + ":" + role);
      assertThat(layers(IMAGE)).as(role).startsWith(common(layers).toArray(String[]::new));
      String container = start("--read-only", IMAGE + ":" + role);
      awaitHealthy(container);
      assertUsesItsClasses(container);
      LOG.info("{}: {} bytes", role, Docker.inspect(IMAGE + ":" + role, "{{.Size}}"));
    }
  }

  private static void build(String tag, String... more) {
    List<String> command = new ArrayList<>(List.of("build", "-q", "-t", tag));
    for (String image : List.of("MAVEN_IMAGE", "NODE_IMAGE", "JRE_IMAGE")) {
      command.addAll(List.of("--build-arg", image));
    }
    command.addAll(List.of(more));
    command.add(".");
    Docker.run(clone, Map.of(), command.toArray(String[]::new));
  }

  private static String run(String image, String program, String file) {
    return Docker.run("run", "--rm", "--entrypoint", program, image, file);
  }

  /** They are looked up in a file, not read from the jars and checked once more. */
  private static void assertUsesItsClasses(String container) {
    assertThat(Docker.run("exec", container, "cat", "/proc/1/maps"))
        .contains("/opt/sightline/classes.jsa");
  }

  private static List<String> common(List<String> layers) {
    return layers.subList(0, layers.size() - OWN);
  }

  private static List<String> layers(String image) {
    return List.of(Docker.inspect(image, "{{join .RootFS.Layers \" \"}}").split(" "));
  }

  private String start(String... arguments) {
    List<String> command = new ArrayList<>(List.of("run", "-d"));
    command.addAll(List.of(arguments));
    String container = Docker.run(command.toArray(String[]::new)).strip();
    containers.add(container);
    return container;
  }

  private static int exitCode(String... arguments) {
    try {
      Docker.run(arguments);
      return 0;
    } catch (AssertionError e) {
      return 1;
    }
  }

  private static void awaitHealthy(String container) {
    Await.until(
        Duration.ofMinutes(3),
        () -> "healthy: " + Docker.run("logs", container),
        () -> Docker.inspect(container, "{{.State.Health.Status}}").equals("healthy"));
  }

  private static String address(String container, int port) {
    String published =
        Docker.run("port", container, port + "/tcp").lines().findFirst().orElseThrow();
    return "127.0.0.1:" + published.substring(published.lastIndexOf(':') + 1);
  }

  private static String memory(String container) {
    return Docker.run("stats", "--no-stream", "--format", "{{.MemUsage}}", container);
  }

  private FakeCamera camera(CameraOptions options) {
    return FakeCamera.start(vertx, options.withHost("0.0.0.0"));
  }

  private static String url(FakeCamera camera) {
    return camera.url().replaceFirst("//[^:/]+", "//" + Docker.gateway());
  }

  private void watch(String url, int count) {
    IntStream.range(0, count).mapToObj(i -> TestViewer.open(vertx, url)).forEach(viewers::add);
  }
}
