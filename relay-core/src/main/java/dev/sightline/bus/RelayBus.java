package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One node's part in the cluster: announces the node, hears the others, and keeps the directory.
 * There is one on every node, whatever its roles.
 */
public final class RelayBus extends VerticleBase {

  /** A node announces itself this often, so a new stream is known everywhere within it. */
  static final Duration ANNOUNCE_EVERY = Duration.ofSeconds(1);

  /** Changes within this time travel together, so that a flapping camera can't flood the bus. */
  static final Duration GATHER_CHANGES = Duration.ofMillis(50);

  /** What is heard within this time is looked at together, when owners are decided on. */
  static final Duration GATHER_NEWS = Duration.ofMillis(5);

  /** An ingest waits at its start at most this long until its streams are allotted. */
  static final Duration ALLOTTED_AT_MOST = Duration.ofMillis(500);

  /** A stopping ingest waits at most this long until others have its streams. */
  static final Duration HAND_OVER_AT_MOST = Duration.ofSeconds(3);

  /**
   * A node waits at most this long when it starts for the announcements of the others, and until
   * their streams are allotted.
   */
  static final Duration SETTLE_AT_MOST = Duration.ofSeconds(5);

  /** After a longer standstill what is under way shows what was, not what is. */
  static final Duration STANDSTILL = Duration.ofSeconds(1);

  private final FrameTransport transport;
  private final LongSupplier clock;
  private final LongSupplier nanos;
  private final Epoch epoch;
  private final Standstills standstills;
  private final Fence fence;
  private final Watchdog watchdog;
  private final StreamDirectory directory;
  private final Map<String, StreamStatus> changes = new LinkedHashMap<>();
  private final Parts parts = new Parts();
  private Metronome ticks;
  private Metronome seconds;
  private Optional<Ownership> ownership = Optional.empty();
  private Candidacy told;
  private boolean reviewing;
  private Supplier<List<StreamStatus>> streams = List::of;
  private Supplier<Set<String>> uploadKeys = Set::of;
  private BooleanSupplier takesUplinks = () -> false;
  private Supplier<List<LinkStatus>> links = List::of;
  private String entranceHost;
  private int entrancePort;

  /**
   * For a transport of one's own, to be deployed; else {@link #start}.
   *
   * @param transport what the nodes talk by
   */
  public RelayBus(FrameTransport transport) {
    this(transport, new SteadyClock(), System::nanoTime);
  }

  /**
   * @param clock milliseconds since 1970
   * @param nanos monotonic nanoseconds
   */
  RelayBus(FrameTransport transport, LongSupplier clock, LongSupplier nanos) {
    this.transport = transport;
    this.clock = clock;
    this.nanos = nanos;
    this.epoch = new Epoch(clock.getAsLong(), transport.node());
    this.standstills = new Standstills(nanos, STANDSTILL);
    this.fence = new Fence(new Standstills(nanos, Fence.STANDSTILL));
    this.directory = new StreamDirectory(clock);
    this.watchdog = new Watchdog(transport, nanos);
  }

  /** Puts a node on its event bus; the future succeeds when it knows the streams of the others. */
  public static Future<RelayBus> start(Vertx vertx, RelayMetrics metrics) {
    RelayBus bus = new RelayBus(new ShortcutTransport(vertx, new EventBusTransport(vertx)));
    bus.countIn(metrics);
    return vertx.deployVerticle(bus).map(bus);
  }

  @Override
  public Future<?> start() {
    ticks = Metronome.every(vertx, Standstills.TICK, this::tick);
    directory.onNews(this::reviewSoon);
    transport.onNodeLeft(node -> context.runOnContext(v -> directory.forget(node)));
    return transport.listenForAnnouncements(this::hear).compose(v -> settle());
  }

  private void tick() {
    standstills.count();
    if (!fence.holds()) {
      review();
    }
  }

  private Future<?> settle() {
    everySecond();
    seconds = Metronome.every(vertx, ANNOUNCE_EVERY, this::everySecond);
    Promise<Void> atMost = Promise.promise();
    vertx.setTimer(SETTLE_AT_MOST.toMillis(), id -> atMost.tryComplete());
    return Future.any(directory.settled(), atMost.future());
  }

  /**
   * Deploys this bus on an event loop that is in use already; to be called there, and ended by
   * {@link #undeploy()}.
   */
  public Future<?> deployOn(Context loop) {
    return Parts.call(this::deploy, loop);
  }

  /** Ends what {@link #deployOn} began, on the same event loop. */
  public Future<?> undeploy() {
    return Parts.call(this::undeploy, context);
  }

  /**
   * Deploys a part of the node that talks on the bus, on the bus's own event loop: what passes from
   * one part to another wakes no thread. The node's close undeploys it.
   */
  public Future<?> deploy(VerticleBase part) {
    return onLoop(() -> parts.begin(part, context));
  }

  /** Ends such a part before the node ends. Any thread. */
  public Future<?> undeploy(VerticleBase part) {
    return onLoop(() -> parts.end(part, context));
  }

  private Future<?> onLoop(Supplier<Future<?>> step) {
    Promise<Object> done = Promise.promise();
    context.runOnContext(v -> step.get().onComplete(done::succeed, done::fail));
    return done.future();
  }

  @Override
  public Future<?> stop() {
    ticks.stop();
    seconds.stop();
    return parts.endAll(context);
  }

  /** Monotonic nanoseconds. */
  LongSupplier nanos() {
    return nanos;
  }

  /** What the nodes talk by. */
  public FrameTransport transport() {
    return transport;
  }

  /** The streams of the cluster as this node knows them. */
  public StreamDirectory directory() {
    return directory;
  }

