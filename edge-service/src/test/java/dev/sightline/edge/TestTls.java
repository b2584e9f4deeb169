package dev.sightline.edge;

import dev.sightline.node.HttpTls;
import dev.sightline.testkit.TestCertificate;
import dev.sightline.tls.PemFiles;
import dev.sightline.tls.TlsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A certificate in two files, as certbot leaves them. */
record TestTls(Path cert, Path key) {

  static final String NAMES = "dns:localhost,ip:127.0.0.1";

  static TestTls in(Path directory, TestCertificate certificate) {
    TestTls files = new TestTls(directory.resolve("cert.pem"), directory.resolve("key.pem"));
    files.replace(certificate);
    return files;
  }

  /** With a certificate of its own. */
  static TestTls in(Path directory) {
    return in(directory, certificate(directory));
  }

  /** One that all tests of a class may begin with, since it takes a second to make. */
  static TestCertificate certificate(Path directory) {
    return TestCertificate.selfSigned(directory, NAMES);
  }

  /** One file after the other. */
  void replace(TestCertificate certificate) {
    try {
      Files.writeString(cert, certificate.pem());
      Files.writeString(key, certificate.keyPem());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpTls config() {
    return new HttpTls(source(), Optional.empty());
  }

  HttpTls withHsts(Duration time) {
    return new HttpTls(source(), Optional.of(time));
  }

  private PemFiles source() {
    return new PemFiles(
        new TlsFile("http.tls.cert-file", cert), new TlsFile("http.tls.key-file", key));
  }
}
