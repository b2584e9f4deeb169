package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * All streams of the cluster, which ingest owns each, and how they are doing: what the nodes have
 * announced, kept on every node and read without asking anybody.
 *
 * <p>Nothing is stored in the cluster, so nothing is left over in it: a node that leaves or falls
 * silent is forgotten. Its streams stay listed for a while without an owner, so that their viewers
 * may wait for the next one; so do those that an ingest gives up while another stands by for them,
 * and for some seconds those that came by a link which it has given up. A stream that its ingest no
 * longer names and no other one has is gone at once. If two ingests announce a stream, the higher
 * epoch owns it.
 *
 * <p>Written on one event loop (that of {@link RelayBus}), read on any thread.
 */
public final class StreamDirectory {

  /**
   * A node that has not announced itself for this long is taken for gone though it is a member:
   * long, since one that only this node can't hear still has its cameras.
   */
  static final long NODE_LIFETIME = TimeUnit.MINUTES.toMillis(1);

  /** A look that is later than this tells that this process stood still, not that nodes did. */
  private static final long LAPSE = TimeUnit.SECONDS.toMillis(3);

  /** Streams of one node that are listed; no ingest may have more cameras. */
  public static final int MAX_STREAMS_PER_NODE = 10_000;

  /**
   * One stream in the list.
   *
   * @param owner the epoch in which its ingest pulls it; null when it has none
   */
  public record Entry(StreamStatus status, Epoch owner) {

    public StreamId stream() {
      return status.stream();
    }

    private boolean agreesWith(Entry other) {
      return other != null
          && Objects.equals(owner, other.owner)
          && status.kind() == other.status.kind()
          && status.state() == other.status.state()
          && status.hops().equals(other.status.hops())
          && status.away() == other.status.away();
    }
  }

  /** An ingest as it has announced itself. */
  record Ingest(String node, Candidacy candidacy) {}

  private final LongSupplier clock;
  private long lookedAt;
  private final Map<String, Member> members = new HashMap<>();
  private final Orphans orphans = new Orphans();
  private final List<Consumer<Entry>> listeners = new ArrayList<>();
  private final List<Consumer<StreamId>> removalListeners = new ArrayList<>();
  private final Promise<Void> settled = Promise.promise();
  private final Map<StreamId, Epoch> highest = new HashMap<>();
  private Runnable onNews = () -> {};
  private volatile SortedMap<StreamId, Entry> entries = new TreeMap<>();
  private volatile Entrances entrances = new Entrances(Map.of());
  private volatile List<LinkEntry> links = List.of();

  /**
   * @param clock milliseconds since 1970
   */
  public StreamDirectory(LongSupplier clock) {
    this.clock = clock;
    this.lookedAt = clock.getAsLong();
  }

  /** All streams, in order of their names. Any thread. */
  public Collection<Entry> entries() {
    return entries.values();
  }

  /** One stream, if it is known. Any thread. */
  public Optional<Entry> find(StreamId stream) {
    return Optional.ofNullable(entries.get(stream));
  }

  /** Where the ingest of a stream takes what is pushed, if it has one. Any thread. */
  public Optional<Entrance> entranceOf(StreamId stream) {
    return find(stream).map(Entry::owner).flatMap(entrances::of);
  }

  /**
   * Where an upload with this secret is taken, if anywhere. Any thread.
   *
   * <p>An ingest that knows the secret goes before one that takes any, and of those that are alike
   * the higher epoch, as with streams.
   */
  public Optional<Entrance> entranceForUpload(String secret) {
    return entrances.forUpload(secret);
  }

  /** Where sites may dial in, each ingest that lets them. Any thread. */
  public List<Entrance> entrancesForUplinks() {
    return entrances.forUplinks();
  }

  /** Whether an ingest may be yet to come that lets them. Any thread. */
  public boolean awaitsUplinks() {
    return !settled().isComplete() || entrances.byEpoch().isEmpty();
  }

  /** The links to other places, each once, sites first and each kind by name. Any thread. */
  public List<LinkEntry> links() {
    return links;
  }

