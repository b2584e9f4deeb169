package dev.sightline.ingest;

import dev.sightline.bus.FramePublisher;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamState;
import dev.sightline.ingest.EndReason.Kind;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.multipart.Part;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Supervises one camera: the only place that decides to connect and to hang up.
 *
 * <p>Connects when somebody asks for the stream, hangs up when nobody has asked for the linger
 * time, and tries again when a connection ends meanwhile. There is never more than one connection.
 * Lives on the ingest's event loop.
 */
final class CameraSource implements CameraConnection.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(CameraSource.class);

  /** A timer is never set shorter, so that a linger of zero can't spin. */
  private static final long SHORTEST_TIMER_MILLIS = 10;

  private final Vertx vertx;
  private final CameraConfig camera;
  private final FramePublisher publisher;
  private final Consumer<StreamStatus> onChange;
  private final CameraSession session;
  private final FrameAssembler assembler;
  private final NewestPicture newest = new NewestPicture();
  private final ReconnectBackoff backoff;
  private final Counter connects;
  private final Counter polls;
  private final Map<Kind, Counter> ends;

  private volatile StreamState state = StreamState.IDLE;
  private long since = System.currentTimeMillis();
  private String reason;
  private CameraConnection connection;
  private String heldBecause = "it is given a rest between two connections";
  private long openedAt;
  private long nextTimer = -1;
  private long lingerTimer = -1;
  private boolean stopped;
  private int position;

  CameraSource(
      Vertx vertx,
      CameraConfig camera,
      Epoch epoch,
      FramePublisher publisher,
      Consumer<StreamStatus> onChange,
      RelayMetrics metrics) {
    this.vertx = vertx;
    this.camera = camera;
    this.publisher = publisher;
    this.onChange = onChange;
    this.session = new CameraSession(vertx, camera);
    this.assembler = new FrameAssembler(camera.id(), epoch, Clock.systemUTC(), metrics);
    this.backoff =
        new ReconnectBackoff(
            camera.policy().retry(),
            System::nanoTime,
            () -> ThreadLocalRandom.current().nextDouble());
    this.connects = metrics.cameraConnects(camera.id());
    this.polls = metrics.cameraPolls(camera.id());
    this.ends = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      ends.put(kind, metrics.cameraEnded(camera.id(), kind.name().toLowerCase(Locale.ROOT)));
    }
    metrics.cameraLive(camera.id(), () -> state == StreamState.LIVE ? 1 : 0);
  }

  /** Leaves the camera alone as long as {@code before}, which has ended, would have had to. */
  void follow(CameraSource before) {
    if (camera.source().sameHost(before.camera.source())) {
      boolean sameRequest =
          camera.source().equals(before.camera.source())
              && camera.policy().request().equals(before.camera.policy().request());
      backoff.follow(before.backoff, sameRequest);
      heldBecause = before.heldBecause;
    }
  }

  /** Says where the camera stands in the configuration, which may change while it is pulled. */
  void place(int at) {
    position = at;
  }

  /** Begins to serve the stream; a camera that isn't on demand is connected at once. */
  void start() {
    publisher.open(camera.id(), this::demand);
    if (!camera.policy().onDemand()) {
      demand();
    }
  }

  /** Hangs up for good, and tells when that is done; asks that still come change nothing. */
  Future<Void> stop() {
    stopped = true;
    Future<Void> end = connection == null ? Future.succeededFuture() : connection.close();
    idle();
    return end.eventually(session::close);
  }

  StreamStatus status() {
    return new StreamStatus(
        camera.id(),
        state,
        since,
        reason,
        camera.source().toString(),
        assembler.frames(),
        assembler.bytes(),
        (long) connects.count(),
        position,
        newest.width(),
        newest.height(),
        newest.capturedAt());
  }

  private void demand() {
    if (state != StreamState.IDLE || stopped) {
      return;
    }
    Duration held = backoff.heldFor();
    if (held.isZero()) {
      connect();
    } else {
      become(StreamState.RETRYING, heldBecause);
      nextTimer = vertx.setTimer(timerMillis(held), id -> connect());
    }
  }

  private void connect() {
    nextTimer = -1;
    become(StreamState.CONNECTING, reason);
    connects.increment();
    open();
  }

  private void open() {
    backoff.attempt();
    openedAt = System.nanoTime();
    connection = new CameraConnection(vertx, camera, session, this);
    connection.open();
  }

  @Override
  public boolean part(Part part) {
    Optional<Frame> frame = assembler.assemble(part);
    if (frame.isPresent()) {
      newest.replace(frame.get());
      if (state == StreamState.LIVE) {
        backoff.picture();
      } else {
        backoff.live();
        become(StreamState.LIVE, null);
      }
      publisher.publish(frame.get());
    }
    return frame.isPresent();
  }

  /** Pictures that are asked for one by one make a stream as any other. */
  @Override
  public void finished() {
    backoff.picture();
    Duration passed = Duration.ofNanos(System.nanoTime() - openedAt);
    Duration pause = camera.policy().pollEvery().minus(passed);
    Duration held = backoff.heldFor();
    nextTimer = vertx.setTimer(timerMillis(pause.compareTo(held) > 0 ? pause : held), id -> poll());
  }

  private void poll() {
    nextTimer = -1;
    polls.increment();
    open();
  }

  @Override
  public void ended(EndReason end) {
    ends.get(end.kind()).increment();
    Duration delay = backoff.next(end);
    heldBecause = end.sentence();
    become(StreamState.RETRYING, end.sentence());
    nextTimer = vertx.setTimer(timerMillis(delay), id -> connect());
  }

  private static long timerMillis(Duration delay) {
    return Math.max(SHORTEST_TIMER_MILLIS, delay.toMillis());
  }

  private void idle() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
    if (nextTimer >= 0) {
      vertx.cancelTimer(nextTimer);
      nextTimer = -1;
    }
    backoff.hungUp();
    become(StreamState.IDLE, null);
  }

  /** The one place where the state changes, and with it what follows from it. */
  private void become(StreamState next, String why) {
    StreamState before = state;
    boolean sameTrouble = next == StreamState.RETRYING && why.equals(reason);
    state = next;
    reason = why;
    if (before == next) {
      return;
    }
    log(before, next, sameTrouble);
    if (!(isWithoutPicture(before) && isWithoutPicture(next))) {
      since = System.currentTimeMillis();
    }
    if (before == StreamState.LIVE) {
      publisher.clear(camera.id());
    }
    if (before == StreamState.IDLE && camera.policy().onDemand()) {
      linger(camera.policy().linger().toMillis());
    }
    if (next == StreamState.IDLE && lingerTimer >= 0) {
      vertx.cancelTimer(lingerTimer);
      lingerTimer = -1;
    }
    onChange.accept(status());
  }

  /** Between attempts and during them a camera is away all the same. */
  private static boolean isWithoutPicture(StreamState state) {
    return state == StreamState.CONNECTING || state == StreamState.RETRYING;
  }

  private void log(StreamState before, StreamState next, boolean sameTrouble) {
    switch (next) {
      case LIVE -> LOG.info("{}: pictures arrive from {}", camera.id(), camera.source());
      case IDLE -> LOG.debug("{}: hung up", camera.id());
      case CONNECTING -> LOG.debug("{}: connecting to {}", camera.id(), camera.source());
      case RETRYING -> {
        if (before == StreamState.LIVE || !sameTrouble) {
          LOG.warn("{}: no picture from {}: {}", camera.id(), camera.source(), reason);
        }
      }
      default -> throw new IllegalStateException(next.name());
    }
  }

  private void linger(long millis) {
    lingerTimer = vertx.setTimer(Math.max(SHORTEST_TIMER_MILLIS, millis), id -> hangUpIfUnwanted());
  }

  private void hangUpIfUnwanted() {
    lingerTimer = -1;
    long unwanted = publisher.unwantedFor(camera.id());
    long left = camera.policy().linger().toNanos() - unwanted;
    if (unwanted > 0 && left <= 0) {
      LOG.info("{}: nobody is watching, camera left alone", camera.id());
      idle();
    } else {
      linger(TimeUnit.NANOSECONDS.toMillis(left));
    }
  }
}
