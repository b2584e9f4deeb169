package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeProxy;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.TestCertificate;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A site beside a camera that dials a relay elsewhere: processes on loopback. */
class SiteIT {

  private static final Logger LOG = LoggerFactory.getLogger(SiteIT.class);

  private static final String TOKEN = "a-token-of-the-garden";

  private static final int FRAME_SIZE = CameraOptions.defaults().frameSize();

  /** What may go at once, and what a viewer may see twice. */
  private static final int BURST = 3;

  @TempDir Path directory;

  private Places places;

  /** A field, since a client that is garbage closes its connections. */
  private WebSocketClient dialler;

  @BeforeEach
  void open() {
    places = new Places(directory);
    dialler = places.outside().createWebSocketClient();
  }

  @AfterEach
  void close() throws Exception {
    places.close();
  }

  @Test
  void bringsWhatSomebodyWatchesAndNothingElse() throws IOException {
    NodeProcess relay = places.start("--config", uplinks());
    NodeProcess site = site(relay.viewersPort());
    awaitListed(relay);
    assertThat(places.camera().connectionsEver()).as("nobody watches").isZero();
    assertThat(site.metric("sightline_bus_frames_sent_total", "")).isZero();

    TestViewer viewer = places.watch(relay, "yard");
    viewer.awaitFrames(20);
    assertThat(viewer.tally().corrupt()).isZero();
    assertThat(places.camera().mostConnections()).isEqualTo(1);

    viewer.close();
    Await.until("the camera is left alone", () -> places.camera().connections() == 0);
    double sent = site.metric("sightline_bus_frames_sent_total", "");
    TestViewer again = places.watch(relay, "yard");
    again.awaitFrames(2);
    assertThat(site.metric("sightline_bus_frames_sent_total", "")).isGreaterThan(sent);
  }

  @Test
  void isMissedWithAReasonAndGoesOnWithTheSameViewers() throws IOException {
    NodeProcess relay = places.start("--config", uplinks());
    NodeProcess site = site(relay.viewersPort());
    awaitListed(relay);
    TestViewer viewer = places.watch(relay, "yard");
    viewer.awaitFrames(5);

    site.program().signal("KILL");
    Await.until(
        "viewers are told",
        () ->
            stream(relay)
                .filter(yard -> yard.getString("state").equals("RETRYING"))
                .map(yard -> yard.getString("reason"))
                .filter(why -> why.startsWith("the site garden isn't connected"))
                .isPresent());

    site(relay.viewersPort());
    long before = viewer.tally().frames();
    viewer.awaitFrame("a picture of the camera", frame -> viewer.tally().frames() > before + 20);
    assertThat(viewer.isDisconnected()).isFalse();
    assertThat(viewer.tally().corrupt()).isZero();
  }

  @Test
  void isRefusedWithoutTheRightToken() throws IOException {
    NodeProcess relay = places.start("--config", uplinks());

    NodeProcess site = site(relay.viewersPort(), "another-token-of-16");

    site.awaitLine("uplink: not connected to .*/uplink: it answers 401[;:] .*token");
    HttpReply reply = TestViewer.get(relay.url("/uplink"));
    assertThat(reply.status()).isEqualTo(401);
    assertThat(relay.program().lines().toString()).doesNotContain("another-token");
  }

  @Test
  void passesAProxyToARelayThatItKnowsByItsFingerprint() throws IOException {
    TestCertificate certificate = TestCertificate.selfSigned(directory, "dns:relay.example");
    NodeProcess relay = places.start("--config", encrypted(certificate));
    FakeProxy proxy = FakeProxy.start(places.outside()).withCredentials("garden", "p@s3cret");
    places.closeLater(proxy);
    Path file = directory.resolve("site.yaml");
    Files.writeString(
        file, "site: {tls: {fingerprint: '%s'}}".formatted(certificate.fingerprint()));

    String to = "wss://localhost:" + relay.viewersPort();
    String way = proxy.url().replace("://", "://garden:p@s3cret@");
    siteTo(to, TOKEN, "--config", file.toString(), "--proxy", way);
    awaitListed(relay);
    TestViewer viewer = places.watch(relay, "yard");
    viewer.awaitFrames(20);

    assertThat(viewer.tally().corrupt()).isZero();
    assertThat(proxy.requests()).containsExactly("CONNECT localhost:" + relay.viewersPort());
  }

