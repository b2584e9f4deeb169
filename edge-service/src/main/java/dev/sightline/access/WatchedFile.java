package dev.sightline.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a file says, read anew when it has changed.
 *
 * <p>What is found counts once two looks in a row have found the same, since it may be half
 * written. What can't be read or understood is told once, and what held before stays. Looks are
 * made on one thread at a time, the value is read on any.
 *
 * @param <T> the content's meaning
 */
final class WatchedFile<T> implements Supplier<T> {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedFile.class);

  private final String setting;
  private final Path path;
  private final int mostBytes;
  private final Function<byte[], T> parse;
  private byte[] inUse;
  private byte[] seen;
  private String trouble = "";
  private volatile T value;

  private WatchedFile(String setting, Path path, int mostBytes, Function<byte[], T> parse) {
    this.setting = setting;
    this.path = path;
    this.mostBytes = mostBytes;
    this.parse = parse;
    this.inUse = read(path, mostBytes);
    this.seen = inUse;
    this.value = parse(path, inUse, parse);
  }

  /**
   * Reads the file for the first time. Blocks.
   *
   * @param setting that names it
   * @param parse throws an {@link IllegalArgumentException} with a predicate of the file
   * @throws IllegalArgumentException with a sentence that follows the setting
   */
  static <T> WatchedFile<T> open(
      String setting, Path path, int mostBytes, Function<byte[], T> parse) {
    return new WatchedFile<>(setting, path, mostBytes, parse);
  }

  /** Only looks whether it could be opened, with the same exception. */
  static <T> T read(Path path, int mostBytes, Function<byte[], T> parse) {
    return parse(path, read(path, mostBytes), parse);
  }

  private static <T> T parse(Path path, byte[] content, Function<byte[], T> parse) {
    try {
      return parse.apply(content);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("names %s, which %s".formatted(path, e.getMessage()), e);
    }
  }

  private static byte[] read(Path path, int most) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(most + 1);
      if (content.length > most) {
        throw new IllegalArgumentException(
            "names %s, which is longer than %d bytes".formatted(path, most));
      }
      return content;
    } catch (IOException e) {
      throw new IllegalArgumentException("names %s, which can't be read".formatted(path), e);
    }
  }

  @Override
  public T get() {
    return value;
  }

  /** To be called again and again. Blocks. */
  void look() {
    try {
      byte[] found = read(path, mostBytes);
      boolean lasting = Arrays.equals(found, seen);
      seen = found;
      if (lasting && !Arrays.equals(found, inUse)) {
        value = parse(path, found, parse);
        inUse = found;
        LOG.info("{} names {}, which has changed and is in effect", setting, path);
      }
      if (lasting) {
        trouble = "";
      }
    } catch (IllegalArgumentException e) {
      refuse(e.getMessage());
    }
  }

  private void refuse(String sentence) {
    if (!sentence.equals(trouble)) {
      trouble = sentence;
      LOG.warn("{} {}; what held before stays", setting, sentence);
    }
  }
}
