package dev.sightline.containers;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.sightline.access.LinkKeys;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
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
 * The cluster for the internet, {@code deploy/compose.public.yml} as it is shipped; run by {@code
 * .ci/containers}, since it needs an engine. One cluster lives through all of it, in order.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PublicComposeCheck {

  private static final String PASSWORD = "s3cret-of-anna";
  private static final int HTTPS = Compose.freePort();
  private static final int HTTP = Compose.freePort();

  /** What deploy/compose.public.yml grants an address at each edge. */
  private static final int PER_ADDRESS = 50;

  /** An edge looks once a minute at what another one may have been given. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private static Path secrets;

  private static final Vertx outside = Vertx.vertx();
  private static final Compose compose = new Compose();

  private final List<TestViewer> viewers = new ArrayList<>();

  @BeforeAll
  static void fillSecrets() throws IOException {
    Files.createDirectory(secrets.resolve("tls"));
    show(newCertificate());
    String hash = BCrypt.withDefaults().hashToString(4, PASSWORD.toCharArray());
    Files.writeString(secrets.resolve("users"), "anna:" + hash + "\n");
    Files.writeString(secrets.resolve("link-keys"), LinkKeys.newLine() + "\n");
    compose.set("SECRETS", secrets);
    compose.set("HTTPS_PORT", HTTPS);
    compose.set("HTTP_PORT", HTTP);
    compose.add("deploy/compose.public.yml");
    compose.run("down", "--volumes", "--remove-orphans");
  }

  @AfterEach
  void leave() {
    viewers.forEach(TestViewer::close);
  }

  @AfterAll
  static void down() {
    compose.run("down", "--volumes", "--remove-orphans");
    Await.result(outside.close());
  }

  @Test
  @Order(1)
  void isUpByOneCommandAndAsksWhoComes() {
    compose.run("up", "--build", "--wait");

    HttpReply stranger = TestViewer.get(url("/demo/snapshot"));
    assertThat(stranger.status()).isEqualTo(401);
    assertThat(stranger.header("WWW-Authenticate")).startsWith("Basic ");
    assertThat(anna("/demo/snapshot").send().status()).isEqualTo(200);
    open(anna("/demo/stream")).awaitFrames(20);
    assertThat(compose.containers("edge"))
        .hasSize(2)
        .allMatch(edge -> Docker.run("exec", edge, "cat", "/proc/1/maps").contains("tcnative"));
  }

  @Test
  @Order(2)
  void hasNoOtherWayIn() {
    assertThat(compose.run("ps", "--format", "{{.Publishers}}"))
        .contains(" " + HTTPS + " ", " " + HTTP + " ")
        .doesNotContain(" " + compose.port() + " ");
  }

  @Test
  @Order(3)
  void anEdgeMakesLinks() {
    String link =
        edge("sightline", "link", "--stream", "demo", "--for", "1h", "--base-url", url(""));

    open(PlainRequest.get(link)).awaitFrames(20);
    assertThat(TestViewer.get(url("/demo/snapshot?token=forged")).status()).isEqualTo(401);
  }

  @Test
  @Order(4)
  void leadsFromPort80ToTls() {
    HttpReply reply = TestViewer.get("http://127.0.0.1:%d/demo/?a=b".formatted(HTTP));

    assertThat(reply.status()).isEqualTo(308);
    assertThat(reply.header("Location")).isEqualTo("https://127.0.0.1/demo/?a=b");
  }

  @Test
  @Order(5)
  void showsARenewedCertificate() throws IOException {
    TestViewer viewer = open(anna("/demo/stream"));
    viewer.awaitFrames(1);
    TestCertificate renewed = newCertificate();

    show(renewed);

    Await.until(
        "it is shown",
        () -> TestCertificate.shownBy("127.0.0.1", HTTPS).equals(renewed.fingerprint()));
    viewer.awaitMoreFrames(20);
  }

  /** Else all viewers would be one address, the balancer's. */
  @Test
  @Order(6)
  void edgesKnowAddresses() {
    compose.run("up", "--wait", "--no-recreate", "--scale", "edge=1");
    for (int i = 0; i < PER_ADDRESS; i++) {
      assertThat(statusOf(open(anna("/demo/stream")))).isEqualTo(200);
    }

    assertThat(statusOf(open(anna("/demo/stream")))).isEqualTo(429);

    String elsewhere = "https://%s:%d/demo/stream".formatted(Docker.ownAddress(), HTTPS);
    assertThat(statusOf(open(asAnna(PlainRequest.get(elsewhere))))).isEqualTo(200);
  }

  @Test
  @Order(7)
  void getsItsCertificateByItself() throws IOException {
    try (PebbleServer pebble = new PebbleServer(secrets, Docker.gateway())) {
      pebble.start(HTTP, 0);
      compose.set("DOMAIN", "localhost");
      compose.set("ACME_DIRECTORY", pebble.directory());
      compose.add("deploy/compose.acme.yml");
      compose.add(believing(pebble));
      compose.run("up", "--wait");

      Await.until(
          PATIENCE,
          () -> "edges have it: " + compose.run("logs", "--tail", "20", "edge"),
          PublicComposeCheck::allEdgesHaveACertificate);
      assertThat(
              compose.containers("edge").stream()
                  .map(edge -> Docker.metric(edge, "sightline_acme_orders_total")))
          .as("one of them has ordered it for all")
          .containsExactlyInAnyOrder(0.0, 1.0);
    }
  }

  private static String believing(PebbleServer pebble) throws IOException {
    String text =
        """
        services:
          edge:
            environment:
              SIGHTLINE_HTTP_TLS_ACME_CA_FILE: /run/pebble.pem
            volumes:
              - %s:/run/pebble.pem:ro
        """;
    Path authority =
        Files.writeString(secrets.resolve("pebble-ca.pem"), Files.readString(pebble.caFile()));
    return Files.writeString(secrets.resolve("pebble.yml"), text.formatted(authority)).toString();
  }

  private static boolean allEdgesHaveACertificate() {
    return compose.containers("edge").stream()
        .allMatch(
            edge -> Docker.run("logs", edge).contains("the certificate for localhost is valid"));
  }

  private static String edge(String... command) {
    List<String> arguments = new ArrayList<>(List.of("exec", "-T", "edge"));
    arguments.addAll(List.of(command));
    return compose.run(arguments.toArray(String[]::new));
  }

  private static TestCertificate newCertificate() {
    return TestCertificate.selfSigned(secrets, "ip:127.0.0.1");
  }

  /** As certbot does, which puts new files in the place of the old ones. */
  private static void show(TestCertificate certificate) throws IOException {
    replace("privkey.pem", certificate.keyPem());
    replace("fullchain.pem", certificate.pem());
  }

  private static void replace(String name, String text) throws IOException {
    Path draft = Files.writeString(secrets.resolve(name), text);
    Files.move(draft, secrets.resolve("tls").resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static String url(String path) {
    return "https://127.0.0.1:" + HTTPS + path;
  }

  private static PlainRequest anna(String path) {
    return asAnna(PlainRequest.get(url(path)));
  }

  private static PlainRequest asAnna(PlainRequest request) {
    byte[] login = ("anna:" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    return request.withHeader(
        "Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
  }

  private TestViewer open(PlainRequest request) {
    TestViewer viewer = TestViewer.open(outside, request, ViewerOptions.defaults());
    viewers.add(viewer);
    return viewer;
  }

  private static int statusOf(TestViewer viewer) {
    viewer.awaitHead();
    return viewer.status();
  }
}
