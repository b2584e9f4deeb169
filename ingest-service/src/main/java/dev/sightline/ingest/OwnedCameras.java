package dev.sightline.ingest;

import dev.sightline.bus.Candidate;
import dev.sightline.bus.Claim;
import dev.sightline.bus.GiveUp;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Operation;
import dev.sightline.node.Operation.Detail;
import dev.sightline.node.Tracing;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those of the configured cameras that this ingest owns, and the others that it stands by for.
 * Lives on the ingest's event loop.
 *
 * <p>A stream that is given up counts as owned until its source has closed, so that no other ingest
 * opens a second connection to the camera.
 */
final class OwnedCameras implements Candidate {

  private static final Logger LOG = LoggerFactory.getLogger(OwnedCameras.class);

  /** A stream that is being given up, how it was doing, and when its source has closed. */
  private record Ending(Epoch epoch, StreamStatus status, Future<Void> closed) {}

  private final Context context;
  private final CameraRoster roster;
  private final Runnable announce;
  private final RelayMetrics metrics;
  private final Tracing tracing;
  private final Map<StreamId, Operation> takeOvers = new LinkedHashMap<>();
  private final Counter taken;
  private final Map<GiveUp, Counter> givenUp = new EnumMap<>(GiveUp.class);

  /** Of those that are owned; changed on the event loop, and read by whoever counts them. */
  private final Map<StreamId, Epoch> epochs = new ConcurrentHashMap<>();

  private final Map<StreamId, Ending> endings = new LinkedHashMap<>();
  private final Consumer<RemotePlace> onOverruled;
  private Map<StreamId, StreamConfig> configured = Map.of();
  private Map<StreamId, RemoteConfig> remote = Map.of();

  /** Both of these; a configured one goes before a remote one of the same name. */
  private Map<StreamId, StreamConfig> all = Map.of();

  private Map<StreamId, String> takenElsewhere = Map.of();
  private BooleanSupplier dials = () -> false;
  private Consumer<Boolean> onElection = elected -> {};
  private Future<Void> lastChange = Future.succeededFuture();
  private boolean remoteIsDue;
  private int changes;
  private boolean beginning;

