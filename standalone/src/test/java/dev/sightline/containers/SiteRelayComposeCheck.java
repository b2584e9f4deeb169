package dev.sightline.containers;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.sightline.access.LinkKeys;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.PebbleServer;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.TestCertificate;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.ViewerOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rented server of docs/sites.md, {@code deploy/compose.site-relay.yml} as it is shipped, and
 * sites in containers of 128 MiB; run by {@code .ci/containers}, since it needs an engine. One
 * server lives through all of it, in order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SiteRelayComposeCheck {

  private static final String PASSWORD = "s3cret-of-anna";
  private static final String GARDEN = "s3cret-of-the-garden";
  private static final String HARBOUR = "s3cret-of-the-harbour";
  private static final int HTTPS = Compose.freePort();
  private static final int HTTP = Compose.freePort();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private static Path directory;

  private static final Vertx outside = Vertx.vertx();
  private static final Compose compose = new Compose("deploy/compose.site-relay.yml");
  private static final List<FakeCamera> cameras = new ArrayList<>();
  private static final List<String> sites = new ArrayList<>();
  private static PebbleServer pebble;

  private final List<TestViewer> viewers = new ArrayList<>();

  @BeforeAll
  static void fill() throws IOException {
    Path relay = Files.createDirectory(directory.resolve("relay"));
    String hash = BCrypt.withDefaults().hashToString(4, PASSWORD.toCharArray());
    Files.writeString(relay.resolve("users"), "anna:" + hash + "\n");
    Files.writeString(relay.resolve("link-keys"), LinkKeys.newLine() + "\n");
    uplinks("garden: {token-file: /etc/sightline/garden.token}");
    Files.writeString(relay.resolve("garden.token"), GARDEN);
    pebble = new PebbleServer(directory, Docker.gateway());
    pebble.start(HTTP, 0);
    compose.set("RELAY", relay);
    compose.set("HTTPS_PORT", HTTPS);
    compose.set("HTTP_PORT", HTTP);
    compose.set("DOMAIN", "localhost");
    compose.set("ACME_DIRECTORY", pebble.directory());
    compose.add(believing(pebble));
    compose.run("down", "--volumes", "--remove-orphans");
  }

  private static String believing(PebbleServer pebble) throws IOException {
    String text =
        """
        services:
          relay:
            environment:
              SIGHTLINE_HTTP_TLS_ACME_CA_FILE: /run/pebble.pem
            volumes:
              - %s:/run/pebble.pem:ro
        """;
    Path authority =
        Files.writeString(directory.resolve("pebble-ca.pem"), Files.readString(pebble.caFile()));
    return Files.writeString(directory.resolve("pebble.yml"), text.formatted(authority)).toString();
  }

  private static void uplinks(String lines) throws IOException {
    Path draft =
        Files.writeString(
            directory.resolve("draft.yaml"),
            "uplinks:\n" + lines.indent(2),
            StandardCharsets.UTF_8);
    Files.move(
        draft, directory.resolve("relay/sightline.yaml"), StandardCopyOption.REPLACE_EXISTING);
  }

  @AfterEach
  void leave() {
    viewers.forEach(TestViewer::close);
  }

  @AfterAll
  static void down() {
    sites.forEach(Docker::remove);
    compose.run("down", "--volumes", "--remove-orphans");
    cameras.forEach(FakeCamera::close);
    pebble.close();
    Await.result(outside.close());
  }

  @Test
  @Order(1)
  void isUpByOneCommandWithACertificate() {
    compose.run("up", "--build", "--wait");

    Await.until(
        PATIENCE,
        () -> "it has one: " + compose.run("logs", "--tail", "20", "relay"),
        () -> compose.run("logs", "relay").contains("the certificate for localhost is valid"));
    assertThat(TestViewer.get(url("/")).status()).isEqualTo(401);
  }

  @Test
  @Order(2)
  void showsThreeCamerasOfASiteOf128MiB() throws IOException {
    for (int i = 0; i < 3; i++) {
      cameras.add(
          FakeCamera.start(outside, CameraOptions.defaults().withFps(25).withFrameSize(200_000)));
    }
    String site =
        startSite(
            GARDEN,
            """
            yard: %s
            gate: %s
            pond: %s
            """
                .formatted(cameras.get(0).url(), cameras.get(1).url(), cameras.get(2).url()));
    for (String stream : List.of("yard", "gate", "pond")) {
      awaitListed(stream);
      open(anna("/" + stream + "/stream"));
    }

    viewers.forEach(viewer -> viewer.awaitFrames(100));

    assertThat(viewers).allMatch(viewer -> viewer.tally().corrupt() == 0);
    assertThat(cameras).allMatch(camera -> camera.mostConnections() == 1);
    assertThat(Docker.inspect(site, "{{.State.OOMKilled}} {{.State.Running}}"))
        .isEqualTo("false true");
  }

  @Test
  @Order(3)
  void letsAnotherSiteInWithoutARestart() throws IOException {
    Files.writeString(directory.resolve("relay/harbour.token"), HARBOUR);
    uplinks(
        """
        garden: {token-file: /etc/sightline/garden.token}
        harbour: {token-file: /etc/sightline/harbour.token, prefix: harbour-}
        """);
    startSite(HARBOUR, "yard: " + cameras.get(0).url());

    awaitListed("harbour-yard");
    open(anna("/harbour-yard/stream")).awaitFrames(20);
    open(anna("/yard/stream")).awaitFrames(20);
  }

  @Test
  @Order(4)
  void sitesComeBackAfterARestart() {
    compose.run("stop");
    compose.run("up", "--wait");

    awaitListed("yard");
    open(anna("/yard/stream")).awaitFrames(20);
  }

  /** As on a small machine: nothing to write on, no rights, and no port but what is dialled. */
  private static String startSite(String token, String cameras) throws IOException {
    Path own = Files.createDirectory(directory.resolve("site-" + sites.size()));
    Files.writeString(own.resolve("token"), token);
    Files.writeString(
        own.resolve("site.yaml"),
        """
        site:
          to: wss://localhost:%d
          token-file: /etc/sightline/token
          tls: {fingerprint: "%s"}
        cameras:
        """
                .formatted(HTTPS, TestCertificate.shownBy("127.0.0.1", HTTPS))
            + cameras.indent(2));
    String site =
        Docker.run(
            "run",
            "--detach",
            "--network=host",
            "--memory=128m",
            "--memory-swap=128m",
            "--read-only",
            "--cap-drop=ALL",
            "--env=SIGHTLINE_MANAGEMENT_PORT=off",
            "--volume=" + own + ":/etc/sightline:ro",
            "sightline",
            "site",
            "--config",
            "/etc/sightline/site.yaml");
    sites.add(site);
    return site;
  }

  private static void awaitListed(String stream) {
    Await.until(
        PATIENCE,
        () -> "%s is there: %s".formatted(stream, compose.run("logs", "--tail", "20", "relay")),
        () -> anna("/status.json").send().text().contains("\"" + stream + "\""));
  }

  private static String url(String path) {
    return "https://localhost:" + HTTPS + path;
  }

  private static PlainRequest anna(String path) {
    byte[] login = ("anna:" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    return PlainRequest.get(url(path))
        .withHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
  }

  private TestViewer open(PlainRequest request) {
    TestViewer viewer = TestViewer.open(outside, request, ViewerOptions.defaults());
    viewers.add(viewer);
    return viewer;
  }
}
