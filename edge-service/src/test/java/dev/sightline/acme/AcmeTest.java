package dev.sightline.acme;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sightline.node.AcmeConfig;
import dev.sightline.node.Secret;
import dev.sightline.testkit.Await;
import dev.sightline.tls.TlsFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shredzone.acme4j.toolbox.AcmeUtils;
import org.slf4j.LoggerFactory;

/** An edge that is alone, and an ACME server that is sometimes difficult. */
class AcmeTest {

  private static final TemporalUnitWithinOffset ABOUT =
      new TemporalUnitWithinOffset(1, ChronoUnit.MINUTES);

  private static FakeAcmeServer.Identity identity;

  private final ShiftedClock clock = new ShiftedClock();
  private final MemoryStore store = new MemoryStore();
  private final List<TestEdge> edges = new ArrayList<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.sightline.acme");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private FakeAcmeServer server;

  @BeforeAll
  static void makeCertificate(@TempDir Path directory) {
    identity = FakeAcmeServer.Identity.in(directory);
  }

  @BeforeEach
  void start() {
    server = new FakeAcmeServer(identity, clock);
    logger.setLevel(Level.INFO);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setLevel(null);
    edges.forEach(TestEdge::close);
    server.close();
  }

  @Test
  void getsACertificateForAllItsNamesAndKeepsIt() {
    TestEdge edge = start("a.example.org", "b.example.org");
    IssuedCertificate shown = edge.awaitCertificate(1);
    assertThat(shown.domains()).containsExactly("a.example.org", "b.example.org");
    assertThat(shown.chain()).hasSize(2);
    assertThat(shown.certificate().getPublicKey().getAlgorithm()).isEqualTo("EC");
    assertThat(server.challenges()).isEqualTo(2);
    awaitKept(CertificateStore.CERTIFICATE, shown.chainPem());
    awaitKept(CertificateStore.KEY, shown.keyPem());
    assertThat(edge.acme().certificate()).isEqualTo(shown);
    awaitOrder(edge);
    assertThat(edge.orders("failed")).isZero();
    assertThat(Instant.ofEpochSecond((long) edge.gauge("sightline.acme.renewal.seconds")))
        .isCloseTo(clock.instant().plus(Duration.ofDays(60)), ABOUT);
    assertThat(edge.gauge("sightline.acme.failure.seconds")).isNaN();
  }

  @Test
  void showsWhatNobodyVouchesForUntilThereIsACertificate() {
    server.limits(1);
    TestEdge edge = start("a.example.org");
    awaitFailures(edge, 1);
    IssuedCertificate standIn = edge.acme().certificate();
    assertThat(standIn.chain()).hasSize(1);
    assertThat(standIn.domains()).containsExactly("a.example.org");
    assertThat(standIn.certificate().getIssuerX500Principal())
        .isEqualTo(standIn.certificate().getSubjectX500Principal());
    assertThat(store.texts()).doesNotContainKeys(CertificateStore.CERTIFICATE);
  }

  @Test
  void afterARestartItOrdersNothingNew() {
    IssuedCertificate first = start("a.example.org").awaitCertificate(1);
    awaitKept(CertificateStore.CERTIFICATE, first.chainPem());
    stopEdges();
    TestEdge again = start("a.example.org");
    assertThat(again.awaitCertificate(1)).isEqualTo(first);
    looks(again);
    assertThat(server.orders()).isEqualTo(1);
  }

  @Test
  void renewsItWhenAThirdOfItsLifetimeIsLeftWithTheSameAccount() {
    server.issuesFor(Duration.ofDays(9));
    TestEdge edge = start("a.example.org");
    IssuedCertificate first = edge.awaitCertificate(1);
    awaitOrder(edge);
    clock.pass(Duration.ofDays(6).minusMinutes(2));
    looks(edge);
    assertThat(server.orders()).isEqualTo(1);
    clock.pass(Duration.ofMinutes(3));
    IssuedCertificate second = edge.awaitCertificate(2);
    assertThat(second.end()).isAfter(first.end());
    assertThat(second.key()).isNotEqualTo(first.key());
    assertThat(server.accounts()).isEqualTo(1);
  }

