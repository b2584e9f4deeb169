package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The three files are replaced while nodes run. */
@Timeout(180)
class BusTlsRotationTest {

  private static final String NAME = "dns:node";

  @TempDir static Path shared;
  private static TestCertificate authority;
  private static TestCertificate nextAuthority;
  private static TestCertificate issued;
  private static TestCertificate issuedNext;

  @TempDir Path directory;
  private ClusterConfig ports;

  @BeforeAll
  static void make() {
    authority = TestCertificate.authority(shared);
    nextAuthority = TestCertificate.authority(shared);
    issued = authority.issue(NAME, "-validity", "30");
    issuedNext = nextAuthority.issue(NAME, "-validity", "60");
  }

  @BeforeEach
  void choosePorts() throws Exception {
    ports = TestNodes.onFreePorts();
  }

  @Test
  void anotherAuthorityTakesOverWithoutARestartOrALostMessage() throws Exception {
    BusTlsFiles one = write("one", issued, authority.pem());
    BusTlsFiles two = write("two", issued, authority.pem());
    try (RelayNode first = start(one);
        RelayNode second = start(two)) {
      AtomicInteger answers = listen(first);
      listen(second);
      ask(second, first);

      String both = authority.pem() + nextAuthority.pem();
      replace(one.ca(), both, first, 1);
      replace(two.ca(), both, second, 1);
      ask(second, first);
      replaceIdentity(one, first, 2);
      replaceIdentity(two, second, 2);
      replace(one.ca(), nextAuthority.pem(), first, 3);
      replace(two.ca(), nextAuthority.pem(), second, 3);
      ask(second, first);
      assertThat(answers).hasValue(3);

      assertThat(expiryOf(first)).isEqualTo(expiryOf(second));
      try (RelayNode third = start(write("three", issuedNext, nextAuthority.pem()))) {
        listen(third);
        ask(third, first);
        ask(third, second);
        ask(first, third);
        ask(second, third);
        assertThat(first.metrics().bus().strangers().count()).isZero();
        assertThat(third.metrics().bus().strangers().count()).isZero();
      }
    }
  }

  @Test
  void filesThatDoNotFitAreRefusedAndTheOldOnesStay() throws Exception {
    BusTlsFiles one = write("one", issued, authority.pem());
    try (LoggedWarnings warnings = LoggedWarnings.of(BusTlsWatch.class);
        RelayNode first = start(one)) {
      double expiry = expiryOf(first);
      listen(first);
      Files.writeString(one.key(), issuedNext.keyPem());
      Await.until("they are refused", () -> changes(first, false) == 1);
      assertThat(warnings.messages())
          .containsExactly(
              "cluster.tls.key-file names %s, which doesn't fit the certificate in %s; the event bus keeps the certificate it has"
                  .formatted(one.key(), one.cert()));
      Files.delete(one.ca());
      Await.until("a missing file is refused", () -> changes(first, false) == 2);
      assertThat(expiryOf(first)).isEqualTo(expiry);
      assertThat(changes(first, true)).isZero();

      try (RelayNode second = start(write("two", issued, authority.pem()))) {
        ask(second, first);
      }
    }
  }

  /** As Kubernetes does it: a link to a directory is switched, with all files in it. */
  @Test
  void aSwitchedLinkIsNoticed() throws Exception {
    write("old", issued, authority.pem());
    write("new", authority.issue(NAME, "-validity", "90"), authority.pem());
    Path link = Files.createSymbolicLink(directory.resolve("now"), Path.of("old"));
    try (RelayNode node = start(TestNodes.files(link))) {
      double expiry = expiryOf(node);
      Path next = Files.createSymbolicLink(directory.resolve("next"), Path.of("new"));
      Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
      Await.until("it is taken", () -> changes(node, true) == 1);
      assertThat(expiryOf(node)).isGreaterThan(expiry + 50 * 86_400);
    }
  }

  /** The key comes a moment after the certificate, as files do that are replaced one by one. */
  private void replaceIdentity(BusTlsFiles files, RelayNode node, int changes) throws Exception {
    Files.writeString(files.cert(), issuedNext.pem());
    replace(files.key(), issuedNext.keyPem(), node, changes);
  }

  private static void replace(Path file, String content, RelayNode node, int changes)
      throws Exception {
    Files.writeString(file, content);
    Await.until("the change is taken", () -> changes(node, true) == changes);
  }

  private BusTlsFiles write(String name, TestCertificate node, String ca) throws Exception {
    return TestNodes.write(directory.resolve(name), node.pem(), node.keyPem(), ca);
  }

  private RelayNode start(BusTlsFiles files) throws StartException {
    return TestNodes.start(TestNodes.withTls(ports, files));
  }

  private static double changes(RelayNode node, boolean taken) {
    return node.metrics().bus().certificateChanges(taken).count();
  }

  private static double expiryOf(RelayNode node) {
    return node.registry().get("sightline.bus.certificate.expiry.seconds").gauge().value();
  }

  private static AtomicInteger listen(RelayNode node) {
    AtomicInteger asked = new AtomicInteger();
    Await.result(
        node.vertx()
            .eventBus()
            .consumer(
                at(node),
                ask -> {
                  asked.incrementAndGet();
                  ask.reply("the answer");
                })
            .completion());
    return asked;
  }

  private static void ask(RelayNode one, RelayNode other) {
    assertThat(Await.result(one.vertx().eventBus().request(at(other), "?")).body())
        .isEqualTo("the answer");
  }

  /** An address that only this node listens at. */
  private static String at(RelayNode node) {
    return "test@" + node.nodeId();
  }
}
