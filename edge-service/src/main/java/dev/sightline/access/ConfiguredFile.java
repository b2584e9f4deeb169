package dev.sightline.access;

import dev.sightline.node.ConfigReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Files that settings name. Each is looked at when the program starts, so that what is wrong with
 * it is told with all other mistakes.
 */
final class ConfiguredFile {

  private ConfiguredFile() {}

  /**
   * One that nobody else should be able to read.
   *
   * @param parse throws an {@link IllegalArgumentException} with a predicate of the file
   * @return empty when it isn't named, or can't be used
   */
  static Optional<Path> secret(
      ConfigReader section, String key, int mostBytes, Function<byte[], ?> parse) {
    return section.privateFile(key).filter(path -> isGood(section, key, path, mostBytes, parse));
  }

  /** The same of one that anybody may read. */
  static Optional<Path> open(
      ConfigReader section, String key, int mostBytes, Function<byte[], ?> parse) {
    return section
        .string(key)
        .map(Path::of)
        .filter(path -> isGood(section, key, path, mostBytes, parse));
  }

  private static boolean isGood(
      ConfigReader section, String key, Path path, int mostBytes, Function<byte[], ?> parse) {
    if (section.readsAgain()) {
      return true;
    }
    try {
      WatchedFile.read(path, mostBytes, parse);
      return true;
    } catch (IllegalArgumentException e) {
      section.problem(key, e.getMessage());
      return false;
    }
  }
}