  /** Whether an ingest of MPEG-TS may be yet to come, or to come back. Any thread. */
  public boolean awaitsUploads() {
    return !settled().isComplete()
        || entries().stream()
            .filter(entry -> entry.status().kind() == StreamKind.TS)
            .anyMatch(entry -> entranceOf(entry.stream()).isEmpty());
  }

  /** Succeeds once every node that was in the cluster has announced itself. */
  public Future<Void> settled() {
    return settled.future();
  }

  /** Tells of each stream that is new, or has another owner, kind, state or way to here. */
  void onChange(Consumer<Entry> listener) {
    listeners.add(listener);
  }

  /**
   * Tells of each stream that its ingest no longer has and no other one either. A stream that is
   * forgotten since its ingest is gone may still come back, so that is not told.
   */
  void onRemoval(Consumer<StreamId> listener) {
    removalListeners.add(listener);
  }

  /** Calls {@code listener} after anything was heard or forgotten. */
  void onNews(Runnable listener) {
    onNews = listener;
  }

  /** Whether a node has said what it has. */
  boolean hasHeard(String node) {
    return members.containsKey(node);
  }

  /** When a node has spoken last, milliseconds since 1970; 0 if it has not. */
  long heardAt(String node) {
    Member known = members.get(node);
    return known == null ? 0 : known.heardAt();
  }

  /** The ingests among these nodes, in their order. */
  List<Ingest> ingests(List<String> nodes) {
    List<Ingest> ingests = new ArrayList<>();
    for (String node : nodes) {
      Member member = members.get(node);
      if (member != null && member.isIngest()) {
        ingests.add(new Ingest(node, member.candidacy()));
      }
    }
    return ingests;
  }

  /** Whether nobody pulls a stream; who has just taken one owns it before it can tell its state. */
  boolean isVacant(StreamId stream) {
    return find(stream).map(Entry::owner).isEmpty()
        && members.values().stream().noneMatch(member -> member.owns(stream));
  }

  /** The highest epoch of a stream that anybody has heard of, as long as anybody has the stream. */
  Optional<Epoch> highestEpoch(StreamId stream) {
    return Optional.ofNullable(highest.get(stream));
  }

  /** A later one, in which {@code node} begins to pull the stream. */
  Epoch nextEpoch(StreamId stream, String node, long now) {
    long before = highestEpoch(stream).map(Epoch::startedAt).orElse(0L);
    return new Epoch(Math.max(now, before + 1), node);
  }

  /** Those of all streams. */
  Map<StreamId, Epoch> highestEpochs() {
    return Collections.unmodifiableMap(highest);
  }

  /** Changes of a node that has not said yet what it has at all are left for its next full list. */
  void hear(Announcement announcement) {
    String name = announcement.epoch().node();
    if (announcement.complete() || members.containsKey(name)) {
      members.computeIfAbsent(name, unknown -> new Member()).hear(announcement, clock.getAsLong());
      rebuild();
    }
  }

  /** Forgets a node that has left; its streams are without an owner until another has them. */
  void forget(String name) {
    Member gone = members.remove(name);
    if (gone != null) {
      long now = clock.getAsLong();
      gone.streams().values().forEach(status -> orphans.left(status, now));
      rebuild();
    }
  }

  /** Forgets the nodes that fell silent, and the streams that found no owner. */
  void everySecond(Collection<String> nodes) {
    long now = clock.getAsLong();
    if (now - lookedAt > LAPSE) {
      members.values().forEach(member -> member.excuse(now));
    }
    lookedAt = now;
    List<String> silent =
        members.entrySet().stream()
            .filter(member -> now - member.getValue().heardAt() > NODE_LIFETIME)
            .map(Map.Entry::getKey)
            .toList();
    silent.forEach(this::forget);
    Orphans.Expired expired = orphans.expire(now);
    if (expired.any()) {
      rebuild();
      expired.missed().forEach(this::tellOfRemoval);
    }
    settleIfComplete(nodes);
  }

