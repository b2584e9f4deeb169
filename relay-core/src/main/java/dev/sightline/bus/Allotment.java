package dev.sightline.bus;

import dev.sightline.bus.StreamDirectory.Ingest;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * The coordinator's work: which ingest is to take which vacant stream, and which streams are to
 * move to where there are fewer. Used on the bus's event loop.
 *
 * <p>A stream with an owner stays where it is; only one that nobody watches moves, so that in the
 * end all ingests have alike many and no viewer has noticed.
 */
final class Allotment {

  /** Who doesn't take a stream within this time isn't asked again while there is another. */
  static final long ANSWER_MILLIS = TimeUnit.SECONDS.toMillis(3);

  /** Streams that are recalled at a time. */
  static final int MOST_RECALLS = 100;

  private record Assignment(Epoch epoch, long at) {}

  private final StreamDirectory directory;
  private final Map<StreamId, Assignment> assignments = new HashMap<>();

  Allotment(StreamDirectory directory) {
    this.directory = directory;
  }

  /** Forgets what was assigned. */
  void clear() {
    assignments.clear();
  }

  /**
   * Remembers what another ingest assigns, so that whoever decides after it waits for those who
   * were told by it.
   */
  void follow(Map<StreamId, Epoch> others, long now) {
    assignments.keySet().retainAll(others.keySet());
    others.forEach(
        (stream, epoch) ->
            assignments.merge(
                stream,
                new Assignment(epoch, now),
                (before, next) -> before.epoch.equals(next.epoch) ? before : next));
  }

  /**
   * Assigns all vacant streams that an ingest could take.
   *
   * @param ingests all of them, in the order of their membership
   * @param now milliseconds since 1970
   * @return each vacant stream with the epoch of who is to take it
   */
  Map<StreamId, Epoch> assign(List<Ingest> ingests, long now) {
    SortedSet<StreamId> vacant = vacant(ingests);
    assignments.keySet().retainAll(vacant);
    Map<String, Integer> loads = loads(ingests);
    for (StreamId stream : vacant) {
      Assignment before = assignments.get(stream);
      if (before == null || !isToBeAwaited(before, stream, ingests, now)) {
        pick(stream, ingests, loads, before)
            .ifPresent(
                taker -> {
                  loads.merge(taker, 1, Integer::sum);
                  assignments.put(stream, new Assignment(next(stream, taker, now, before), now));
                });
      }
    }
    Map<StreamId, Epoch> epochs = new TreeMap<>();
    assignments.forEach((stream, assignment) -> epochs.put(stream, assignment.epoch));
    return epochs;
  }

  private SortedSet<StreamId> vacant(List<Ingest> ingests) {
    SortedSet<StreamId> vacant = new TreeSet<>();
    for (Ingest ingest : ingests) {
      if (ingest.candidacy().available()) {
        ingest.candidacy().standby().stream().filter(directory::isVacant).forEach(vacant::add);
      }
    }
    return vacant;
  }

  private Map<String, Integer> loads(List<Ingest> ingests) {
    Map<String, Integer> loads = new HashMap<>();
    ingests.forEach(ingest -> loads.put(ingest.node(), ingest.candidacy().owned().size()));
    assignments
        .values()
        .forEach(assignment -> loads.merge(assignment.epoch.node(), 1, Integer::sum));
    return loads;
  }

  private static boolean isToBeAwaited(
      Assignment assignment, StreamId stream, List<Ingest> ingests, long now) {
    return now - assignment.at < ANSWER_MILLIS
        && ingests.stream()
            .anyMatch(
                ingest ->
                    ingest.node().equals(assignment.epoch.node()) && couldTake(ingest, stream));
  }

  private static boolean couldTake(Ingest ingest, StreamId stream) {
    return ingest.candidacy().available() && ingest.candidacy().standby().contains(stream);
  }

  /** The one with the fewest streams, but rather not the one that hasn't answered. */
  private static Optional<String> pick(
      StreamId stream, List<Ingest> ingests, Map<String, Integer> loads, Assignment unanswered) {
    String silent = unanswered == null ? null : unanswered.epoch.node();
    return ingests.stream()
        .filter(ingest -> couldTake(ingest, stream))
        .map(Ingest::node)
        .min(
            Comparator.<String, Boolean>comparing(node -> Objects.equals(node, silent))
                .thenComparing(loads::get));
  }

  /** Later than any epoch of this stream that was ever heard of, whatever the clocks say. */
  private Epoch next(StreamId stream, String taker, long now, Assignment before) {
    Epoch next = directory.nextEpoch(stream, taker, now);
    long unanswered = before == null ? 0 : before.epoch.startedAt();
    return new Epoch(Math.max(next.startedAt(), unanswered + 1), taker);
  }

  /** The streams that are to move, so that in the end all ingests have alike many. */
  Set<StreamId> recall(List<Ingest> ingests) {
    Set<StreamId> recalled = new HashSet<>();
    Map<String, Integer> loads = loads(ingests);
    for (Ingest owner : ingests) {
      for (StreamId stream : new TreeSet<>(owner.candidacy().atRest())) {
        Optional<String> taker = pick(stream, ingests, loads, null);
        boolean helps = taker.isPresent() && loads.get(owner.node()) - loads.get(taker.get()) >= 2;
        if (helps && recalled.size() < MOST_RECALLS) {
          recalled.add(stream);
          loads.merge(owner.node(), -1, Integer::sum);
          loads.merge(taker.get(), 1, Integer::sum);
        }
      }
    }
    return recalled;
  }
}
