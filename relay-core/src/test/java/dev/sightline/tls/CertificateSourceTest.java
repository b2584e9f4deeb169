package dev.sightline.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.testkit.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be wrong with a server's certificate, and what is said then. */
class CertificateSourceTest {

  private static final String NAME = "dns:localhost";

  @TempDir private static Path shared;
  private static TestCertificate authority;
  private static TestCertificate ec;

  @TempDir private Path directory;

  @BeforeAll
  static void make() {
    authority = TestCertificate.authority(shared);
    ec = authority.issue(NAME, "-validity", "30");
  }

  @Test
  void takesAKeyWithItsCertificate() throws Exception {
    ServerCertificate made = judge(pem(ec.pem(), ec.keyPem()));
    assertThat(Duration.between(Instant.now(), made.expiry()).toDays()).isBetween(28L, 30L);
  }

  @Test
  void takesRsaKeysAndChains() throws Exception {
    TestCertificate rsa = authority.issue(NAME, "-keyalg", "RSA");
    assertThat(judge(pem(rsa.pem() + authority.pem(), rsa.keyPem()))).isNotNull();
  }

  @Test
  void namesFilesThatAreMissingOrTooLong() throws Exception {
    PemFiles files = pem(ec.pem(), ec.keyPem());
    Files.delete(files.key().path());
    refuses(files, "key-file names %s, which can't be read", files.key());
    Files.writeString(files.key().path(), "x".repeat((1 << 20) + 1));
    refuses(files, "key-file names %s, which is longer than 1MiB", files.key());
  }

  @Test
  void namesFilesThatHoldSomethingElse() throws Exception {
    PemFiles files = pem("nothing", ec.keyPem());
    refuses(files, "cert-file names %s, which holds no certificate in PEM", files.cert());
    files = pem(ec.pem(), ec.pem());
    refuses(
        files,
        "key-file names %s, which holds no RSA or EC key in PEM, without a password, that fits the certificate in "
            + files.cert().path(),
        files.key());
  }

  @Test
  void namesAKeyOfAnotherCertificate() throws Exception {
    PemFiles files = pem(ec.pem(), TestCertificate.selfSigned(shared, NAME).keyPem());
    refuses(
        files,
        "key-file names %s, which doesn't fit the certificate in " + files.cert().path(),
        files.key());
  }

  @Test
  void namesCertificatesInTheWrongOrder() throws Exception {
    PemFiles files = pem(authority.pem() + ec.pem(), ec.keyPem());
    assertThatThrownBy(() -> judge(files)).isInstanceOf(TlsFileException.class);
  }

  @Test
  void namesACertificateThatIsOverOrHasNotBegun() throws Exception {
    TestCertificate over = authority.issue(NAME, "-startdate", "-10d", "-validity", "5");
    PemFiles files = pem(over.pem(), over.keyPem());
    assertThatThrownBy(() -> judge(files))
        .hasMessageStartingWith(
            "http.tls.cert-file names %s, whose certificate has expired, on "
                .formatted(files.cert().path()));
    TestCertificate tomorrow = authority.issue(NAME, "-startdate", "+1d");
    PemFiles early = pem(tomorrow.pem(), tomorrow.keyPem());
    assertThatThrownBy(() -> judge(early))
        .hasMessageContaining("whose certificate isn't valid before ");
  }

  @Test
  void takesAKeystoreWithItsPassword() throws Exception {
    TestCertificate own = TestCertificate.selfSigned(shared, NAME);
    assertThat(judge(keystore(own.keystore(), TestCertificate.PASSWORD))).isNotNull();
  }

  @Test
  void namesAKeystoreWithAnotherPassword() throws Exception {
    TestCertificate own = TestCertificate.selfSigned(shared, NAME);
    KeystoreFile file = keystore(own.keystore(), "another");
    assertThatThrownBy(() -> judge(file))
        .hasMessage(
            "http.tls.keystore-file names %s, which is no PKCS #12 file, or has another password",
            own.keystore());
    assertThat(file.toString()).doesNotContain("another");
  }

  @Test
  void namesAKeystoreThatIsNoneOrHoldsTooMuch() throws Exception {
    Path none = Files.writeString(directory.resolve("none.p12"), "nothing");
    assertThatThrownBy(() -> judge(keystore(none, TestCertificate.PASSWORD)))
        .hasMessageContaining("which is no PKCS #12 file");
    assertThatThrownBy(() -> judge(keystore(authority.keystore(), TestCertificate.PASSWORD)))
        .hasMessageContaining("which must hold one private key with its certificate, and holds ");
  }

  @Test
  void showsNothingOfWhatTheFilesHold() throws Exception {
    PemFiles files = pem(ec.pem(), ec.keyPem());
    assertThat(files.read()).isEqualTo(files.read());
    assertThat(files.read().toString()).startsWith(FileContents.class.getName() + "@");
  }

  private PemFiles pem(String cert, String key) throws Exception {
    return new PemFiles(
        new TlsFile("http.tls.cert-file", Files.writeString(directory.resolve("cert.pem"), cert)),
        new TlsFile("http.tls.key-file", Files.writeString(directory.resolve("key.pem"), key)));
  }

  private static KeystoreFile keystore(Path path, String password) {
    return new KeystoreFile(new TlsFile("http.tls.keystore-file", path), password);
  }

  private static ServerCertificate judge(CertificateSource source) throws TlsFileException {
    return source.judge(source.read(), Instant.now());
  }

  private static void refuses(CertificateSource source, String sentence, TlsFile named) {
    assertThatThrownBy(() -> judge(source))
        .isInstanceOf(TlsFileException.class)
        .hasMessage("http.tls." + sentence.formatted(named.path()));
  }
}
