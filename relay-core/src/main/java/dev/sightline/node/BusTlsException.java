package dev.sightline.node;

import java.nio.file.Path;

/** A file of {@code cluster.tls} that can't be used. */
final class BusTlsException extends Exception {

  private static final long serialVersionUID = 1L;

  /**
   * @param setting below {@code cluster.tls}
   * @param why ends the sentence that names the file
   */
  BusTlsException(String setting, Path path, String why, Throwable cause) {
    super("cluster.tls.%s names %s, %s".formatted(setting, path, why), cause);
  }
}
