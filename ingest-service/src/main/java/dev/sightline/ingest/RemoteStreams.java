package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The streams of all other places together. Of several places with the same stream one that has it
 * now goes first, then the one that is fewer regions away from its camera, then the one that is
 * named first: so places can stand in for each other, and the direct way is taken.
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

  /** Looks what there is by now; again and again, since what is gone for long isn't told of. */
  void look() {
    Map<StreamId, RemoteConfig> now = new LinkedHashMap<>();
    sources.stream()
        .flatMap(source -> source.get().stream())
        .flatMap(place -> place.streams().values().stream())
        .sorted(Comparator.comparingInt(RemoteConfig::distance))
        .forEach(stream -> now.putIfAbsent(stream.id(), stream));
    if (!now.equals(streams)) {
      streams = now;
      onChange.accept(now);
    }
  }

  /** By which place each stream comes. */
  Map<StreamId, String> holders() {
    Map<StreamId, String> holders = new LinkedHashMap<>();
    streams.forEach((id, stream) -> holders.put(id, stream.origin()));
    return holders;
  }
}
