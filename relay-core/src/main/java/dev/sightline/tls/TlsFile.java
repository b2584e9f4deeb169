package dev.sightline.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file with certificates or a key.
 *
 * @param setting names it, such as {@code http.tls.cert-file}
 */
public record TlsFile(String setting, Path path) {

  /** Several times what a whole system trusts; keeps a mistaken path from filling the memory. */
  private static final int MAX_BYTES = 1 << 20;

  /**
   * What it holds now. Blocks.
   *
   * @throws TlsFileException with a sentence that shows nothing of it
   */
  public byte[] content() throws TlsFileException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw trouble("which is longer than 1MiB", null);
      }
      return bytes;
    } catch (IOException e) {
      throw trouble("which can't be read", e);
    }
  }

  /**
   * @param why ends the sentence that names the file
   */
  public TlsFileException trouble(String why, Throwable cause) {
    return new TlsFileException("%s names %s, %s".formatted(setting, path, why), cause);
  }
}