  void settleIfComplete(Collection<String> nodes) {
    if (!settled.future().isComplete()
        && members.keySet().containsAll(nodes)
        && members.values().stream().noneMatch(this::isUndecided)) {
      settled.tryComplete();
    }
  }

  /** Whether it waits for a stream to be allotted, so that a list without it would be wrong. */
  private boolean isUndecided(Member member) {
    return !entries.keySet().containsAll(member.standby());
  }

  private void rebuild() {
    SortedMap<StreamId, Entry> next = new TreeMap<>();
    for (Member member : members.values()) {
      member
          .streams()
          .forEach(
              (stream, status) ->
                  next.merge(
                      stream,
                      new Entry(status, member.epochOf(stream)),
                      StreamDirectory::higherEpoch));
    }
    next.forEach((stream, entry) -> rise(stream, entry.owner()));
    members.values().stream().filter(Member::isIngest).forEach(member -> rise(member.candidacy()));
    entries.values().stream()
        .filter(entry -> entry.owner() != null && !next.containsKey(entry.stream()))
        .filter(entry -> !orphans.has(entry.stream()))
        .forEach(this::orphan);
    orphans.found(next.keySet());
    orphans.forEach((stream, status) -> next.put(stream, new Entry(status, null)));
    highest.keySet().removeIf(stream -> !next.containsKey(stream) && !isHad(stream));
    List<Entry> changed = changes(entries, next);
    List<StreamId> removed = removals(entries, next);
    entries = next;
    entrances = Entrances.of(members.values());
    findLinks();
    changed.forEach(entry -> listeners.forEach(listener -> listener.accept(entry)));
    removed.forEach(this::tellOfRemoval);
    onNews.run();
  }

  private void tellOfRemoval(StreamId stream) {
    removalListeners.forEach(listener -> listener.accept(stream));
  }

  private void rise(Candidacy candidacy) {
    candidacy.known().forEach(this::rise);
    candidacy.owned().forEach(this::rise);
  }

  private void rise(StreamId stream, Epoch epoch) {
    highest.merge(stream, epoch, StreamDirectory::higher);
  }

  /** Unless its ingest has simply no such camera any more, so that the stream is gone. */
  private void orphan(Entry entry) {
    StreamId stream = entry.stream();
    Member owner = members.get(entry.owner().node());
    long now = clock.getAsLong();
    if ((owner != null && owner.isLeaving()) || isStoodByFor(stream)) {
      orphans.handedOver(entry.status(), now);
    } else if (owner != null && owner.hadByLink(stream)) {
      orphans.unlinked(entry.status(), now);
    }
  }

  private boolean isStoodByFor(StreamId stream) {
    return members.values().stream().anyMatch(member -> member.standsByFor(stream));
  }

  private boolean isHad(StreamId stream) {
    return members.values().stream()
        .anyMatch(member -> member.standsByFor(stream) || member.owns(stream));
  }

  private void findLinks() {
    SortedMap<LinkEntry.Key, LinkEntry> known = new TreeMap<>();
    members.forEach(
        (name, member) ->
            member.links().stream()
                .map(status -> new LinkEntry(status, name))
                .forEach(entry -> known.merge(entry.key(), entry, LinkEntry::or)));
    links = List.copyOf(known.values());
  }

  private static Epoch higher(Epoch one, Epoch other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Entry higherEpoch(Entry one, Entry other) {
    return one.owner().compareTo(other.owner()) >= 0 ? one : other;
  }

  private static List<Entry> changes(Map<StreamId, Entry> before, Map<StreamId, Entry> after) {
    return after.values().stream().filter(e -> !e.agreesWith(before.get(e.stream()))).toList();
  }

  private static List<StreamId> removals(Map<StreamId, Entry> before, Map<StreamId, Entry> after) {
    return before.values().stream()
        .filter(entry -> entry.owner() != null)
        .map(Entry::stream)
        .filter(stream -> !after.containsKey(stream))
        .toList();
  }
}
