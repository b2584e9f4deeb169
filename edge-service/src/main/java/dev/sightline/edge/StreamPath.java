package dev.sightline.edge;

import dev.sightline.bus.StreamDirectory;
import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.frame.StreamId;
import java.util.Collection;
import java.util.Optional;

/** Finds the stream that a URL means: the one it names, or the only one when it names none. */
final class StreamPath {

  private final StreamDirectory directory;

  StreamPath(StreamDirectory directory) {
    this.directory = directory;
  }

  /**
   * @param name the segment before the action; null when there is none
   */
  Optional<StreamId> find(String name) {
    if (name == null) {
      return only();
    }
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
    return directory.entries().isEmpty()
        ? "There is no stream here yet.\n"
        : "There are several streams here, so the URL must name one; /status lists them.\n";
  }
}
