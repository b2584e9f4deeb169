package dev.sightline.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/**
 * A file of certificates by whose word a camera is trusted, as it was when it was read: a changed
 * file makes another value.
 *
 * @param pem at least one certificate
 */
record CertificateFile(Path path, String pem) {

  /** Several times what a whole system trusts; keeps a mistaken path from filling the memory. */
  private static final int MAX_BYTES = 1 << 20;

  private static final String BEGINNING = "-----BEGIN CERTIFICATE-----";

  /**
   * @throws IllegalArgumentException with a sentence that names the file and nothing of its content
   */
  static CertificateFile read(String name) {
    try {
      Path path = Path.of(name);
      String pem = contentOf(path);
      if (!pem.contains(BEGINNING)) {
        throw new IllegalArgumentException(
            "names %s, which holds no certificate in PEM".formatted(name));
      }
      check(pem);
      return new CertificateFile(path, pem);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException("names %s, which can't be read".formatted(name), e);
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "names %s, which holds a broken certificate".formatted(name), e);
    }
  }

  private static String contentOf(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException("names %s, which is longer than 1MiB".formatted(path));
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  private static void check(String pem) throws CertificateException {
    // What stands before a certificate is often its description, which the JDK doesn't expect.
    byte[] certificates = pem.substring(pem.indexOf(BEGINNING)).getBytes(StandardCharsets.US_ASCII);
    CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(certificates));
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
