package dev.sightline.ingest;

import dev.sightline.bus.Candidate;
import dev.sightline.bus.GiveUp;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

  /** A stream that is being given up, and how it was doing. */
  private record Ending(Epoch epoch, StreamStatus status) {}

  private final CameraRoster roster;
  private final Runnable announce;
  private final RelayMetrics metrics;
  private final Map<StreamId, Epoch> epochs = new LinkedHashMap<>();
  private final Map<StreamId, Ending> endings = new LinkedHashMap<>();
  private Map<StreamId, StreamConfig> configured = Map.of();
  private Future<Void> change = Future.succeededFuture();
  private volatile int owned;

  /**
   * @param announce tells the other nodes what is owned now
   */
  OwnedCameras(CameraRoster roster, Runnable announce, RelayMetrics metrics) {
    this.roster = roster;
    this.announce = announce;
    this.metrics = metrics;
    metrics.streamsOwned(() -> owned);
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
    tellOf(wanted);
    configured = wanted;
    List.copyOf(epochs.keySet()).stream()
        .filter(stream -> !wanted.containsKey(stream))
        .forEach(stream -> end(stream, GiveUp.REMOVED));
    return change().onSuccess(v -> announce.run());
  }

  private void tellOf(Map<StreamId, StreamConfig> wanted) {
    configured.keySet().stream()
        .filter(stream -> !wanted.containsKey(stream))
        .forEach(stream -> LOG.info("{}: removed", stream));
    if (!configured.isEmpty()) {
      wanted.values().stream()
          .filter(camera -> !configured.containsKey(camera.id()))
          .forEach(camera -> LOG.info("{}: added, {}", camera.id(), camera.origin()));
    }
  }

  @Override
  public Set<StreamId> streams() {
    return configured.keySet();
  }

  @Override
  public Map<StreamId, Epoch> owned() {
    Map<StreamId, Epoch> owned = new LinkedHashMap<>(epochs);
    endings.forEach((stream, ending) -> owned.put(stream, ending.epoch));
    return owned;
  }

  @Override
  public boolean isAtRest(StreamId stream) {
    return roster
        .find(stream)
        .filter(source -> source.status().isAtRest(System.currentTimeMillis()))
        .isPresent();
  }

  @Override
  public void take(StreamId stream, Epoch epoch) {
    epochs.put(stream, epoch);
    LOG.debug("{}: taken", stream);
    metrics.streamsTaken().increment();
    change()
        .onFailure(failure -> LOG.error("{}: can't begin", stream, failure))
        .onComplete(v -> announce.run());
  }

  @Override
  public void giveUp(StreamId stream, GiveUp why) {
    if (epochs.containsKey(stream)) {
      LOG.info("{}: given up, {}", stream, why);
      end(stream, why);
      change()
          .onFailure(failure -> LOG.error("{}: others can't begin", stream, failure))
          .onComplete(v -> announce.run());
    }
  }

  private void end(StreamId stream, GiveUp why) {
    metrics.streamsGivenUp(why.name().toLowerCase(Locale.ROOT)).increment();
    Epoch epoch = epochs.remove(stream);
    roster
        .find(stream)
        .ifPresent(source -> endings.put(stream, new Ending(epoch, source.status())));
  }

  /** One change after the other; what is owned by then decides. */
  private Future<Void> change() {
    Future<Void> next = change.otherwiseEmpty().compose(v -> roster.change(cameras()));
    change = next;
    owned = epochs.size();
    return next.onComplete(v -> endings.keySet().removeIf(stream -> !roster.has(stream)));
  }

  private List<OwnedCamera> cameras() {
    List<StreamConfig> all = List.copyOf(configured.values());
    return IntStream.range(0, all.size())
        .filter(i -> epochs.containsKey(all.get(i).id()))
        .mapToObj(i -> new OwnedCamera(all.get(i), i, epochs.get(all.get(i).id())))
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