  /** Tells {@code listener}, on the bus's event loop, of each change of an owner or a state. */
  public void onChange(Consumer<StreamDirectory.Entry> listener) {
    context.runOnContext(v -> directory.onChange(listener));
  }

  /**
   * Tells {@code listener}, on the bus's event loop, of each stream that its ingest has given up.
   */
  public void onRemoval(Consumer<StreamId> listener) {
    context.runOnContext(v -> directory.onRemoval(listener));
  }

  /** What keeps this node's ingest from serving after a standstill. */
  public Fence fence() {
    return fence;
  }

  /**
   * Takes part in the allotment of streams to the ingests of the cluster, from now on.
   *
   * @return succeeds when all that this ingest could pull has an owner, or a little later
   */
  public Future<Void> takePart(Candidate candidate) {
    Promise<Void> allotted = Promise.promise();
    context.runOnContext(
        v -> {
          Ownership own = new Ownership(transport, directory, candidate, fence, clock);
          ownership = Optional.of(own);
          own.allotted().onComplete(w -> allotted.tryComplete());
          vertx.setTimer(ALLOTTED_AT_MOST.toMillis(), id -> allotted.tryComplete());
          everySecond();
        });
    return allotted.future();
  }

  /**
   * Gives up all streams of this node's ingest, so that others take them over.
   *
   * @return succeeds when they have or nobody can, after {@link #HAND_OVER_AT_MOST} in any case
   */
  public Future<Void> handOver() {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        v -> {
          vertx.setTimer(HAND_OVER_AT_MOST.toMillis(), id -> done.tryComplete());
          ownership.ifPresentOrElse(
              own -> own.leave().onComplete(w -> done.tryComplete()), () -> done.tryComplete());
          everySecond();
        });
    return done.future();
  }

  /** Of this process, each longer than a second. Any thread. */
  public Standstills standstills() {
    return standstills;
  }

  /** Counts the nodes that this one didn't hear, and its own standstills. Any thread. */
  void countIn(RelayMetrics metrics) {
    watchdog.countIn(metrics);
    metrics.node().standstills(standstills, Standstills::count);
  }

  /** This node's own epoch. */
  public Epoch epoch() {
    return epoch;
  }

  /**
   * Names the streams that this node announces from now on.
   *
   * @param source asked once a second on the bus's event loop; must be safe to call there
   */
  public void announceStreams(Supplier<List<StreamStatus>> source) {
    context.runOnContext(
        v -> {
          streams = source;
          everySecond();
        });
  }

  /** Says where this node's ingest takes what is pushed, from now on. Any thread. */
  public void announceEntrance(String host, int port) {
    context.runOnContext(
        v -> {
          entranceHost = host;
          entrancePort = port;
          everySecond();
        });
  }

  /**
   * Says which uploads that ingest takes.
   *
   * @param source of an {@link UploadKey} for each; asked as those of {@link #announceStreams}
   */
  public void announceUploads(Supplier<Set<String>> source) {
    context.runOnContext(v -> uploadKeys = source);
  }

  /**
   * Says whether sites may dial in there.
   *
   * @param answer asked as the sources of {@link #announceStreams}
   */
  public void announceUplinks(BooleanSupplier answer) {
    context.runOnContext(v -> takesUplinks = answer);
  }

  /**
   * Says how the links to other places are doing.
   *
   * @param source asked as those of {@link #announceStreams}
   */
  public void announceLinks(Supplier<List<LinkStatus>> source) {
    context.runOnContext(v -> links = source);
  }

  private Entrance entrance() {
    return entranceHost == null
        ? null
        : new Entrance(entranceHost, entrancePort, takesUplinks.getAsBoolean(), uploadKeys.get());
  }

  /** Names the streams again at once, since one has come or gone. Any thread. */
  public void announceNow() {
    context.runOnContext(v -> everySecond());
  }

  /** Tells all nodes soon that a stream has changed. Any thread. */
  public void announceChange(StreamStatus status) {
    context.runOnContext(v -> gather(status));
  }

  private void gather(StreamStatus status) {
    if (changes.isEmpty()) {
      vertx.setTimer(GATHER_CHANGES.toMillis(), id -> announceChanges());
    }
    changes.put(status.stream().name(), status);
  }

  private void announceChanges() {
    if (!changes.isEmpty()) {
      transport.announce(
          new Announcement(epoch, entrance(), false, new ArrayList<>(changes.values())));
      changes.clear();
    }
  }

  private void everySecond() {
    ownership.ifPresent(Ownership::review);
    announceAll();
    if (transport.isClustered()) {
      watchdog.everySecond(transport.nodes());
    }
    directory.everySecond(transport.nodes());
  }

  /** A full list has the changes in it; one of a stream that is gone must not come after it. */
  private void announceAll() {
    changes.clear();
    told = ownership.map(Ownership::candidacy).orElse(null);
    transport.announce(new Announcement(epoch, entrance(), true, streams.get(), told, links.get()));
  }

  /** What is heard together is looked at once. */
  private void reviewSoon() {
    if (ownership.isPresent() && !reviewing) {
      reviewing = true;
      vertx.setTimer(GATHER_NEWS.toMillis(), id -> review());
    }
  }

  private void review() {
    reviewing = false;
    ownership.ifPresent(Ownership::review);
    if (ownership.isPresent() && !ownership.get().candidacy().isLike(told)) {
      announceAll();
    }
  }

  /** Who is no member may have been one before it stood still, and doesn't know that yet. */
  private void hear(Announcement announcement) {
    watchdog.heard(announcement.epoch().node());
    List<String> members = transport.nodes();
    if (members.contains(announcement.epoch().node())) {
      directory.hear(announcement);
      directory.settleIfComplete(members);
    }
  }
}
