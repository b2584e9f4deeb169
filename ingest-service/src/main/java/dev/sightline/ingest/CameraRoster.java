package dev.sightline.ingest;

import dev.sightline.bus.FramePublisher;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras that an ingest pulls, in the order of the configuration: begins and ends their
 * sources when others are to be pulled, and doesn't touch those that stay as they are.
 *
 * <p>Lives on the ingest's event loop.
 */
final class CameraRoster {

  private static final Logger LOG = LoggerFactory.getLogger(CameraRoster.class);

  /** A connection that isn't closed by then never will be; what is new begins all the same. */
  private static final long CLOSE_SECONDS = 5;

  /**
   * @param begun false until its source has begun and as soon as that is told to end, so that the
   *     next change makes good one that failed halfway
   */
  private record Entry(OwnedCamera camera, StreamSource source, boolean begun) {

    StreamId stream() {
      return camera.stream();
    }

    boolean pulls(OwnedCamera wanted) {
      return begun && camera.isServedAs(wanted);
    }

    Entry with(boolean nowBegun) {
      return new Entry(camera, source, nowBegun);
    }
  }

  private final Context context;
  private final FramePublisher publisher;
  private final RelayMetrics metrics;
  private final Function<OwnedCamera, StreamSource> sources;
  private final Map<StreamId, Throwable> failures = new HashMap<>();
  private Map<StreamId, Entry> entries = new LinkedHashMap<>();
  private boolean stopped;

  /**
   * @param context the ingest's, on which all methods are called and all sources live
   * @param sources makes a source that has not begun yet
   */
  CameraRoster(
      Context context,
      FramePublisher publisher,
      RelayMetrics metrics,
      Function<OwnedCamera, StreamSource> sources) {
    this.context = context;
    this.publisher = publisher;
    this.metrics = metrics;
    this.sources = sources;
  }

  /**
   * Makes {@code cameras} those that are pulled. Two streams may have exchanged their cameras, or
   * one may have another name now, so all that ends has ended before anything begins: a camera
   * never has two connections.
   *
   * @param before ends that have begun already
   * @param cameras asked twice, since what is wanted may change while others end
   * @return completes on the ingest's context when all have begun, and fails when one can't; the
   *     next change must wait for it
   */
  Future<Void> change(Future<?> before, Supplier<List<OwnedCamera>> cameras) {
    List<Future<?>> ends = new ArrayList<>(List.of(before));
    for (OwnedCamera camera : cameras.get()) {
      Entry entry = entries.get(camera.stream());
      if (entry != null && !entry.pulls(camera)) {
        LOG.info("{}: changed, now {}", camera.stream(), camera.config().origin());
        ends.add(end(entry));
      }
    }
    return here(Future.join(ends)).compose(v -> begin(cameras.get()));
  }

  /** Ends a source for good, while the others go on; completes on the ingest's context. */
  Future<Void> end(StreamId stream) {
    return here(remove(entries.get(stream)));
  }

  private Future<Void> remove(Entry entry) {
    StreamId stream = entry.stream();
    // First of all, so that its end is not announced as a change.
    entries.remove(stream);
    Future<Void> end = stop(entry);
    publisher.close(stream);
    metrics.ingest().forgetCamera(stream);
    return end;
  }

  private Future<Void> end(Entry entry) {
    entries.replace(entry.stream(), entry.with(false));
    return stop(entry);
  }

  private static Future<Void> stop(Entry entry) {
    return Future.succeededFuture(entry.source)
        .compose(StreamSource::stop)
        .timeout(CLOSE_SECONDS, TimeUnit.SECONDS)
        .onFailure(failure -> LOG.warn("{}: did not end properly", entry.stream(), failure))
        .otherwiseEmpty();
  }

  /** The ends of clients and connections are told by whichever thread has seen them. */
  private Future<Void> here(Future<?> elsewhere) {
    Promise<Void> here = Promise.promise();
    elsewhere.onComplete(
        (result, failure) -> context.runOnContext(v -> here.complete(null, failure)));
    return here.future();
  }

  /** Begins those of {@code cameras} that aren't pulled yet; they must have all that are. */
  Future<Void> begin(List<OwnedCamera> cameras) {
    if (stopped) {
      return Future.succeededFuture();
    }
    Map<StreamId, Entry> before = entries;
    entries = new LinkedHashMap<>();
    failures.clear();
    return Future.join(
            cameras.stream().map(camera -> begin(camera, before.get(camera.stream()))).toList())
        .mapEmpty();
  }

  /** What is thrown fails the future alone, so that the other cameras begin all the same. */
  private Future<Void> begin(OwnedCamera camera, Entry known) {
    Future<Void> begun =
        Future.future(
            done -> {
              if (known != null) {
                entries.put(camera.stream(), known);
                known.source.place(camera.position());
              }
              if (known == null || !known.pulls(camera)) {
                StreamSource source = sources.apply(camera);
                source.place(camera.position());
                Optional.ofNullable(known).ifPresent(before -> source.follow(before.source));
                begin(new Entry(camera, source, false), known != null);
              }
              done.complete();
            });
    return begun.onFailure(failure -> failures.put(camera.stream(), failure));
  }

  /** Edges that watch have asked the source before; the next ask may be seconds away. */
  private void begin(Entry entry, boolean isChanged) {
    entries.put(entry.stream(), entry);
    entry.source.start();
    entries.put(entry.stream(), entry.with(true));
    if (isChanged) {
      publisher.remind(entry.stream());
    }
  }

  /** Why a stream couldn't begin, when it should have lately. */
  Optional<Throwable> failure(StreamId stream) {
    return Optional.ofNullable(failures.get(stream));
  }

  /** Whether a stream has a camera; one that is being removed has none any more. */
  boolean has(StreamId stream) {
    return entries.containsKey(stream);
  }

  /** The source of a stream. */
  Optional<StreamSource> find(StreamId stream) {
    return Optional.ofNullable(entries.get(stream)).map(Entry::source);
  }

  /** The sources of all streams, in the order of the configuration. */
  List<StreamSource> sources() {
    return entries.values().stream().map(Entry::source).toList();
  }

  List<StreamStatus> statuses() {
    return entries.values().stream().map(entry -> entry.source.status()).toList();
  }

  /** Ends all sources, and tells when nothing of them is left, such as a program that runs. */
  Future<Void> stop() {
    stopped = true;
    return Future.join(entries.values().stream().map(CameraRoster::stop).toList()).mapEmpty();
  }
}
