package dev.sightline.ingest;

import dev.sightline.frame.StreamState;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a stream's source is doing, since when and why: the one place where its state changes. The
 * state may be read by any thread; else it is used on the ingest's event loop.
 */
final class SourceCondition {

  private static final Logger LOG = LoggerFactory.getLogger(SourceCondition.class);

  /** A source that was left alone so lately may be wanted again, and wants its pause kept. */
  static final long REST_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Does what follows from a change. */
  interface Listener {

    void changed(StreamState before, StreamState next);
  }

  private final StreamConfig config;
  private final Listener listener;
  private volatile StreamState state = StreamState.IDLE;
  private long since = System.currentTimeMillis();
  private final LongSupplier nanos;
  private long changedAt;
  private String reason;

  SourceCondition(StreamConfig config, Listener listener) {
    this(config, listener, System::nanoTime);
  }

  /**
   * @param nanos monotonic nanoseconds
   */
  SourceCondition(StreamConfig config, Listener listener, LongSupplier nanos) {
    this.config = config;
    this.listener = listener;
    this.nanos = nanos;
    this.changedAt = nanos.getAsLong() - REST_NANOS;
  }

  StreamState state() {
    return state;
  }

  boolean isLive() {
    return state == StreamState.LIVE;
  }

  /** Whether it has been idle for a while. */
  boolean isAtRest() {
    return state == StreamState.IDLE && nanos.getAsLong() - changedAt >= REST_NANOS;
  }

  /** When it began, milliseconds since 1970; attempts and their pauses are one absence. */
  long since() {
    return since;
  }

  /** Why there is no picture; null when nothing is wrong. */
  String reason() {
    return reason;
  }

  /**
   * Goes to another state, or stays with another reason.
   *
   * @param why a sentence without credentials; null when nothing is wrong
   */
  void become(StreamState next, String why) {
    StreamState before = state;
    boolean sameTrouble = next == StreamState.RETRYING && why.equals(reason);
    state = next;
    reason = why;
    if (before == next) {
      return;
    }
    changedAt = nanos.getAsLong();
    log(before, next, sameTrouble);
    if (!(isWithoutPicture(before) && isWithoutPicture(next))) {
      since = System.currentTimeMillis();
    }
    listener.changed(before, next);
  }

  /** Between attempts and during them a camera is away all the same. */
  private static boolean isWithoutPicture(StreamState state) {
    return state == StreamState.CONNECTING || state == StreamState.RETRYING;
  }

  private void log(StreamState before, StreamState next, boolean sameTrouble) {
    switch (next) {
      case LIVE -> LOG.info("{}: pictures arrive from {}", config.id(), config.origin());
      case IDLE -> LOG.debug("{}: hung up", config.id());
      case CONNECTING -> LOG.debug("{}: connecting to {}", config.id(), config.origin());
      case RETRYING -> {
        if (before == StreamState.LIVE || !sameTrouble) {
          LOG.warn("{}: no picture from {}: {}", config.id(), config.origin(), reason);
        }
      }
      default -> throw new IllegalStateException(next.name());
    }
  }
}
