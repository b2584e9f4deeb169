package dev.sightline.testkit;

import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLSocket;

/** A certificate and its key for a TLS server of a test, made by the JDK's keytool. */
public final class TestCertificate {

  public static final String PASSWORD = "test-only";

  private final Path keyStore;
  private final String alias;

  private TestCertificate(Path keyStore, String alias) {
    this.keyStore = keyStore;
    this.alias = alias;
  }

  /**
   * A certificate that nobody vouches for.
   *
   * @param directory where its files go
   * @param names what it is for, such as {@code dns:localhost,ip:127.0.0.1}
   * @param more further options of {@code keytool -genkeypair}
   */
  public static TestCertificate selfSigned(Path directory, String names, String... more) {
    TestCertificate made = new TestCertificate(newStore(directory), "self");
    made.generate(List.of("-ext", "san=" + names), List.of(more));
    return made;
  }

  /** An authority that can {@link #issue}. */
  public static TestCertificate authority(Path directory) {
    TestCertificate made = new TestCertificate(newStore(directory), "authority");
    made.generate(List.of("-ext", "bc:critical"), List.of());
    return made;
  }

  /** A certificate by this authority; the parameters are those of {@link #selfSigned}. */
  public TestCertificate issue(String names, String... more) {
    TestCertificate made = new TestCertificate(keyStore, "issued-" + System.nanoTime());
    made.generate(List.of("-signer", alias, "-ext", "san=" + names), List.of(more));
    return made;
  }

  /** For a server that shows it. */
  public KeyCertOptions keys() {
    return new PfxOptions().setPath(keyStore.toString()).setPassword(PASSWORD).setAlias(alias);
  }

  /** The PKCS #12 file that it lies in, alone unless it was issued; of {@link #PASSWORD}. */
  public Path keystore() {
    return keyStore;
  }

  /** What a new connection to a server is shown, as {@link #fingerprint} tells it. */
  public static String shownBy(String host, int port) {
    try (SSLSocket socket = (SSLSocket) AnyCertificate.sockets().createSocket(host, port)) {
      socket.setSoTimeout((int) Await.DEADLINE.toMillis());
      socket.startHandshake();
      return fingerprint(socket.getSession().getPeerCertificates()[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SHA-256 as {@code openssl x509 -fingerprint -sha256} prints it. */
  public String fingerprint() {
    try {
      return fingerprint(certificate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String fingerprint(Certificate certificate) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate without its key. */
  public String pem() {
    try {
      return block("CERTIFICATE", certificate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its private key, as PKCS #8 without a password. */
  public String keyPem() {
    try {
      byte[] key = store().getKey(alias, PASSWORD.toCharArray()).getEncoded();
      return block("PRIVATE KEY", key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String block(String what, byte[] bytes) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(bytes));
  }

  /** A new file with {@link #pem}. */
  public Path pemFile() {
    try {
      return Files.writeString(Files.createTempFile(keyStore.getParent(), alias, ".pem"), pem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Certificate certificate() throws GeneralSecurityException {
    return store().getCertificate(alias);
  }

  private KeyStore store() throws GeneralSecurityException {
    try {
      return KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path newStore(Path directory) {
    try {
      return Files.createTempDirectory(directory, "keys").resolve("keys.p12");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void generate(List<String> options, List<String> more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    // A short run is quicker without the compiler that takes its time.
    command.add("-J-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + alias));
    command.addAll(List.of("-keystore", keyStore.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD));
    command.addAll(options);
    command.addAll(more);
    if (!more.contains("-keyalg")) {
      command.addAll(List.of("-keyalg", "EC"));
    }
    try (RunningProgram keytool = RunningProgram.start(command.toArray(String[]::new))) {
      if (keytool.awaitExit() != 0) {
        throw new AssertionError("keytool says: " + keytool.lines());
      }
    }
  }
}
