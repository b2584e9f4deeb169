package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigReader;
import java.util.List;
import java.util.Optional;

/**
 * Which streams of another place are taken, and what they are called here.
 *
 * @param place the place, for people
 * @param streams the only ones; all of them when empty
 * @param prefix what is put before their names; may be empty
 * @param region this cluster's name among others; empty when it takes nothing of another
 */
record RemoteNames(String place, List<StreamId> streams, String prefix, Optional<String> region) {

  /** More than these have gone in a circle, or nearly so. */
  static final int MOST_HOPS = 8;

  private static final int MOST_STREAMS = 10_000;

  RemoteNames {
    streams = List.copyOf(streams);
  }

  static RemoteNames read(String place, ConfigReader section, Optional<String> region) {
    List<StreamId> streams = section.list("streams", List.of(), RemoteNames::stream);
    if (streams.size() > MOST_STREAMS) {
      section.problem("streams", "must not be more than %d".formatted(MOST_STREAMS));
    }
    return new RemoteNames(
        place, streams, section.value("prefix", RemoteNames::prefix).orElse(""), region);
  }

  private static StreamId stream(String text) {
    return new StreamId(text);
  }

  private static String prefix(String text) {
    if (!StreamId.isValid(text)) {
      throw new IllegalArgumentException(
          "must be what a stream's name can begin with, such as garden-, not '%s'".formatted(text));
    }
    return text;
  }

  /** Whether a stream that has come through these regions has been here, or nearly everywhere. */
  boolean isOurs(List<String> hops) {
    return hops.size() > MOST_HOPS || region.filter(hops::contains).isPresent();
  }

  boolean takes(StreamId there) {
    return streams.isEmpty() || streams.contains(there);
  }

  /** Whether a stream of any name may come. */
  boolean isAnything() {
    return streams.isEmpty() && prefix.isEmpty();
  }

  /** Its name here; empty when that would be none. */
  Optional<StreamId> here(StreamId there) {
    String name = prefix + there.name();
    return StreamId.isValid(name) ? Optional.of(new StreamId(name)) : Optional.empty();
  }

  @Override
  public String toString() {
    return place;
  }
}
