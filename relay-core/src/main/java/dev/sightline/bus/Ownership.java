package dev.sightline.bus;

import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.bus.StreamDirectory.Ingest;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the streams that this ingest could pull it does pull. Lives on the bus's event loop.
 *
 * <p>Of all ingests in a connected part of the cluster the one that has been in it longest is the
 * coordinator, and it alone assigns streams that have no owner, each with an epoch higher than any
 * before. An owner keeps its stream, without renewing anything, until it gives it up: when it is
 * stopped, when it hears another member announce a higher epoch, when it stood still, or when it is
 * asked to and nobody watches. Its streams are vacant when it has left the membership.
 *
 * <p>What can't be promised: two parts of a cluster that don't see each other have an owner each,
 * and an owner that hangs keeps its camera's connection for as long as it hangs.
 */
final class Ownership {

  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

  /** A member that has just come may own streams; nothing is assigned until it has said so. */
  static final long HEAR_OUT_MILLIS = TimeUnit.SECONDS.toMillis(3);

  private final FrameTransport transport;
  private final StreamDirectory directory;
  private final Candidate candidate;
  private final Fence fence;
  private final LongSupplier clock;
  private final Acquaintance acquaintance;
  private final Allotment allotment;
  private final Claims claims;
  private final Map<StreamId, Epoch> taken = new HashMap<>();
  private final Map<String, Long> newcomers = new HashMap<>();
  private final Promise<Void> allotted = Promise.promise();
  private final Promise<Void> left = Promise.promise();
  private Map<StreamId, Epoch> assigned = Map.of();
  private Set<StreamId> recalled = Set.of();
  private Set<StreamId> leftBehind = Set.of();
  private boolean leaving;
  private boolean stoodStill;

  /**
   * @param clock milliseconds since 1970
   */
  Ownership(
      FrameTransport transport,
      StreamDirectory directory,
      Candidate candidate,
      Fence fence,
      LongSupplier clock) {
    this.transport = transport;
    this.directory = directory;
    this.candidate = candidate;
    this.fence = fence;
    this.clock = clock;
    this.acquaintance = new Acquaintance(transport, directory, clock.getAsLong());
    this.allotment = new Allotment(directory);
    this.claims = new Claims(transport, directory, candidate);
  }

  /** What is to be announced. */
  Candidacy candidacy() {
    Map<StreamId, Epoch> owned = candidate.owned();
    Set<StreamId> standby = new HashSet<>(candidate.streams());
    standby.removeAll(owned.keySet());
    return new Candidacy(
        isAvailable(),
        owned,
        owned.keySet().stream().filter(candidate::isAtRest).collect(Collectors.toSet()),
        claims.among(owned.keySet()),
        candidate.dials(),
        leaving ? Set.of() : standby,
        epochsOfOthers(),
        assigned,
        recalled);
  }

  private Map<StreamId, Epoch> epochsOfOthers() {
    Map<StreamId, Epoch> epochs = new HashMap<>(directory.highestEpochs());
    epochs.keySet().removeAll(candidate.owned().keySet());
    return epochs;
  }

  /** Succeeds when for the first time every stream of this ingest has an owner. */
  Future<Void> allotted() {
    return allotted.future();
  }

  private boolean isAvailable() {
    return !leaving && fence.holds() && acquaintance.isMade(clock.getAsLong());
  }

  /**
   * Does what follows from what is known now; to be called whenever that has changed, and every
   * second.
   */
  void review() {
    standStill();
    yieldToHigher();
    coordinate();
    coordinator().ifPresent(this::obey);
    claims.review(isAvailable(), clock.getAsLong());
    candidate.elect(isElected());
    taken.keySet().retainAll(candidate.streams());
    if (candidate.streams().stream().noneMatch(this::isUnlisted)) {
      allotted.tryComplete();
    }
    if (leaving && isSucceeded()) {
      left.tryComplete();
    }
  }

  /** An owner that can't tell its state yet is none to viewers. */
  private boolean isUnlisted(StreamId stream) {
    return directory.find(stream).map(Entry::owner).isEmpty();
  }

  /** Gives up everything for good; succeeds when others have taken it, as far as there are any. */
  Future<Void> leave() {
    leaving = true;
    leftBehind = Set.copyOf(candidate.owned().keySet());
    leftBehind.forEach(stream -> candidate.giveUp(stream, GiveUp.STOPPED));
    review();
    return left.future();
  }

  private boolean isSucceeded() {
    String self = transport.node();
    return candidate.owned().isEmpty()
        && leftBehind.stream()
            .noneMatch(stream -> hasHeir(stream) && !isOwnedByAnother(stream, self));
  }

  private boolean hasHeir(StreamId stream) {
    return directory.ingests(transport.nodes()).stream()
        .filter(ingest -> !ingest.node().equals(transport.node()))
        .map(Ingest::candidacy)
        .anyMatch(other -> other.standby().contains(stream) || other.owned().containsKey(stream));
  }

