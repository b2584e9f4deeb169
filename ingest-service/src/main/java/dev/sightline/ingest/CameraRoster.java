package dev.sightline.ingest;

import dev.sightline.bus.FramePublisher;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras of an ingest, in the order of the configuration: begins and ends their sources when
 * it changes, and doesn't touch those that stay as they are.
 *
 * <p>Lives on the ingest's event loop.
 */
final class CameraRoster {

  private static final Logger LOG = LoggerFactory.getLogger(CameraRoster.class);

  /** A connection that isn't closed by then never will be; what is new begins all the same. */
  private static final long CLOSE_SECONDS = 5;

  private record Entry(CameraConfig camera, CameraSource source) {

    StreamId stream() {
      return camera.id();
    }
  }

  private final FramePublisher publisher;
  private final RelayMetrics metrics;
  private final Function<CameraConfig, CameraSource> sources;
  private Map<StreamId, Entry> entries = new LinkedHashMap<>();
  private boolean stopped;

  /**
   * @param sources makes a source that has not begun yet
   */
  CameraRoster(
      FramePublisher publisher,
      RelayMetrics metrics,
      Function<CameraConfig, CameraSource> sources) {
    this.publisher = publisher;
    this.metrics = metrics;
    this.sources = sources;
  }

  void start(List<CameraConfig> cameras) {
    begin(cameras);
  }

  /**
   * Makes {@code cameras} those that are pulled. Two streams may have exchanged their cameras, or
   * one may have another name now, so all that ends has ended before anything begins: a camera
   * never has two connections.
   *
   * @return completes when all have begun; the next change must wait for it
   */
  Future<Void> change(List<CameraConfig> cameras) {
    Map<StreamId, CameraConfig> wanted =
        cameras.stream().collect(Collectors.toMap(CameraConfig::id, Function.identity()));
    List<Future<Void>> ends = new ArrayList<>();
    for (Entry entry : List.copyOf(entries.values())) {
      CameraConfig camera = wanted.remove(entry.stream());
      if (camera == null) {
        ends.add(remove(entry));
      } else if (!camera.equals(entry.camera)) {
        LOG.info("{}: changed, now {}", camera.id(), camera.source());
        ends.add(stop(entry));
      }
    }
    wanted.values().forEach(camera -> LOG.info("{}: added, {}", camera.id(), camera.source()));
    return Future.join(ends).onSuccess(v -> begin(cameras)).mapEmpty();
  }

  private Future<Void> remove(Entry entry) {
    StreamId stream = entry.stream();
    LOG.info("{}: removed", stream);
    // First of all, so that its end is not announced as a change.
    entries.remove(stream);
    Future<Void> end = stop(entry);
    publisher.close(stream);
    metrics.forgetCameraLive(stream);
    return end;
  }

  private static Future<Void> stop(Entry entry) {
    return entry.source.stop().timeout(CLOSE_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
  }

  private void begin(List<CameraConfig> cameras) {
    if (stopped) {
      return;
    }
    Map<StreamId, Entry> before = entries;
    Map<StreamId, Entry> next = new LinkedHashMap<>();
    cameras.forEach(camera -> next.put(camera.id(), entryOf(camera)));
    entries = next;
    for (Entry entry : next.values()) {
      Entry known = before.get(entry.stream());
      if (!entry.equals(known)) {
        begin(entry, known != null);
      }
    }
  }

  private Entry entryOf(CameraConfig camera) {
    Entry known = entries.get(camera.id());
    return known != null && known.camera.equals(camera)
        ? known
        : new Entry(camera, sources.apply(camera));
  }

  /** Edges that watch have asked the source before; the next ask may be seconds away. */
  private void begin(Entry entry, boolean isChanged) {
    entry.source.start();
    if (isChanged) {
      publisher.remind(entry.stream());
    }
  }

  /** Whether a stream has a camera; one that is being removed has none any more. */
  boolean has(StreamId stream) {
    return entries.containsKey(stream);
  }

  List<StreamStatus> statuses() {
    return entries.values().stream().map(entry -> entry.source.status()).toList();
  }

  void stop() {
    stopped = true;
    entries.values().forEach(CameraRoster::stop);
  }
}
