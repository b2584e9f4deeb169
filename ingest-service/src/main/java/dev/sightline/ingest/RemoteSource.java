package dev.sightline.ingest;

import dev.sightline.bus.Arrival;
import dev.sightline.bus.FrameTap;
import dev.sightline.bus.Metronome;
import dev.sightline.bus.StreamStatus;
import dev.sightline.bus.StretchTap;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import dev.sightline.frame.Stretch;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A stream of another place: pulled over the link while somebody watches here, and given on with
 * numbers of this cluster. What a frame says of its beginning is kept, its age grows. Lives on the
 * ingest's event loop.
 *
 * <p>Next: {@link dev.sightline.bus.FramePublisher}
 */
final class RemoteSource implements StreamSource, FrameTap.Listener, StretchTap.Listener {

  /**
   * How long it is pulled on when nobody watches any more. Less than a camera's linger, and the
   * less the further away from the camera it is: what is closer to it is let go later, so that
   * nobody who changes over from one place to the next makes a camera hang up in between.
   */
  private static final Duration LINGER = Duration.ofSeconds(5);

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  /** Somebody who sends pictures that are too large now and then is live all the same. */
  private static final long OVERSIZE_PATIENCE = TimeUnit.SECONDS.toNanos(2);

  /** Bytes that are missing are told by a jump of the position. */
  private static final int GAP = 188;

  private final RemoteConfig config;
  private final SourceTools tools;
  private final RemotePlace place;
  private final SourceCondition condition;
  private final NewestPicture picture = new NewestPicture();
  private final Counter frames;
  private final Counter bytes;
  private final Counter connects;
  private Metronome looks;

  /** Ends the pulling; null while nothing is pulled. */
  private Runnable tap;

  private Frame newest;

  /** The newest as it was numbered there; null when what lies between is nobody's fault. */
  private Frame last;

  /** Pictures since then that were too large, and count as left out already. */
  private long refused;

  /** Why there is no picture though they come; null if that isn't so. */
  private String oversize;

  private Stretch latest;
  private long sequence;
  private int position;
  private boolean live;

  /** Read by who counts it, on another thread. */
  private volatile int watching;

  /** Monotonic nanoseconds, likewise; 0 before the first picture. */
  private volatile long newestAt;

  RemoteSource(RemoteConfig config, SourceTools tools) {
    this.config = config;
    this.tools = tools;
    this.place = config.place();
    this.condition = new SourceCondition(config, this::changed);
    this.frames = tools.metrics().ingest().cameraFrames(config.id());
    this.bytes = tools.metrics().ingest().cameraBytes(config.id());
    this.connects = tools.metrics().ingest().cameraConnects(config.id());
    this.sequence = (long) frames.count();
    tools.metrics().ingest().cameraState(config.id(), condition::state);
    if (config.kind() == StreamKind.PICTURES) {
      tools.metrics().ingest().cameraFrameAge(config.id(), this::newestAge);
    }
  }

  @Override
  public void place(int at) {
    position = at;
  }

  @Override
  public void follow(StreamSource before) {
    if (before instanceof RemoteSource source) {
      newest = source.newest;
    }
  }

  @Override
  public void start() {
    if (config.kind() == StreamKind.PICTURES) {
      tools.publisher().open(config.id(), this::demand);
    } else {
      tools.publisher().openOrdered(config.id(), this::demand);
    }
    place.add(this);
    looks = Metronome.every(tools.vertx(), LOOK_EVERY, this::look);
  }

  @Override
  public Future<Void> stop() {
    looks.stop();
    place.remove(this);
    hangUp();
    return Future.succeededFuture();
  }

  @Override
  public boolean isAtRest() {
    return condition.isAtRest();
  }

  @Override
  public StreamStatus status() {
    return new StreamStatus(
        config.id(),
        config.kind(),
        condition.state(),
        condition.since(),
        condition.reason(),
        config.origin(),
        (long) frames.count(),
        (long) bytes.count(),
        (long) connects.count(),
        position,
        picture.width(),
        picture.height(),
        picture.capturedAt(),
        place.hops(config.there()),
        !place.has(config.there()));
  }