  @Test
  void comesAndGoesAsOftenAsItLikes() throws IOException {
    NodeProcess relay = places.start("--config", uplinks());
    WebSocketConnectOptions dial =
        new WebSocketConnectOptions()
            .setHost("127.0.0.1")
            .setPort(relay.viewersPort())
            .setURI("/uplink")
            .addHeader("Authorization", "Bearer " + TOKEN);

    // More than an edge passes on at a time from one address, or at all.
    for (int i = 0; i < 300; i++) {
      WebSocket socket = Await.result(dialler.connect(dial));
      Await.result(socket.close());
    }

    site(relay.viewersPort());
    awaitListed(relay);
    places.watch(relay, "yard").awaitFrames(5);
  }

  @Test
  void goesOnAtAnotherIngestWhenTheFirstIsKilled() throws IOException {
    int port = FreePort.onLoopback();
    NodeProcess edge = places.startNode("edge", port, port);
    NodeProcess one =
        places.startNode("ingest", port, FreePort.onLoopback(), "--config", uplinks());
    NodeProcess other =
        places.startNode("ingest", port, FreePort.onLoopback(), "--config", uplinks());
    edge.awaitReady();
    site(edge.viewersPort());
    awaitListed(edge);
    TestViewer viewer = places.watch(edge, "yard");
    viewer.awaitFrames(5);

    NodeProcess owner =
        one.program().lines().toString().contains("site garden: connected") ? one : other;
    NodeProcess next = owner == one ? other : one;
    owner.program().signal("KILL");
    long killed = System.nanoTime();
    next.awaitLine("site garden: connected");
    viewer.awaitMoreFrames(20);
    LOG.info("pictures go on after {} ms", (System.nanoTime() - killed) / 1_000_000);
    assertThat(viewer.isDisconnected()).isFalse();
    assertThat(viewer.tally().corrupt()).isZero();
    assertThat(places.camera().mostConnections()).isEqualTo(1);
  }

  /** A camera of 200 kB/s on a line that may have half of that. */
  @Test
  void keepsToTheRateThatItIsGiven() throws IOException {
    NodeProcess relay = places.start("--config", uplinks());
    Path file = directory.resolve("site.yaml");
    Files.writeString(file, "site: {max-bitrate: 800kbit}");
    site(relay.viewersPort(), TOKEN, "--config", file.toString());
    awaitListed(relay);
    TestViewer viewer = places.watch(relay, "yard");
    viewer.awaitFrames(5);

    long begun = System.nanoTime();
    long before = viewer.tally().frames();
    viewer.awaitMoreFrames(25);

    double seconds = (System.nanoTime() - begun) / 1e9;
    double bytes = (viewer.tally().frames() - before - BURST) * FRAME_SIZE;
    assertThat(bytes / seconds).isLessThan(100_000 * 1.05);
    assertThat(viewer.tally().corrupt()).isZero();
  }

  private String uplinks() throws IOException {
    Path file = directory.resolve("relay.yaml");
    return Files.writeString(file, "uplinks: {garden: {token: %s}}%n".formatted(TOKEN)).toString();
  }

  private String encrypted(TestCertificate certificate) throws IOException {
    Path cert = Files.writeString(directory.resolve("cert.pem"), certificate.pem());
    Path key = Files.writeString(directory.resolve("key.pem"), certificate.keyPem());
    String tls = "http: {tls: {cert-file: '%s', key-file: '%s'}}%n".formatted(cert, key);
    return Files.writeString(Path.of(uplinks()), tls, StandardOpenOption.APPEND).toString();
  }

  private NodeProcess site(int port) {
    return site(port, TOKEN);
  }

  private NodeProcess site(int port, String token, String... more) {
    return siteTo("ws://127.0.0.1:" + port, token, more);
  }

  private NodeProcess siteTo(String relay, String token, String... more) {
    List<String> arguments = new ArrayList<>(List.of("site"));
    arguments.addAll(List.of("--to", relay, "--token", token));
    arguments.addAll(List.of("--camera", places.yard()));
    arguments.addAll(List.of(more));
    return places.start(arguments.toArray(String[]::new));
  }

  private static void awaitListed(NodeProcess relay) {
    Await.until("the relay knows the stream", () -> stream(relay).isPresent());
  }

  private static Optional<JsonObject> stream(NodeProcess relay) {
    return new JsonObject(TestViewer.get(relay.url("/status.json")).body())
        .getJsonArray("streams").stream()
            .map(JsonObject.class::cast)
            .filter(stream -> stream.getString("stream").equals("yard"))
            .findFirst();
  }
}
