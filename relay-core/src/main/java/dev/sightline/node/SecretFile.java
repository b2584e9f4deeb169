package dev.sightline.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A secret kept in a file of its own, the way Docker and Kubernetes hand them out. */
final class SecretFile {

  /** Longer than any password or token; keeps a mistaken path from filling the memory. */
  private static final int MAX_BYTES = 64 * 1024;

  private SecretFile() {}

  /**
   * The file's text without the line break at its end.
   *
   * @throws IllegalArgumentException with a sentence that names the file and nothing of its content
   */
  static Secret read(String path) {
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException(
            "names %s, which is longer than %s".formatted(path, ByteSize.format(MAX_BYTES)));
      }
      return new Secret(withoutLineBreak(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalArgumentException("names %s, which can't be read".formatted(path), e);
    }
  }

  private static String withoutLineBreak(String text) {
    return text.replaceFirst("\\r?\\n\\z", "");
  }
}
