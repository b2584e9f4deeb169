package dev.sightline.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;

/**
 * A certificate and its key as two files in PEM.
 *
 * @param cert the certificate, with those between it and the authority after it
 */
public record PemFiles(TlsFile cert, TlsFile key) implements CertificateSource {

  @Override
  public FileContents read() throws TlsFileException {
    return FileContents.of(cert, key);
  }

  @Override
  public ServerCertificate judge(FileContents contents, Instant now) throws TlsFileException {
    Credential credential =
        Credential.ofPem(
            cert,
            new String(contents.file(0), ISO_8859_1),
            key,
            new String(contents.file(1), ISO_8859_1));
    credential.checkDates(cert, now);
    return ServerCertificate.of(credential);
  }
}
