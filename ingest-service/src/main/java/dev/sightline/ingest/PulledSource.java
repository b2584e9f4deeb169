package dev.sightline.ingest;

import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamState;
import dev.sightline.ingest.EndReason.Kind;
import dev.sightline.ingest.SourceAccess.Likeness;
import dev.sightline.multipart.Part;
import dev.sightline.node.Operation;
import dev.sightline.node.Operation.Detail;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Supervises a source that is connected when somebody watches: the only place that decides to
 * connect and to hang up.
 *
 * <p>Connects when somebody asks for the stream, hangs up when nobody has asked for the linger
 * time, and tries again when a connection ends meanwhile. There is never more than one connection.
 * Lives on the ingest's event loop.
 */
final class PulledSource implements StreamSource, SourceConnection.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(PulledSource.class);

  /** A timer is never set shorter, so that a linger of zero can't spin. */
  private static final long SHORTEST_TIMER_MILLIS = 10;

  private final StreamConfig config;
  private final SourcePolicy policy;
  private final SourceTools tools;
  private final SourceAccess access;
  private final Vertx vertx;
  private final SourceCondition condition;
  private final PictureOutput output;
  private final ReconnectBackoff backoff;
  private final Counter connects;
  private final Counter polls;
  private final Map<Kind, Counter> ends;

  private SourceConnection connection;
  private Operation attempt = Operation.UNTRACED;
  private String heldBecause = "it is given a rest between two connections";
  private long openedAt;
  private long nextTimer = -1;
  private long lingerTimer = -1;
  private boolean stopped;

  PulledSource(StreamConfig config, SourcePolicy policy, SourceTools tools, SourceAccess access) {
    this.config = config;
    this.policy = policy;
    this.tools = tools;
    this.access = access;
    this.vertx = tools.vertx();
    this.condition = new SourceCondition(config, this::changed);
    this.output = new PictureOutput(config, tools);
    this.backoff =
        new ReconnectBackoff(
            policy.retry(), System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
    this.connects = tools.metrics().ingest().cameraConnects(config.id());
    this.polls = tools.metrics().ingest().cameraPolls(config.id());
    this.ends = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      String name = kind.name().toLowerCase(Locale.ROOT);
      ends.put(kind, tools.metrics().ingest().cameraEnded(config.id(), name));
    }
    tools.metrics().ingest().cameraState(config.id(), condition::state);
  }

  /** Leaves the device alone as long as {@code before}, which has ended, would have had to. */
  @Override
  public void follow(StreamSource before) {
    if (before instanceof PulledSource pulled) {
      Likeness likeness = access.likeness(pulled.access);
      if (likeness != Likeness.NONE) {
        backoff.follow(pulled.backoff, likeness == Likeness.SAME_REQUEST);
        heldBecause = pulled.heldBecause;
      }
    }
  }

  @Override
  public void place(int at) {
    output.place(at);
  }

  /** Begins to serve the stream; a source that isn't on demand is connected at once. */
  @Override
  public void start() {
    tools.publisher().open(config.id(), this::demand);
    if (!policy.onDemand()) {
      demand();
    }
  }

  @Override
  public Future<Void> stop() {
    stopped = true;
    Future<Void> end = connection == null ? Future.succeededFuture() : connection.close();
    idle("stopped");
    return end.eventually(access::close);
  }

  @Override
  public StreamStatus status() {
    return output.status(condition, (long) connects.count());
  }

  /** One that is always connected is connected as well at another ingest. */
  @Override
  public boolean isAtRest() {
    return condition.isAtRest() || !policy.onDemand() && isUnwanted();
  }

  private boolean isUnwanted() {
    return tools.publisher().unwantedFor(config.id()) >= SourceCondition.REST_NANOS;
  }

  private void demand() {
    if (condition.state() != StreamState.IDLE || stopped) {
      return;
    }
    Duration held = backoff.heldFor();
    if (held.isZero()) {
      connect();
    } else {
      condition.become(StreamState.RETRYING, heldBecause);
      nextTimer = vertx.setTimer(timerMillis(held), id -> connect());
    }
  }

  private void connect() {
    nextTimer = -1;
    condition.become(StreamState.CONNECTING, condition.reason());
    connects.increment();
    attempt =
        tools
            .tracing()
            .begin(Operation.Name.CONNECT)
            .with(Detail.STREAM, config.id())
            .with(Detail.ORIGIN, config.origin());
    open();
  }

  private void open() {
    backoff.attempt();
    openedAt = System.nanoTime();
    connection = access.connection(this);
    connection.open();
  }

  @Override
  public boolean part(Part part) {
    Optional<Frame> frame = output.assemble(part);
    frame.ifPresent(this::take);
    return frame.isPresent();
  }

  private void take(Frame frame) {
    if (condition.isLive()) {
      backoff.picture();
    } else {
      backoff.live();
      attempt.with(Detail.RESULT, "live").end();
      condition.become(StreamState.LIVE, null);
    }
    output.publish(frame);
  }

  /** Pictures that are asked for one by one make a stream as any other. */
  @Override
  public void finished() {
    backoff.picture();
    Duration passed = Duration.ofNanos(System.nanoTime() - openedAt);
    Duration pause = policy.pollEvery().minus(passed);
    Duration held = backoff.heldFor();
    nextTimer = vertx.setTimer(timerMillis(pause.compareTo(held) > 0 ? pause : held), id -> poll());
  }

  private void poll() {
    nextTimer = -1;
    polls.increment();
    open();
  }

  /** Its viewers have seen it all; who asks from now on sees it from its beginning. */
  @Override
  public void over() {
    LOG.info("{}: {} is at its end", config.id(), config.origin());
    idle("over");
    tools.publisher().end(config.id());
  }

  @Override
  public void ended(EndReason end) {
    ends.get(end.kind()).increment();
    Duration delay = backoff.next(end);
    heldBecause = end.sentence();
    attempt.with(Detail.RESULT, end.kind().name().toLowerCase(Locale.ROOT)).fail(end.sentence());
    condition.become(StreamState.RETRYING, end.sentence());
    nextTimer = vertx.setTimer(timerMillis(delay), id -> connect());
  }

  private static long timerMillis(Duration delay) {
    return Math.max(SHORTEST_TIMER_MILLIS, delay.toMillis());
  }

  /**
   * @param why an attempt that is under way comes to nothing
   */
  private void idle(String why) {
    if (connection != null) {
      connection.close();
      connection = null;
    }
    if (nextTimer >= 0) {
      vertx.cancelTimer(nextTimer);
      nextTimer = -1;
    }
    backoff.hungUp();
    attempt.with(Detail.RESULT, why).end();
    condition.become(StreamState.IDLE, null);
  }

  private void changed(StreamState before, StreamState next) {
    if (before == StreamState.LIVE) {
      output.clear();
    }
    if (before == StreamState.IDLE && policy.onDemand()) {
      linger(policy.linger().toMillis());
    }
    if (next == StreamState.IDLE && lingerTimer >= 0) {
      vertx.cancelTimer(lingerTimer);
      lingerTimer = -1;
    }
    tools.onChange().accept(status());
  }

  private void linger(long millis) {
    lingerTimer = vertx.setTimer(Math.max(SHORTEST_TIMER_MILLIS, millis), id -> hangUpIfUnwanted());
  }

  private void hangUpIfUnwanted() {
    lingerTimer = -1;
    long unwanted = tools.publisher().unwantedFor(config.id());
    long left = policy.linger().toNanos() - unwanted;
    if (unwanted > 0 && left <= 0) {
      LOG.info("{}: nobody is watching, source left alone", config.id());
      idle("left");
    } else {
      linger(TimeUnit.NANOSECONDS.toMillis(left));
    }
  }
}
