package dev.sightline.ingest;

import dev.sightline.frame.StreamState;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The condition of a stream that is brought: live while it comes, whether somebody watches or not;
 * else missed while somebody watches and a little longer, and idle. Lives on the ingest's event
 * loop.
 *
 * <p>Next: {@link SourceCondition}
 */
final class ArrivalCondition {

  private static final Logger LOG = LoggerFactory.getLogger(ArrivalCondition.class);

  private static final long LINGER = TimeUnit.SECONDS.toNanos(10);
  private static final long LOOK_MILLIS = 1000;

  private final ArrivingConfig config;
  private final SourceTools tools;
  private final SourceCondition condition;
  private long timer = -1;
  private boolean isOver;

  ArrivalCondition(ArrivingConfig config, SourceTools tools, SourceCondition.Listener listener) {
    this.config = config;
    this.tools = tools;
    this.condition = new SourceCondition(config, listener);
    tools.metrics().ingest().cameraState(config.id(), condition::state);
  }

  /**
   * Begins to watch over it.
   *
   * @param look called every now and then, to tell here what has changed with time
   */
  void begin(Runnable look) {
    long pause = Math.min(LOOK_MILLIS, config.stallTimeout().toMillis());
    timer = tools.vertx().setPeriodic(pause, id -> look(look));
    if (config.secret().isEmpty()) {
      LOG.warn("{}: has no secret, so anybody who reaches this ingest may send it", config.id());
    }
  }

  /** Makes it idle for good, whatever may still be told here. */
  void end() {
    isOver = true;
    tools.vertx().cancelTimer(timer);
    condition.become(StreamState.IDLE, null);
  }

  boolean isOver() {
    return isOver;
  }

  SourceCondition condition() {
    return condition;
  }

  boolean isLive() {
    return condition.isLive();
  }

  /** Somebody watches. */
  void demanded(String whyAbsent) {
    if (!isOver && condition.state() == StreamState.IDLE) {
      condition.become(StreamState.RETRYING, whyAbsent);
    }
  }

  /** Something of it has come. */
  void arrived() {
    if (!isOver) {
      condition.become(StreamState.LIVE, null);
    }
  }

  /** Nothing of it comes, or for another reason than before. */
  void absent(String why) {
    if (condition.isLive() && unwanted() > 0) {
      condition.become(StreamState.IDLE, null);
    } else if (condition.state() != StreamState.IDLE) {
      condition.become(StreamState.RETRYING, why);
    }
  }

  private void look(Runnable look) {
    look.run();
    if (condition.state() == StreamState.RETRYING && unwanted() > LINGER) {
      condition.become(StreamState.IDLE, null);
    }
  }

  private long unwanted() {
    return tools.publisher().unwantedFor(config.id());
  }
}