  private void demand() {
    if (tap == null) {
      connects.increment();
      tap =
          config.kind() == StreamKind.PICTURES
              ? place.receiver().open(config.there(), this, () -> watching)::close
              : place.receiver().openOrdered(config.there(), this, () -> watching)::close;
    }
    look();
  }

  /** Looks who watches, and what is told of it there. */
  void look() {
    watching = Math.max(1, tools.publisher().watching(config.id()));
    if (!place.isConnected()) {
      last = null;
    }
    if (tap != null && tools.publisher().unwantedFor(config.id()) >= linger()) {
      hangUp();
    } else if (tap != null && !live) {
      missing();
    }
  }

  private long linger() {
    return LINGER.dividedBy(1 + place.hops(config.there()).size()).toNanos();
  }

  private void missing() {
    Optional<StreamStatus> there = place.find(config.there());
    if (oversize != null && place.isConnected()) {
      condition.become(StreamState.RETRYING, oversize);
    } else if (there.isEmpty() || !place.isConnected()) {
      condition.become(StreamState.RETRYING, place.absence());
    } else if (there.get().state() == StreamState.RETRYING) {
      condition.become(StreamState.RETRYING, reasonOf(there.get()));
    } else {
      condition.become(StreamState.CONNECTING, condition.reason());
    }
  }

  private static String reasonOf(StreamStatus status) {
    return status.reason() == null ? "there is no picture there" : status.reason();
  }

  private void hangUp() {
    if (tap != null) {
      tap.run();
      tap = null;
    }
    live = false;
    last = null;
    oversize = null;
    condition.become(StreamState.IDLE, null);
  }

  /**
   * One that came before, by another way, is left out. How long the way was no clock needs to tell:
   * half of the shortest round trip.
   */
  @Override
  public void frame(Arrival arrival) {
    place.figures().frame(arrival.frame().size(), missing(last, arrival.frame()));
    last = arrival.frame();
    refused = 0;
    oversize = null;
    Frame frame = arrival.frame().relayedAs(config.id(), tools.epoch(), sequence);
    if (!frame.isNewerThan(newest)) {
      return;
    }
    sequence++;
    newest = frame;
    picture.replace(frame);
    came(frame.size());
    newestAt = arrival.at() - place.way();
    tools.publisher().publish(frame, System.nanoTime() - newestAt);
  }

  /** In seconds. */
  private double newestAge() {
    long at = newestAt;
    return at == 0 ? Double.NaN : (System.nanoTime() - at) / 1e9;
  }

  /** Pictures between these two, of which the other end numbers each that it has. */
  private long missing(Frame before, Frame next) {
    return before == null || !before.epoch().equals(next.epoch())
        ? 0
        : Math.max(0, next.sequence() - before.sequence() - 1 - refused);
  }

  /** Whether it is that stream of its place. */
  boolean isOf(StreamId there) {
    return config.there().equals(there);
  }

  /**
   * A picture has come that is larger than any that is taken here.
   *
   * @param most bytes of one that is
   */
  void oversized(int most) {
    place.figures().refused();
    refused++;
    boolean isMissing = newestAt == 0 || System.nanoTime() - newestAt > OVERSIZE_PATIENCE;
    if (tap != null && isMissing) {
      live = false;
      oversize = "its pictures are larger than %d bytes (max-frame-size)".formatted(most);
      look();
    }
  }

  @Override
  public void stretch(Stretch stretch) {
    long gap = latest == null || stretch.follows(latest) ? 0 : GAP;
    latest = stretch;
    place.figures().stretch(stretch.size());
    came(stretch.size());
    tools
        .publisher()
        .append(
            new Stretch(
                config.id(),
                tools.epoch(),
                tools.publisher().positionOf(config.id()) + gap,
                stretch.isStart(),
                stretch.bytes()));
  }

  private void came(int size) {
    frames.increment();
    bytes.increment(size);
    live = true;
    condition.become(StreamState.LIVE, null);
  }

  @Override
  public void lost() {
    live = false;
    last = null;
    look();
  }

  /** Whoever asks from now on wants it anew. */
  @Override
  public void ended() {
    hangUp();
    tools.publisher().end(config.id());
  }

  private void changed(StreamState before, StreamState next) {
    if (before == StreamState.LIVE) {
      tools.publisher().clear(config.id());
    }
    tools.onChange().accept(status());
  }
}