  /**
   * @param context the ingest's
   * @param announce tells the other nodes what is owned now
   * @param onOverruled hears of each place to which another ingest has a newer connection
   */
  OwnedCameras(
      Context context,
      CameraRoster roster,
      Runnable announce,
      Consumer<RemotePlace> onOverruled,
      RelayMetrics metrics,
      Tracing tracing) {
    this.onOverruled = onOverruled;
    this.context = context;
    this.roster = roster;
    this.announce = announce;
    this.metrics = metrics;
    this.tracing = tracing;
    metrics.ingest().streamsOwned(epochs::size);
    this.taken = metrics.ingest().streamsTaken();
    for (GiveUp why : GiveUp.values()) {
      givenUp.put(why, metrics.ingest().streamsGivenUp(why.name().toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * Makes {@code cameras} those that are configured. The streams of removed ones are no more, as
   * far as this ingest is concerned; added ones are pulled when they are allotted to it.
   *
   * @return completes when that is so, and fails when a camera that is owned can't begin
   */
  Future<Void> configure(List<? extends StreamConfig> cameras) {
    Map<StreamId, StreamConfig> wanted = new LinkedHashMap<>();
    for (StreamConfig camera : cameras) {
      if (wanted.put(camera.id(), camera) != null) {
        throw new IllegalArgumentException("there are two cameras named " + camera.id());
      }
    }
    configured = wanted;
    lastChange = lastChange.transform(before -> change());
    return lastChange;
  }

  /** Makes these the streams of other places that can be had here, from now on. */
  void remote(Map<StreamId, RemoteConfig> streams) {
    remote = Map.copyOf(streams);
    if (!remoteIsDue) {
      remoteIsDue = true;
      lastChange =
          lastChange.transform(
              before -> {
                remoteIsDue = false;
                return change();
              });
    }
  }

  private Future<Void> change() {
    Map<StreamId, StreamConfig> wanted = new LinkedHashMap<>(configured);
    remote.forEach(wanted::putIfAbsent);
    tellOf(wanted);
    count(wanted.keySet());
    all = wanted;
    List.copyOf(epochs.keySet()).stream()
        .filter(stream -> !wanted.containsKey(stream))
        .forEach(stream -> end(stream, GiveUp.REMOVED));
    List<Future<Void>> ends = endings.values().stream().map(Ending::closed).toList();
    changes++;
    return roster.change(Future.join(ends), this::cameras).onComplete((done, failure) -> changed());
  }

  /** For each that may be owned there is to be one ingest that does. */
  private void count(Set<StreamId> wanted) {
    all.keySet().stream()
        .filter(stream -> !wanted.contains(stream))
        .forEach(metrics.ingest()::forgetStreamOwned);
    wanted.stream()
        .filter(stream -> !all.containsKey(stream))
        .forEach(stream -> metrics.ingest().streamOwned(stream, () -> epochs.containsKey(stream)));
  }

  private void changed() {
    changes--;
    haveBegun();
    announce.run();
  }

  private void tellOf(Map<StreamId, StreamConfig> wanted) {
    all.keySet().stream()
        .filter(stream -> !wanted.containsKey(stream))
        .forEach(stream -> LOG.info("{}: removed", stream));
    if (!all.isEmpty()) {
      wanted.values().stream()
          .filter(camera -> !all.containsKey(camera.id()))
          .forEach(camera -> LOG.info("{}: added, {}", camera.id(), camera.origin()));
    }
  }

  @Override
  public Set<StreamId> streams() {
    return configured.keySet();
  }

  @Override
  public Map<StreamId, Claim> claims() {
    Map<StreamId, Claim> claims = new LinkedHashMap<>();
    remote.forEach(
        (stream, config) -> {
          if (all.containsKey(stream)) {
            claims.put(stream, new Claim(config.origin(), config.place().isConnected()));
          }
        });
    return claims;
  }

  @Override
  public void taken(Map<StreamId, String> names) {
    takenElsewhere = names;
  }

  /** Each claim whose name is somebody else's, and who that is, for people. */
  Map<StreamId, String> takenElsewhere() {
    return takenElsewhere;
  }

  /** What there is to be pulled of other clusters, and who hears whether this ingest is to. */
  void upstreams(BooleanSupplier any, Consumer<Boolean> elected) {
    dials = any;
    onElection = elected;
  }

  @Override
  public boolean dials() {
    return dials.getAsBoolean();
  }

  @Override
  public void elect(boolean elected) {
    onElection.accept(elected);
  }

  @Override
  public Map<StreamId, Epoch> owned() {
    Map<StreamId, Epoch> owned = new LinkedHashMap<>(epochs);
    endings.forEach((stream, ending) -> owned.put(stream, ending.epoch));
    return owned;
  }

  @Override
  public boolean isAtRest(StreamId stream) {
    return endings.containsKey(stream)
        || roster.find(stream).filter(StreamSource::isAtRest).isPresent();
  }

  @Override
  public void take(StreamId stream, Epoch epoch) {
    epochs.put(stream, epoch);
    LOG.debug("{}: taken", stream);
    Operation takeOver =
        tracing
            .begin(Operation.Name.TAKE_OVER)
            .with(Detail.STREAM, stream)
            .with(Detail.EPOCH, epoch.startedAt() + " " + epoch.node());
    Optional.ofNullable(takeOvers.put(stream, takeOver)).ifPresent(Operation::end);
    taken.increment();
    if (!beginning) {
      beginning = true;
      context.runOnContext(v -> begin());
    }
  }

  /** What is taken together begins together; while the configuration changes, with that. */
  private void begin() {
    beginning = false;
    if (changes == 0) {
      roster.begin(cameras()).onComplete((done, failure) -> haveBegun());
    }
    announce.run();
  }

  /** Those that were taken together, or some of them. */
  private void haveBegun() {
    takeOvers.forEach(
        (stream, takeOver) ->
            roster
                .failure(stream)
                .ifPresentOrElse(failure -> failed(stream, takeOver, failure), takeOver::end));
    takeOvers.clear();
  }

  private static void failed(StreamId stream, Operation takeOver, Throwable failure) {
    LOG.error("{}: can't begin", stream, failure);
    takeOver.fail(failure.toString());
  }

  /** Each by itself: one that closes slowly keeps no other one from being taken over. */
  @Override
  public void giveUp(StreamId stream, GiveUp why) {
    if (epochs.containsKey(stream)) {
      LOG.info("{}: given up, {}", stream, why);
      end(stream, why);
      if (why == GiveUp.OVERRULED
          && claims().containsKey(stream)
          && !configured.containsKey(stream)) {
        onOverruled.accept(remote.get(stream).place());
      }
    }
  }

  private void end(StreamId stream, GiveUp why) {
    givenUp.get(why).increment();
    Operation giveUp =
        tracing
            .begin(Operation.Name.GIVE_UP)
            .with(Detail.STREAM, stream)
            .with(Detail.REASON, why.name().toLowerCase(Locale.ROOT));
    Epoch epoch = epochs.remove(stream);
    roster
        .find(stream)
        .map(StreamSource::status)
        .ifPresent(status -> endings.put(stream, new Ending(epoch, status, roster.end(stream))));
    Optional.ofNullable(endings.get(stream))
        .map(Ending::closed)
        .orElse(Future.succeededFuture())
        .onComplete(v -> ended(stream, giveUp));
  }

  private void ended(StreamId stream, Operation giveUp) {
    giveUp.end();
    endings.remove(stream);
    announce.run();
  }

  private List<OwnedCamera> cameras() {
    List<StreamConfig> streams = List.copyOf(all.values());
    return IntStream.range(0, streams.size())
        .filter(i -> epochs.containsKey(streams.get(i).id()))
        .mapToObj(i -> new OwnedCamera(streams.get(i), i, epochs.get(streams.get(i).id())))
        .toList();
  }

  /** What is told of the streams that are owned, those that end included. */
  List<StreamStatus> statuses() {
    Map<StreamId, StreamStatus> statuses =
        roster.statuses().stream()
            .collect(
                Collectors.toMap(
                    StreamStatus::stream, status -> status, (a, b) -> a, LinkedHashMap::new));
    endings.forEach((stream, ending) -> statuses.putIfAbsent(stream, ending.status));
    return new ArrayList<>(statuses.values());
  }
}
