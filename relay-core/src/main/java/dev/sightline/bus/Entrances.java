package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the ingests of a cluster take what is pushed.
 *
 * @param byEpoch each by the run of its node
 */
record Entrances(Map<Epoch, Entrance> byEpoch) {

  Entrances {
    byEpoch = Map.copyOf(byEpoch);
  }

  static Entrances of(Collection<Member> members) {
    Map<Epoch, Entrance> open = new HashMap<>();
    members.forEach(
        member -> member.entrance().ifPresent(entrance -> open.put(member.epoch(), entrance)));
    return new Entrances(open);
  }

  /** That of the node which owns a stream in this epoch. */
  Optional<Entrance> of(Epoch owner) {
    return byEpoch.entrySet().stream()
        .filter(ingest -> ingest.getKey().node().equals(owner.node()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** An ingest that knows the secret, or else one that takes any. */
  Optional<Entrance> forUpload(String secret) {
    return newestWith(ingest -> UploadKey.of(ingest, secret))
        .or(() -> newestWith(ingest -> UploadKey.ANY));
  }

  private Optional<Entrance> newestWith(Function<Epoch, String> key) {
    return byEpoch.entrySet().stream()
        .filter(ingest -> ingest.getValue().uploadKeys().contains(key.apply(ingest.getKey())))
        .max(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue);
  }

  List<Entrance> forUplinks() {
    return byEpoch.values().stream().filter(Entrance::takesUplinks).toList();
  }
}
