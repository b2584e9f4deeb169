package dev.sightline.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The way to one ingest as an edge sees it: how far its answers have come, and whether it is there.
 *
 * <p>Liveness is a small probe every second and never a frame's expiry. Probes also heal the
 * ingest's window when the answers that should have opened it were lost. When a probe is answered
 * after others were not, or after bytes that were sent have not come, the asks of that time may be
 * lost too, so all subscriptions ask again at once instead of waiting for the expiry. Asks are
 * numbered, and the ingest makes it look as if bytes were missing when it misses one. The same tick
 * has the subscriptions notice that this process stood still.
 *
 * <p>It may as well be another edge, which is asked in place of the ingest. Such a one is probed
 * more often, since there is another way at once if it doesn't answer.
 */
final class IngestLink {

  static final Duration PROBE_EVERY = Duration.ofSeconds(1);

  /** While somebody gets here what he could get elsewhere. */
  static final Duration PROBE_FAST = Duration.ofMillis(500);

  static final Duration PROBE_EXPIRY = Duration.ofSeconds(2);

  /** So many of these in a row without any answer, and the node is taken for gone. */
  static final int MOST_UNANSWERED = 2;

  private final Vertx vertx;
  private final FrameTransport transport;
  private final String ingest;
  private final Set<Subscription<?>> subscriptions = new LinkedHashSet<>();
  private long acknowledged;
  private long asked;
  private long timer = -1;
  private boolean missing;

  /** Probes since the last answer of any kind. */
  private int unanswered;

  IngestLink(Vertx vertx, FrameTransport transport, String ingest) {
    this.vertx = vertx;
    this.transport = transport;
    this.ingest = ingest;
  }

  String ingest() {
    return ingest;
  }

  /** The highest position seen in any answer. */
  long acknowledged() {
    return acknowledged;
  }

  /**
   * Takes the position of an answer, and notices when it is beyond what has come: order is kept.
   */
  void see(Answer answer) {
    unanswered = 0;
    long expected = acknowledged + answer.size();
    missing |= answer.position() > expected;
    acknowledged = Math.max(acknowledged, answer.position());
  }

  /** Sends an ask for data, or one that ends them. */
  Future<Answer> ask(Ask ask, Duration expiry) {
    return transport.ask(ingest, ask.numbered(++asked), expiry);
  }

  /** Tells the ingest how far its answers have come when no ask does, so that the window opens. */
  void acknowledge() {
    probe();
  }

  void add(Subscription<?> subscription) {
    if (subscriptions.isEmpty()) {
      asked = 0;
      unanswered = 0;
    }
    subscriptions.add(subscription);
    if (timer < 0 || subscription.route().isDetourBy(this)) {
      stop();
      tickLater();
    }
  }

  private void stop() {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  /** Not a periodic timer, which makes good for every turn that it missed in a standstill. */
  private void tickLater() {
    timer = vertx.setTimer(probeEvery().toMillis(), id -> tick());
  }

  private Duration probeEvery() {
    boolean fast =
        subscriptions.stream().anyMatch(subscription -> subscription.route().isDetourBy(this));
    return fast ? PROBE_FAST : PROBE_EVERY;
  }

  private void tick() {
    tickLater();
    forEach(Subscription::refresh);
    forEach(subscription -> subscription.route().tick());
    if (unanswered >= MOST_UNANSWERED) {
      isGone();
    }
    probe();
  }

  /** They may leave by that. */
  private void forEach(Consumer<Subscription<?>> action) {
    List.copyOf(subscriptions).forEach(action);
  }

  /** Whoever has another way takes it. */
  void isGone() {
    forEach(subscription -> subscription.route().complain(this));
  }

  /** Whether nobody asks by it. */
  boolean isIdle() {
    return subscriptions.isEmpty();
  }

  void remove(Subscription<?> subscription) {
    subscriptions.remove(subscription);
    if (subscriptions.isEmpty()) {
      stop();
      missing = false;
    }
  }

  private void probe() {
    if (subscriptions.isEmpty()) {
      return;
    }
    unanswered++;
    transport
        .ask(ingest, Ask.probe(transport.node(), acknowledged).numbered(asked), PROBE_EXPIRY)
        .onSuccess(this::present)
        .onFailure(failure -> absent());
  }

  private void absent() {
    missing = true;
    isGone();
  }

  private void present(Answer answer) {
    see(answer);
    if (missing) {
      missing = false;
      forEach(Subscription::askAnew);
    }
  }
}
