package dev.sightline.acme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.node.AcmeConfig;
import dev.sightline.node.ClusterConfig;
import dev.sightline.testkit.Await;
import dev.sightline.tls.TlsFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two edges of a cluster that share a directory. */
class AcmeClusterTest {

  private final ShiftedClock clock = new ShiftedClock();
  private final ClusterConfig cluster = TestNode.onFreePorts();
  private final List<TestEdge> edges = new ArrayList<>();
  private FakeAcmeServer server;
  @TempDir private Path shared;

  @BeforeEach
  void start(@TempDir Path directory) {
    server = new FakeAcmeServer(FakeAcmeServer.Identity.in(directory), clock);
  }

  @AfterEach
  void stop() {
    Collections.reverse(edges);
    edges.forEach(TestEdge::close);
    server.close();
  }

  @Test
  void oneOrdersBothAnswerTheServerAndBothShowTheCertificate() {
    TestEdge old = edge();
    TestEdge young = edge();
    server.knowsEdge(young.port());
    young.start();
    old.start();
    IssuedCertificate shown = old.awaitCertificate(1);
    Await.until("the order is over", () -> old.orders("issued") == 1);
    clock.pass(CertificateKeeper.READ_EVERY);
    assertThat(young.awaitCertificate(1)).isEqualTo(shown);
    assertThat(young.orders("issued") + young.orders("failed")).isZero();
    assertThat(server.orders()).isEqualTo(1);
    assertThat(server.challenges()).isEqualTo(2);
  }

  @Test
  void theOtherOneTakesOverWhenTheOneThatOrdersIsGone() {
    server.issuesFor(Duration.ofDays(9));
    TestEdge old = edge();
    TestEdge young = edge();
    server.knowsEdge(young.port());
    young.start();
    old.start();
    old.awaitCertificate(1);
    Await.until("the order is over", () -> old.orders("issued") == 1);
    clock.pass(CertificateKeeper.READ_EVERY);
    IssuedCertificate first = young.awaitCertificate(1);
    edges.remove(old);
    old.close();
    clock.pass(Duration.ofDays(7));
    assertThat(young.awaitCertificate(2).end()).isAfter(first.end());
    assertThat(server.orders()).isEqualTo(2);
    assertThat(server.accounts()).isEqualTo(1);
  }

  private TestEdge edge() {
    AcmeConfig config =
        new AcmeConfig(
            List.of("a.example.org", "b.example.org"),
            Optional.empty(),
            server.directory(),
            Optional.of(new TlsFile("ca-file", server.caFile())),
            shared.toString());
    TestEdge edge = TestEdge.on(TestNode.join(cluster), config, new DirectoryStore(shared), clock);
    edges.add(edge);
    return edge;
  }
}
