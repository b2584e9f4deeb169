package dev.sightline.edge;

import dev.sightline.bus.StreamDirectory;
import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.frame.StreamId;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Finds the stream that a URL means: the one it names, and if it names none the configured one, or
 * else the only one.
 */
final class StreamPath {

  /** Ingests that count alike put their streams in order of the names. */
  private static final Comparator<Entry> CONFIGURED_ORDER =
      Comparator.comparingInt((Entry entry) -> entry.status().position())
          .thenComparing(Entry::stream);

  private final StreamDirectory directory;
  private final Optional<StreamId> defaultStream;

  StreamPath(StreamDirectory directory, Optional<StreamId> defaultStream) {
    this.directory = directory;
    this.defaultStream = defaultStream;
  }

  /**
   * @param name the segment before the action; null when there is none
   */
  Optional<StreamId> find(String name) {
    if (name != null) {
      return named(name);
    }
    return defaultStream.isPresent() ? named(defaultStream.get().name()) : only();
  }

  boolean isStream(String name) {
    return named(name).isPresent();
  }

  /**
   * @param number counted from 0, in the order of the configuration
   */
  Optional<StreamId> numbered(int number) {
    return directory.entries().stream()
        .sorted(CONFIGURED_ORDER)
        .skip(number)
        .findFirst()
        .map(Entry::stream);
  }

  private Optional<StreamId> named(String name) {
    return StreamId.isValid(name)
        ? directory.find(new StreamId(name)).map(Entry::stream)
        : Optional.empty();
  }

  private Optional<StreamId> only() {
    Collection<Entry> entries = directory.entries();
    return entries.size() == 1 ? entries.stream().findFirst().map(Entry::stream) : Optional.empty();
  }

  /** Why {@link #find} found nothing, as a sentence for the viewer. */
  String whyNot(String name) {
    if (name != null) {
      return "There is no stream named '%s' here; /status lists those there are.\n".formatted(name);
    }
    if (directory.entries().isEmpty()) {
      return "There is no stream here yet.\n";
    }
    return defaultStream
        .map(
            "The stream '%s', which this URL means, is not here; /status lists those there are.\n"
                ::formatted)
        .orElse("There are several streams here, so the URL must name one; /status lists them.\n");
  }
}
