package dev.sightline.tls;

import java.time.Instant;

/** Where a server's certificate and its key lie. */
public interface CertificateSource {

  /** What the files hold now. Blocks. */
  FileContents read() throws TlsFileException;

  /**
   * What that makes, if clients could believe it.
   *
   * @param now for the dates
   */
  ServerCertificate judge(FileContents contents, Instant now) throws TlsFileException;
}
