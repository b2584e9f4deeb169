package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Who has which camera open, and what happened that may not. */
final class SimulatedCameras {

  private final Map<StreamId, Set<String>> open = new HashMap<>();
  private final Map<StreamId, Epoch> lastEpoch = new HashMap<>();
  private final Set<StreamId> watched = new HashSet<>();
  private final List<String> changes = new ArrayList<>();
  private final List<String> shared = new ArrayList<>();
  private final List<String> fallen = new ArrayList<>();
  private final List<GiveUp> interrupted = new ArrayList<>();

  void watch(Set<StreamId> streams) {
    watched.clear();
    watched.addAll(streams);
  }

  boolean isWatched(StreamId stream) {
    return watched.contains(stream);
  }

  /**
   * @param isKnown whether any ingest that runs has heard of an epoch
   */
  void open(StreamId stream, SimulatedNode node, Epoch epoch, Predicate<Epoch> isKnown) {
    Set<String> holders = open.computeIfAbsent(stream, any -> new TreeSet<>());
    holders.add(node.name());
    changes.add("%s by %s in %s".formatted(stream, node.name(), epoch));
    if (holders.size() > 1) {
      shared.add(stream + " by " + holders);
    }
    Epoch before = lastEpoch.put(stream, epoch);
    if (before != null && before.compareTo(epoch) >= 0 && isKnown.test(before)) {
      fallen.add("%s from %s to %s".formatted(stream, before, epoch));
    }
  }

  void givenUp(StreamId stream, SimulatedNode node, GiveUp why) {
    changes.add("%s not by %s, %s".formatted(stream, node.name(), why));
    if (isWatched(stream)) {
      interrupted.add(why);
    }
  }

  void close(StreamId stream, String node) {
    open.getOrDefault(stream, Set.of()).remove(node);
  }

  void closeAll(String node) {
    open.values().forEach(holders -> holders.remove(node));
  }

  Set<String> holders(StreamId stream) {
    return Set.copyOf(open.getOrDefault(stream, Set.of()));
  }

  /** All that was opened or given up. */
  List<String> changes() {
    return changes;
  }

  /** Cameras that more than one ingest had open at a time. */
  List<String> shared() {
    return shared;
  }

  /** Epochs that were not higher than the one before, of which somebody still knew. */
  List<String> fallen() {
    return fallen;
  }

  /** Why watched streams were given up. */
  List<GiveUp> interrupted() {
    return interrupted;
  }
}
