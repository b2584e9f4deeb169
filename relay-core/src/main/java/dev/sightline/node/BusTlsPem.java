package dev.sightline.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the three files of {@link BusTlsFiles} held at one look; two that held the same are equal.
 */
record BusTlsPem(String cert, Secret key, String ca) {

  /** Several times what a whole system trusts; keeps a mistaken path from filling the memory. */
  private static final int MAX_BYTES = 1 << 20;

  /**
   * Reads them. Blocks.
   *
   * @throws BusTlsException with a sentence that names the file and nothing of its content
   */
  static BusTlsPem read(BusTlsFiles files) throws BusTlsException {
    return new BusTlsPem(
        content(BusTlsFiles.CERT, files.cert()),
        new Secret(content(BusTlsFiles.KEY, files.key())),
        content(BusTlsFiles.CA, files.ca()));
  }

  private static String content(String setting, Path path) throws BusTlsException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new BusTlsException(setting, path, "which is longer than 1MiB", null);
      }
      return new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new BusTlsException(setting, path, "which can't be read", e);
    }
  }
}
