package dev.sightline.node;

import dev.sightline.tls.TlsFile;
import dev.sightline.tls.TlsFileException;
import java.nio.charset.StandardCharsets;

/**
 * What the three files of {@link BusTlsFiles} held at one look; two that held the same are equal.
 */
record BusTlsPem(String cert, Secret key, String ca) {

  /**
   * Reads them. Blocks.
   *
   * @throws TlsFileException with a sentence that names the file and nothing of its content
   */
  static BusTlsPem read(BusTlsFiles files) throws TlsFileException {
    return new BusTlsPem(
        content(files.certFile()), new Secret(content(files.keyFile())), content(files.caFile()));
  }

  private static String content(TlsFile file) throws TlsFileException {
    return new String(file.content(), StandardCharsets.ISO_8859_1);
  }
}