  private boolean isOwnedByAnother(StreamId stream, String self) {
    return directory
        .find(stream)
        .map(Entry::owner)
        .filter(owner -> !owner.node().equals(self))
        .isPresent();
  }

  /** What was owned before may be another's by now; nothing is served until all has closed. */
  private void standStill() {
    if (fence.holds()) {
      return;
    }
    acquaintance.lose(clock.getAsLong());
    allotment.clear();
    if (!stoodStill) {
      stoodStill = true;
      LOG.warn("this process stood still for seconds; its cameras are closed and allotted anew");
      giveUpAll(GiveUp.STOOD_STILL);
    }
    if (candidate.owned().isEmpty()) {
      stoodStill = false;
      fence.mend();
    }
  }

  private void giveUpAll(GiveUp why) {
    Set.copyOf(candidate.owned().keySet()).forEach(stream -> candidate.giveUp(stream, why));
  }

  private void yieldToHigher() {
    Map.copyOf(candidate.owned())
        .forEach(
            (stream, epoch) ->
                directory
                    .find(stream)
                    .map(Entry::owner)
                    .filter(owner -> owner.compareTo(epoch) > 0)
                    .ifPresent(owner -> candidate.giveUp(stream, claims.whyYields(stream, owner))));
  }

  /** Of those that dial the one that has been in the cluster longest does. */
  private boolean isElected() {
    String self = transport.node();
    return candidate.dials()
        && isAvailable()
        && directory.ingests(transport.nodes()).stream()
            .filter(ingest -> ingest.candidacy().available() && ingest.candidacy().dials())
            .map(Ingest::node)
            .findFirst()
            .filter(first -> !first.equals(self))
            .isEmpty();
  }

  private void coordinate() {
    long now = clock.getAsLong();
    if (!isCoordinator()) {
      coordinator().map(this::told).ifPresent(told -> allotment.follow(told.assigned(), now));
      assigned = Map.of();
      recalled = Set.of();
    } else if (hasHeardOut(now)) {
      List<Ingest> ingests = directory.ingests(transport.nodes());
      assigned = allotment.assign(ingests, now);
      recalled = assigned.isEmpty() ? allotment.recall(ingests) : Set.of();
    }
  }

  private boolean isCoordinator() {
    return isAvailable()
        && acquaintance.isTold(clock.getAsLong())
        && coordinator().filter(transport.node()::equals).isPresent();
  }

  /** This node is judged by what it knows of itself, the others by what they say. */
  private Optional<String> coordinator() {
    String self = transport.node();
    return directory.ingests(transport.nodes()).stream()
        .filter(
            ingest -> ingest.node().equals(self) ? isAvailable() : ingest.candidacy().available())
        .map(Ingest::node)
        .findFirst();
  }

  /** Whether all members have said what they own, or have had the time to. */
  private boolean hasHeardOut(long now) {
    List<String> members = transport.nodes();
    newcomers.keySet().retainAll(members);
    for (String member : members) {
      if (directory.hasHeard(member)) {
        newcomers.remove(member);
      } else {
        newcomers.putIfAbsent(member, now);
      }
    }
    return newcomers.values().stream().noneMatch(since -> now - since < HEAR_OUT_MILLIS);
  }

  private void obey(String coordinator) {
    if (!isAvailable()) {
      return;
    }
    if (coordinator.equals(transport.node())) {
      obey(assigned, recalled);
    } else {
      Candidacy told = told(coordinator);
      obey(told.assigned(), told.recalled());
    }
  }

  /** What another ingest has announced last, which for this node itself may be a while ago. */
  private Candidacy told(String ingest) {
    return directory.ingests(List.of(ingest)).get(0).candidacy();
  }

  private void obey(Map<StreamId, Epoch> assignments, Set<StreamId> recalls) {
    assignments.forEach(
        (stream, epoch) -> {
          if (epoch.node().equals(transport.node()) && isToBeTaken(stream, epoch)) {
            taken.put(stream, epoch);
            candidate.take(stream, epoch);
          }
        });
    recalls.stream()
        .filter(stream -> candidate.owned().containsKey(stream) && candidate.isAtRest(stream))
        .forEach(stream -> candidate.giveUp(stream, GiveUp.RECALLED));
  }

  /**
   * An assignment that was heard late, or twice, is of no use any more, and one that was heard
   * early waits until the owner before is known to be gone.
   */
  private boolean isToBeTaken(StreamId stream, Epoch epoch) {
    Epoch before = taken.get(stream);
    return candidate.streams().contains(stream)
        && directory.isVacant(stream)
        && !candidate.owned().containsKey(stream)
        && (before == null || epoch.compareTo(before) > 0)
        && directory.highestEpoch(stream).filter(known -> known.compareTo(epoch) >= 0).isEmpty();
  }
}