  @Test
  void renewsItEarlierWhenTheServerWantsThat() {
    Instant soon = clock.instant().plus(Duration.ofDays(2));
    server.suggests(new RenewalWindow(soon, soon.plus(Duration.ofHours(12))));
    TestEdge edge = start("a.example.org");
    IssuedCertificate first = edge.awaitCertificate(1);
    awaitOrder(edge);
    awaitRenewal(edge, soon);
    clock.pass(Duration.ofDays(2).plusHours(13));
    edge.awaitCertificate(2);
    assertThat(server.replaced())
        .isEqualTo(AcmeUtils.getRenewalUniqueIdentifier(first.certificate()));
  }

  @Test
  void ordersAnewForOtherNamesAndOfAnotherServer() {
    start("a.example.org").awaitCertificate(1);
    Await.until("it is kept", () -> store.texts().size() == 4);
    stopEdges();
    TestEdge more = start("a.example.org", "b.example.org");
    assertThat(more.awaitCertificate(2).domains()).hasSize(2);
    stopEdges();
    try (FakeAcmeServer other = new FakeAcmeServer(identity, clock)) {
      TestEdge moved = edge(other, Authority.PATIENCE, "a.example.org", "b.example.org");
      other.knowsEdge(moved.port());
      moved.start().awaitCertificate(2);
      assertThat(other.orders()).isEqualTo(1);
      stopEdges();
    }
  }

  @Test
  void takesAnotherNonceWhenOneIsRefused() {
    server.forgetsNonces(2);
    start("a.example.org").awaitCertificate(1);
    assertThat(server.orders()).isEqualTo(1);
  }

  @Test
  void waitsForASlowServer() {
    server.isSlow(2);
    start("a.example.org").awaitCertificate(1);
    assertThat(server.orders()).isEqualTo(1);
  }

  @Test
  void givesUpAnOrderThatComesToNoEnd() {
    server.isStuck();
    TestEdge edge = edge(server, Duration.ofSeconds(1), "a.example.org");
    server.knowsEdge(edge.port());
    edge.start();
    awaitFailures(edge, 1);
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("the ACME server hasn't come to an end after 1 s");
  }

  @Test
  void leavesAServerAloneAsLongAsItWants() {
    server.limits(1);
    TestEdge edge = start("a.example.org");
    awaitFailures(edge, 1);
    clock.pass(Duration.ofMinutes(58));
    looks(edge);
    stopEdges();
    TestEdge again = start("a.example.org");
    looks(again);
    assertThat(server.orders()).isEqualTo(1);
    clock.pass(Duration.ofMinutes(3));
    again.awaitCertificate(1);
    assertThat(warnings())
        .singleElement()
        .asString()
        .matches(
            "no new certificate for a.example.org: 127.0.0.1 refuses: too many certificates already"
                + " issued \\(rateLimited\\); tried again from .* on");
  }

  @Test
  void neverTriesMoreThanFiveTimesAnHourWhateverItsRestarts() {
    TestEdge edge = edge(server, Authority.PATIENCE, "a.example.org").start();
    for (int minute = 0; minute < 59; minute++) {
      clock.pass(Duration.ofMinutes(1));
      looks(edge);
      if (minute % 10 == 0) {
        stopEdges();
        edge = edge(server, Authority.PATIENCE, "a.example.org").start();
      }
    }
    assertThat(server.orders()).isEqualTo(5);
    server.knowsEdge(edge.port());
    clock.pass(Duration.ofHours(24));
    edge.awaitCertificate(1);
  }

  @Test
  void saysWhatTheServerHasAgainstIt() {
    TestEdge edge = edge(server, Authority.PATIENCE, "a.example.org").start();
    awaitFailures(edge, 1);
    assertThat(warnings())
        .singleElement()
        .asString()
        .contains("127.0.0.1 isn't convinced that a.example.org is here: nobody is there");
    assertThat(Instant.ofEpochSecond((long) edge.gauge("sightline.acme.failure.seconds")))
        .isCloseTo(clock.instant(), ABOUT);
  }

