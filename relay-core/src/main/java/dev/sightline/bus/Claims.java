package dev.sightline.bus;

import dev.sightline.bus.StreamDirectory.Ingest;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Streams that an ingest takes without being allotted them, since nobody else can pull them. A
 * camera goes before any of them. Of two links with a stream of one name the one that has it keeps
 * it, or they would take it from each other for ever; of two connections of one link the newer one
 * counts. Lives on the bus's event loop.
 */
final class Claims {

  /** What has a name in place of a link, for people. */
  private static final String CAMERA = "a camera of this cluster";

  private final FrameTransport transport;
  private final StreamDirectory directory;
  private final Candidate candidate;

  /** By which link each stream comes that was taken and is owned still. */
  private final Map<StreamId, String> links = new HashMap<>();

  Claims(FrameTransport transport, StreamDirectory directory, Candidate candidate) {
    this.transport = transport;
    this.directory = directory;
    this.candidate = candidate;
  }

  /** Those of what is owned; one that was given up, and is about to close, may have no source. */
  Map<StreamId, String> among(Collection<StreamId> owned) {
    return owned.stream()
        .filter(stream -> !candidate.streams().contains(stream))
        .collect(Collectors.toMap(stream -> stream, stream -> links.getOrDefault(stream, "")));
  }

  /** Why a stream is given up that {@code owner} has by a higher epoch. */
  GiveUp whyYields(StreamId stream, Epoch owner) {
    String link = links.get(stream);
    if (link == null) {
      return GiveUp.OVERRULED;
    }
    return holder(stream, ingests(List.of(owner.node())))
        .filter(other -> !other.equals(link))
        .map(other -> other.equals(CAMERA) ? GiveUp.CONFIGURED : GiveUp.CLAIMED)
        .orElse(GiveUp.OVERRULED);
  }

  /**
   * Takes what may be taken, and gives up what has become a camera's.
   *
   * @param available whether this ingest takes anything
   * @param now milliseconds since 1970
   */
  void review(boolean available, long now) {
    String self = transport.node();
    List<Candidacy> others =
        ingests(transport.nodes().stream().filter(node -> !node.equals(self)).toList());
    Set<StreamId> owned = candidate.owned().keySet();
    links.keySet().retainAll(owned);
    links.keySet().removeAll(candidate.streams());
    Map<StreamId, String> taken = new HashMap<>();
    candidate
        .claims()
        .forEach(
            (stream, claim) -> {
              Optional<String> holder = holder(stream, others);
              boolean isFree = holder.filter(other -> !other.equals(claim.link())).isEmpty();
              if (candidate.streams().contains(stream)) {
                taken.put(stream, CAMERA);
              } else if (owned.contains(stream)) {
                keep(stream, claim, holder);
              } else if (!isFree) {
                taken.put(stream, holder.get());
              } else if (available && (holder.isEmpty() || claim.present())) {
                links.put(stream, claim.link());
                candidate.take(stream, directory.nextEpoch(stream, self, now));
              }
            });
    candidate.taken(taken);
  }

  /** It may come by another link of this ingest by now. */
  private void keep(StreamId stream, Claim claim, Optional<String> holder) {
    links.put(stream, claim.link());
    if (holder.filter(CAMERA::equals).isPresent()) {
      candidate.giveUp(stream, GiveUp.CONFIGURED);
    }
  }

  private List<Candidacy> ingests(List<String> nodes) {
    return directory.ingests(nodes).stream().map(Ingest::candidacy).toList();
  }

  /** What of other ingests has a stream. */
  private static Optional<String> holder(StreamId stream, List<Candidacy> others) {
    if (others.stream().anyMatch(other -> other.isConfigured(stream))) {
      return Optional.of(CAMERA);
    }
    return others.stream()
        .filter(other -> other.owned().containsKey(stream) && other.claimed().containsKey(stream))
        .max(Comparator.comparing(other -> other.owned().get(stream)))
        .map(other -> other.claimed().get(stream));
  }
}
