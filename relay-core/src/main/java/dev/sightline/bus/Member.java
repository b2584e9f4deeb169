package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A node as it has announced itself. */
final class Member {

  private final Map<StreamId, StreamStatus> streams = new HashMap<>();
  private Epoch epoch;
  private Entrance entrance;
  private Candidacy candidacy;
  private Map<StreamId, String> claimedBefore = Map.of();
  private List<LinkStatus> links = List.of();
  private long heardAt;

  /**
   * @param now milliseconds since 1970
   */
  void hear(Announcement announcement, long now) {
    epoch = announcement.epoch();
    entrance = announcement.entrance();
    heardAt = now;
    if (announcement.complete()) {
      streams.clear();
      claimedBefore = candidacy == null ? Map.of() : candidacy.claimed();
      candidacy = announcement.candidacy();
      links = announcement.links();
    }
    for (StreamStatus status : announcement.streams()) {
      StreamId stream = status.stream();
      if (streams.containsKey(stream) || streams.size() < StreamDirectory.MAX_STREAMS_PER_NODE) {
        streams.put(stream, status);
      }
    }
  }

  /** Takes it for heard now, since nobody could have been. */
  void excuse(long now) {
    heardAt = now;
  }

  /** Milliseconds since 1970. */
  long heardAt() {
    return heardAt;
  }

  /** In which this run of it began. */
  Epoch epoch() {
    return epoch;
  }

  Optional<Entrance> entrance() {
    return Optional.ofNullable(entrance);
  }

  List<LinkStatus> links() {
    return links;
  }

  /** What it serves. */
  Map<StreamId, StreamStatus> streams() {
    return Collections.unmodifiableMap(streams);
  }

  /** In which it pulls a stream. */
  Epoch epochOf(StreamId stream) {
    return candidacy == null ? epoch : candidacy.owned().getOrDefault(stream, epoch);
  }

  boolean isIngest() {
    return candidacy != null;
  }

  /** Null on a node without an ingest. */
  Candidacy candidacy() {
    return candidacy;
  }

  /** What it could pull too. */
  Set<StreamId> standby() {
    return candidacy == null ? Set.of() : candidacy.standby();
  }

  boolean standsByFor(StreamId stream) {
    return standby().contains(stream);
  }

  boolean owns(StreamId stream) {
    return candidacy != null && candidacy.owned().containsKey(stream);
  }

  /** Whether a stream came to it by a link until it said what it has now. */
  boolean hadByLink(StreamId stream) {
    return !claimedBefore.getOrDefault(stream, "").isEmpty();
  }

  boolean isLeaving() {
    return candidacy != null && !candidacy.available();
  }
}
