package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.TestCertificate;
import dev.sightline.tls.TlsFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be wrong with the three files, and what is said then. */
class BusIdentityReaderTest {

  private static final String NAME = "dns:node";

  @TempDir static Path shared;
  private static TestCertificate authority;
  private static TestCertificate node;
  private static TestCertificate other;

  @TempDir Path directory;

  @BeforeAll
  static void make() {
    authority = TestCertificate.authority(shared);
    node = authority.issue(NAME, "-validity", "30");
    other = TestCertificate.selfSigned(shared, NAME);
  }

  @Test
  void takesFilesThatFitTogether() throws Exception {
    BusIdentity identity = read(write(node.pem(), node.keyPem(), authority.pem()));
    assertThat(Duration.between(Instant.now(), identity.expiry()).toDays()).isBetween(28L, 30L);
  }

  @Test
  void takesRsaKeysAndTextBetweenCertificates() throws Exception {
    TestCertificate rsa = authority.issue(NAME, "-keyalg", "RSA");
    String bundle = "# one\n" + other.pem() + "# two\n" + authority.pem();
    assertThat(read(write("subject=x\n" + rsa.pem(), rsa.keyPem(), bundle))).isNotNull();
  }

  @Test
  void takesAChain() throws Exception {
    assertThat(read(write(node.pem() + authority.pem(), node.keyPem(), authority.pem())))
        .isNotNull();
  }

  @Test
  void namesAFileThatIsMissing() throws Exception {
    BusTlsFiles files = write(node.pem(), node.keyPem(), authority.pem());
    Files.delete(files.key());
    refuses(files, "cluster.tls.key-file names %s, which can't be read".formatted(files.key()));
  }

  @Test
  void namesAFileThatIsTooLong() throws Exception {
    BusTlsFiles files = write(node.pem(), node.keyPem(), "x".repeat((1 << 20) + 1));
    refuses(files, "cluster.tls.ca-file names %s, which is longer than 1MiB".formatted(files.ca()));
  }

  @Test
  void namesAFileWithoutACertificate() throws Exception {
    BusTlsFiles files = write(node.keyPem(), node.keyPem(), authority.pem());
    refuses(
        files,
        "cluster.tls.cert-file names %s, which holds no certificate in PEM"
            .formatted(files.cert()));
    files = write(node.pem(), node.keyPem(), "nothing");
    refuses(
        files,
        "cluster.tls.ca-file names %s, which holds no certificate in PEM".formatted(files.ca()));
  }

  @Test
  void namesAFileWithoutAKey() throws Exception {
    BusTlsFiles files = write(node.pem(), node.pem(), authority.pem());
    refuses(
        files,
        "cluster.tls.key-file names %s, which holds no RSA or EC key in PEM, without a password, that fits the certificate in %s"
            .formatted(files.key(), files.cert()));
  }

  @Test
  void namesAKeyOfAnotherCertificate() throws Exception {
    BusTlsFiles files = write(node.pem(), other.keyPem(), authority.pem());
    refuses(
        files,
        "cluster.tls.key-file names %s, which doesn't fit the certificate in %s"
            .formatted(files.key(), files.cert()));
  }

  @Test
  void namesCertificatesInTheWrongOrder() throws Exception {
    BusTlsFiles files = write(node.pem() + other.pem(), node.keyPem(), authority.pem());
    refuses(
        files,
        "cluster.tls.cert-file names %s, whose certificates must follow each other, beginning with this node's"
            .formatted(files.cert()));
  }

  @Test
  void namesACertificateOfAnotherAuthority() throws Exception {
    BusTlsFiles files = write(other.pem(), other.keyPem(), authority.pem());
    refuses(
        files,
        "cluster.tls.cert-file names %s, whose certificate isn't issued by an authority of cluster.tls.ca-file"
            .formatted(files.cert()));
  }

  @Test
  void namesDatesThatAreNotNow() throws Exception {
    BusTlsFiles files = write(node.pem(), node.keyPem(), authority.pem());
    Instant end = read(files).expiry();
    assertThatThrownBy(() -> reader(files).read(end.plusSeconds(1)))
        .hasMessage(
            "cluster.tls.cert-file names %s, whose certificate has expired, on %s",
            files.cert(), end);
    assertThatThrownBy(() -> reader(files).read(Instant.EPOCH))
        .hasMessageStartingWith(
            "cluster.tls.cert-file names %s, whose certificate isn't valid before 2", files.cert());
  }

  @Test
  void namesACertificateForServersOnly() throws Exception {
    TestCertificate server = authority.issue(NAME, "-ext", "eku=serverAuth");
    BusTlsFiles files = write(server.pem(), server.keyPem(), authority.pem());
    refuses(
        files,
        "cluster.tls.cert-file names %s, whose certificate must be good for servers and for clients, and strong"
            .formatted(files.cert()));
  }

  @Test
  void aNodeDoesNotStartWithThem() throws Exception {
    BusTlsFiles files = write(other.pem(), other.keyPem(), authority.pem());
    ClusterConfig config = TestNodes.withTls(TestNodes.onFreePorts(), files);
    assertThatThrownBy(() -> TestNodes.start(config))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("isn't issued by an authority of cluster.tls.ca-file");
  }

  /** The commands of the documentation, as a person would type them. */
  @Test
  void takesWhatTheDocumentationMakes() throws Exception {
    Requires.program("openssl");
    String commands = commandsOf(Files.readString(Path.of("../docs/cluster.md")));
    try (RunningProgram shell =
        RunningProgram.start(List.of("sh", "-ec", commands), Map.of(), directory)) {
      assertThat(shell.awaitExit()).as(() -> shell.lines().toString()).isZero();
    }
    BusTlsFiles made =
        new BusTlsFiles(
            directory.resolve("node-1.pem"),
            directory.resolve("node-1.key"),
            directory.resolve("ca.pem"));
    assertThat(Duration.between(Instant.now(), read(made).expiry()).toDays()).isGreaterThan(300);
  }

  private static String commandsOf(String page) {
    return page.lines()
        .filter(line -> line.startsWith("    openssl "))
        .reduce((a, b) -> a + "\n" + b)
        .orElseThrow();
  }

  private void refuses(BusTlsFiles files, String sentence) {
    assertThatThrownBy(() -> read(files)).isInstanceOf(TlsFileException.class).hasMessage(sentence);
  }

  private static BusIdentity read(BusTlsFiles files) throws TlsFileException {
    return reader(files).read(Instant.now());
  }

  private static BusIdentityReader reader(BusTlsFiles files) throws TlsFileException {
    return new BusIdentityReader(files, BusTlsPem.read(files));
  }

  private BusTlsFiles write(String cert, String key, String ca) throws IOException {
    return TestNodes.write(directory, cert, key, ca);
  }
}
