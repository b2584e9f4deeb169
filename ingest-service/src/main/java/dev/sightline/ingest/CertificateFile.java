package dev.sightline.ingest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** A file of certificates by whose word a camera is trusted. */
final class CertificateFile {

  /** More than all certificates that a system trusts; keeps a mistaken path out of the memory. */
  private static final int MAX_BYTES = 4 << 20;

  private CertificateFile() {}

  /**
   * The path of a file that can be read and holds certificates.
   *
   * @throws IllegalArgumentException with a sentence that names the file
   */
  static Path checked(String name) {
    try {
      Path path = Path.of(name);
      if (Files.size(path) > MAX_BYTES) {
        throw new IllegalArgumentException("names %s, which is longer than 4MiB".formatted(name));
      }
      if (countOf(path) == 0) {
        throw new IllegalArgumentException("names %s, which holds no certificate".formatted(name));
      }
      return path;
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "names %s, which is no file of certificates in PEM".formatted(name), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("names %s, which can't be read".formatted(name), e);
    }
  }

  private static int countOf(Path path) throws IOException, CertificateException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).size();
    }
  }
}
