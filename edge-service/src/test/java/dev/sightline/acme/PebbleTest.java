package dev.sightline.acme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.node.AcmeConfig;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.PebbleServer;
import dev.sightline.tls.TlsFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real ACME server, which refuses one nonce of five; its name for this machine is localhost. */
class PebbleTest {

  private static final int REFUSED_NONCES = 20;

  /** Longer than any certificate of pebble's. */
  private static final Duration YEARS = Duration.ofDays(3_650);

  private final ShiftedClock clock = new ShiftedClock();
  private final MemoryStore store = new MemoryStore();

  @Test
  void issuesACertificateAndThenTheNextOne(@TempDir Path directory) throws Exception {
    try (PebbleServer pebble = new PebbleServer(directory);
        TestEdge edge = TestEdge.alone(config(pebble), store, clock, Authority.PATIENCE)) {
      pebble.start(edge.port(), REFUSED_NONCES);
      edge.start();
      IssuedCertificate first = edge.awaitCertificate(1);
      assertThat(first.domains()).containsExactly("localhost");
      assertThat(first.chain()).hasSizeGreaterThan(1);
      first.certificate().verify(first.chain().get(1).getPublicKey());

      Await.until("the order is over", () -> edge.orders("issued") == 1);
      clock.pass(YEARS);
      IssuedCertificate second = edge.awaitCertificate(2);
      assertThat(second.key()).isNotEqualTo(first.key());
      assertThat(second.certificate().getSerialNumber())
          .isNotEqualTo(first.certificate().getSerialNumber());
    }
  }

  private static AcmeConfig config(PebbleServer pebble) {
    return new AcmeConfig(
        List.of("localhost"),
        Optional.of("me@example.org"),
        pebble.directory(),
        Optional.of(new TlsFile("ca-file", pebble.caFile())),
        "unused");
  }
}
