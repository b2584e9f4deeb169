package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The streams of all other places together. Of two places with the same stream the one that has it
 * now goes first, then the one that is named first, so that places can stand in for each other.
 *
 * <p>Lives on the ingest's event loop.
 */
final class RemoteStreams {

  private final List<Supplier<List<RemotePlace>>> sources = new ArrayList<>();
  private final Consumer<Map<StreamId, RemoteConfig>> onChange;
  private Map<StreamId, RemoteConfig> streams = Map.of();

  RemoteStreams(Consumer<Map<StreamId, RemoteConfig>> onChange) {
    this.onChange = onChange;
  }

  /** Adds places, which may become others; whoever changes them calls {@link #look}. */
  void add(Supplier<List<RemotePlace>> places) {
    sources.add(places);
  }

  /** Looks what there is by now. */
  void look() {
    Map<StreamId, RemoteConfig> now = new LinkedHashMap<>();
    List<RemotePlace> places = sources.stream().flatMap(source -> source.get().stream()).toList();
    places.forEach(place -> add(place, true, now));
    places.forEach(place -> add(place, false, now));
    if (!now.equals(streams)) {
      streams = now;
      onChange.accept(now);
    }
  }

  private static void add(RemotePlace place, boolean present, Map<StreamId, RemoteConfig> to) {
    place
        .streams()
        .forEach(
            (id, stream) -> {
              if (place.find(stream.there()).isPresent() == present) {
                to.putIfAbsent(id, stream);
              }
            });
  }
}
