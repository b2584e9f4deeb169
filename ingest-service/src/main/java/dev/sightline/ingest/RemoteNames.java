package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which streams of another place are taken, and what they are called here.
 *
 * @param place the place, for people
 * @param streams the only ones; all of them when empty
 * @param prefix what is put before their names; may be empty
 * @param region this cluster's name among others; empty when it takes nothing of another
 */
record RemoteNames(String place, Set<StreamId> streams, String prefix, Optional<String> region) {

  /** More than these have gone in a circle, or nearly so. */
  static final int MOST_HOPS = 8;

  RemoteNames {
    streams = Set.copyOf(streams);
  }

  /**
   * @param most streams that may be named
   */
  static RemoteNames read(String place, ConfigReader section, Optional<String> region, int most) {
    List<StreamId> streams = section.list("streams", List.of(), RemoteNames::stream);
    if (streams.size() > most) {
      section.problem("streams", "must not be more than %d".formatted(most));
    }
    return new RemoteNames(
        place,
        Set.copyOf(streams),
        section.value("prefix", RemoteNames::prefix).orElse(""),
        region);
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

  /** Whether a stream that has come through these regions has been here. */
  boolean comesFromHere(List<String> hops) {
    return region.filter(hops::contains).isPresent();
  }

  /** Whether it has been nearly everywhere. */
  boolean isTooFar(List<String> hops) {
    return hops.size() > MOST_HOPS;
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