  @Test
  void saysWhenTheServerCannotBeReached() {
    AcmeConfig nobody =
        new AcmeConfig(
            List.of("a.example.org"),
            Optional.empty(),
            URI.create("https://127.0.0.1:1/dir"),
            Optional.empty(),
            "unused");
    TestEdge edge = TestEdge.alone(nobody, store, clock, Authority.PATIENCE);
    edges.add(edge);
    edge.start();
    awaitFailures(edge, 1);
    assertThat(warnings()).singleElement().asString().contains("127.0.0.1 can't be reached");
  }

  @Test
  void ordersNothingThatItCannotKeep() {
    store.readOnly(CertificateStore.JOURNAL);
    TestEdge edge = start("a.example.org");
    awaitFailures(edge, 1);
    assertThat(server.orders()).isZero();
    assertThat(warnings()).singleElement().asString().contains("the store is full");
  }

  @Test
  void keepsLaterWhatItCannotKeepAtOnce() {
    store.readOnly(CertificateStore.CERTIFICATE);
    TestEdge edge = start("a.example.org");
    IssuedCertificate shown = edge.awaitCertificate(1);
    clock.pass(Duration.ofMinutes(5));
    looks(edge);
    assertThat(edge.acme().certificate()).isEqualTo(shown);
    store.readOnly();
    awaitKept(CertificateStore.CERTIFICATE, shown.chainPem());
    assertThat(server.orders()).isEqualTo(1);
  }

  @Test
  void isReadyOnceItKnowsWhatIsInTheStore() {
    store.unreadable(true);
    TestEdge edge = start("a.example.org");
    looks(edge);
    assertThat(edge.acme().isStoreKnown()).isFalse();
    store.unreadable(false);
    clock.pass(Duration.ofSeconds(6));
    Await.until("the store is known", edge.acme()::isStoreKnown);
    edge.awaitCertificate(1);
    assertThat(warnings()).containsExactly("the store is away");
  }

  @Test
  void neverTellsWhatIsSecret() {
    server.limits(1);
    TestEdge edge = start("a.example.org");
    awaitFailures(edge, 1);
    clock.pass(Duration.ofHours(2));
    IssuedCertificate shown = edge.awaitCertificate(1);
    Await.until("all is kept", () -> store.texts().size() == 4);
    String told =
        String.join("\n", log.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    assertThat(told).doesNotContain("PRIVATE").contains("valid until");
    assertThat(shown.toString()).doesNotContain("PRIVATE");
  }

  private TestEdge start(String... domains) {
    TestEdge edge = edge(server, Authority.PATIENCE, domains);
    server.knowsNoEdge();
    server.knowsEdge(edge.port());
    return edge.start();
  }

  private TestEdge edge(FakeAcmeServer of, Duration patience, String... domains) {
    AcmeConfig config =
        new AcmeConfig(
            List.of(domains),
            Optional.of("me@example.org"),
            of.directory(),
            Optional.of(new TlsFile("ca-file", of.caFile())),
            "unused");
    TestEdge edge = TestEdge.alone(config, store, clock, patience);
    edges.add(edge);
    return edge;
  }

  private void stopEdges() {
    edges.forEach(TestEdge::close);
    edges.clear();
  }

  /** Long enough for it to have done what is due. */
  private static void looks(TestEdge edge) {
    long enough = edge.acme().looks() + 2;
    Await.until("it has looked again", () -> edge.acme().looks() >= enough);
  }

  private static void awaitOrder(TestEdge edge) {
    Await.until("an order has come to its end", () -> edge.orders("issued") == 1);
  }

  private static void awaitFailures(TestEdge edge, int count) {
    Await.until(count + " failures", () -> edge.orders("failed") >= count);
  }

  private static void awaitRenewal(TestEdge edge, Instant from) {
    Await.until(
        "it is to be renewed as the server wants it",
        () -> {
          double renewal = edge.gauge("sightline.acme.renewal.seconds");
          return renewal >= from.getEpochSecond()
              && renewal <= from.plus(Duration.ofHours(12)).getEpochSecond();
        });
  }

  private void awaitKept(String name, Secret text) {
    Await.until(name + " is kept", () -> text.equals(store.texts().get(name)));
  }

  private List<String> warnings() {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel().equals(Level.WARN))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
