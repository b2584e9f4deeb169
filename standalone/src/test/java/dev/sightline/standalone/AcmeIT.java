package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.metrics.Metric;
import dev.sightline.testkit.AnyCertificate;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PebbleServer;
import dev.sightline.testkit.PlainRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program gets its certificate by itself, of a real ACME server. */
class AcmeIT {

  private static final int REFUSED_NONCES = 20;

  private static final String CONFIG =
      """
      http:
        redirect-port: %d
        tls:
          acme:
            domains: [localhost]
            email: me@example.org
            directory: %s
            ca-file: %s
            store: %s
            agree-to-terms: true
      """;

  private final int redirectPort = FreePort.onLoopback();
  @TempDir private Path directory;

  @Test
  void getsItsCertificateByItselfAndHasItAfterARestart() throws IOException {
    Path store = directory.resolve("store");
    X509Certificate issued;
    try (PebbleServer pebble = new PebbleServer(directory)) {
      pebble.start(redirectPort, REFUSED_NONCES);
      String config = config(pebble, store);
      try (NodeProcess node = NodeProcess.start("--config", config)) {
        int port = viewersPort(node);
        Await.until("pebble's certificate is shown", () -> isPebbles(shownAt(port)));
        issued = shownAt(port);
        node.awaitReady();
        HttpReply reply = PlainRequest.get("http://127.0.0.1:%d/x".formatted(redirectPort)).send();
        assertThat(reply.status()).isEqualTo(308);
        assertThat(reply.header("Location")).isEqualTo("https://127.0.0.1:%d/x".formatted(port));
        assertThat(node.metrics()).contains(metricsWithTls());
        assertThat(node.metric("sightline_acme_orders_total", "issued")).isOne();
        assertThat(node.metric("sightline_tls_certificate_expiry_seconds"))
            .isEqualTo(issued.getNotAfter().getTime() / 1_000);
      }
      try (NodeProcess again = NodeProcess.start("--config", config)) {
        assertThat(shownAt(viewersPort(again))).isEqualTo(issued);
        assertThat(again.metric("sightline_acme_orders_total", "issued")).isZero();
      }
    }
    for (String name : new String[] {"account.key", "key.pem", "cert.pem", "acme.json"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store.resolve(name))))
          .as(name)
          .isEqualTo("rw-------");
    }
  }

  private static List<String> metricsWithTls() {
    List<String> names =
        Arrays.stream(Metric.values())
            .filter(metric -> metric.meaning().contains(MetricsIT.WITH_TLS))
            .map(Metric::exposedName)
            .toList();
    assertThat(names).hasSize(5);
    return names;
  }

  private String config(PebbleServer pebble, Path store) throws IOException {
    return Files.writeString(
            directory.resolve("acme.yaml"),
            CONFIG.formatted(redirectPort, pebble.directory(), pebble.caFile(), store))
        .toString();
  }

  private static int viewersPort(NodeProcess node) {
    node.awaitUp();
    return Integer.parseInt(node.program().awaitLine("watch +https://[^ ]+:(\\d+)/").group(1));
  }

  private static boolean isPebbles(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().getName().contains("Pebble");
  }

  private static X509Certificate shownAt(int port) {
    try (SSLSocket socket = (SSLSocket) AnyCertificate.sockets().createSocket("127.0.0.1", port)) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
