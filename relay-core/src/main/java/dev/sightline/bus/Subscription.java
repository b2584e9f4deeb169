package dev.sightline.bus;

import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * One stream as an edge node pulls it: asks the owning ingest, over and over, and hands what comes
 * to the event loops that have viewers.
 *
 * <p>Used on the receiver's event loop only. It asks as long as there are taps, survives any
 * failure by asking again, and follows the directory to a new owner. The owner that it knew is
 * asked until there is another, in the cluster or not: a node that stood still, or is cut off from
 * the others' list, gets pictures all the same. What comes of an earlier owner is thrown away.
 *
 * <p>The owner may name another edge to be asked, see {@link Route}. What is of the same owner is
 * taken all the same when it comes by a way that was left.
 *
 * <p>After a standstill of this process all answers to earlier asks are thrown away, whatever they
 * say: they lay in the kernel, and show what was.
 */
abstract class Subscription<T extends Tap> {

  /** An ask that was not answered by then is lost; the ingest says "nothing yet" well before. */
  static final Duration ASK_EXPIRY = Duration.ofSeconds(15);

  /** After a failure the next ask waits this long at first, and twice as long each time. */
  static final long FIRST_RETRY_MILLIS = 50;

  static final long LONGEST_RETRY_MILLIS = 1000;

  /** After a change of owner the asks of all edges are spread over this time. */
  static final int OWNER_JITTER_MILLIS = 100;

  private final Vertx vertx;
  private final FrameTransport transport;
  private final StreamId stream;
  private final Standstills standstills;
  private final Random jitter;
  private final Counter sent;
  private final Counter failed;
  private final Vigil vigil;
  private final Map<T, IntSupplier> taps = new LinkedHashMap<>();

  private final Route route;

  /** The owner that is followed, or was last; null before the first. */
  private Epoch owner;

  private int standstillsBefore;

  /** The stream has come to its end, and is not asked for again until somebody joins. */
  private boolean over;

  /** Answers to asks of an earlier round are no longer counted as open. */
  private int round;

  private int open;
  private long retryMillis = FIRST_RETRY_MILLIS;
  private long timer = -1;

  Subscription(
      Vertx vertx,
      FrameTransport transport,
      StreamId stream,
      Standstills standstills,
      Neighbourhood neighbourhood,
      RelayMetrics metrics) {
    this.vertx = vertx;
    this.transport = transport;
    this.stream = stream;
    this.standstills = standstills;
    this.standstillsBefore = standstills.count();
    this.jitter = new Random(Objects.hash(transport.node(), stream));
    this.sent = metrics.bus().asks();
    this.failed = metrics.bus().asksFailed();
    this.route = new Route(this, transport, stream, neighbourhood, metrics.bus().complaints());
    this.vigil = new Vigil(vertx, this::lose);
  }

  /** What a stream that is pulled in this way is made of. */
  abstract StreamKind kind();

  /** How many asks are to be open at a time. */
  abstract int wanted();

  /**
   * @param watching how many viewers the stream has here, at least 1
   */
  abstract Ask newAsk(String edge, StreamId stream, long acknowledged, int watching);

  /**
   * Takes an answer that has something in it, of the ingest that is followed.
   *
   * @param expected whether it answers an ask that counts as open, and not one taken for lost
   */
  abstract void take(Answer answer, boolean expected);

  /** Counts an answer that is thrown away since it shows what was. */
  abstract void drop(Answer answer);

  /** Gives a receiver that joins what those before it have got lately. */
  abstract void welcome(T tap);

  /** Forgets what a receiver that joins would get, and tells whether there was anything. */
  abstract boolean forget();

  /** Whether the next ask is on its way soon and no acknowledgement is needed before. */
  boolean isGathering() {
    return false;
  }

  /** False for a stream that has become one of the other kind: to these receivers it is no more. */
  final boolean fits(Entry entry) {
    return entry.status().kind() == kind();
  }

  final Set<T> taps() {
    return taps.keySet();
  }

  /** Asks that are open now. */
  final int open() {
    return open;
  }

  /**
   * Adds a receiver, which gets what is there for newcomers at once.
   *
   * @param watching how many watch by this tap
   */
  final void add(T tap, IntSupplier watching) {
    taps.put(tap, watching);
    over = false;
    refresh();
    welcome(tap);
  }

  /** The source gives nothing: what came last no longer shows what it sees. */
  final void lose() {
    if (forget()) {
      taps().forEach(Tap::lose);
    }
  }

  /** Begins anew if this process stood still since the last look. */
  final void refresh() {
    int now = standstills.count();
    if (now != standstillsBefore) {
      standstillsBefore = now;
      lose();
      if (route.link() != null) {
        route.leave();
        route.restart();
      }
    }
  }

  final Route route() {
    return route;
  }

  /** Another node is asked from now on. */
  final void turned() {
    forgetAsks();
    retryMillis = FIRST_RETRY_MILLIS;
    ask();
  }

  /** How many standstills there were by the last look. */
  final int standstills() {
    return standstillsBefore;
  }

  /** The stream is no more: nobody is asked for it, until the receivers have gone or it is back. */
  final void end() {
    detach();
    forget();
    taps().forEach(Tap::end);
  }

  /** Removes a receiver and tells whether it was the last one. */
  final boolean remove(Tap tap) {
    taps.remove(tap);
    return taps.isEmpty();
  }

  /**
   * Asks this ingest from now on.
   *
   * @param epoch of the ownership; what has an earlier one isn't taken
   */
  final void follow(IngestLink next, Epoch epoch) {
    if (over) {
      return;
    }
    vigil.end();
    boolean moved = owner != null;
    if (moved && epoch.compareTo(owner) < 0) {
      // The other owner has turned out to be none; its last picture must not keep others out.
      forget();
    }
    boolean isTreeGone = route.isDetour() && !epoch.equals(owner);
    owner = epoch;
    if (next != route.source() || isTreeGone) {
      forgetAsks();
      // The failures were the other owner's, which may have refused for as long as it ended.
      retryMillis = FIRST_RETRY_MILLIS;
      route.begin(next);
      if (moved) {
        askLater(jitter.nextInt(OWNER_JITTER_MILLIS) + 1L);
      } else {
        ask();
      }
    }
  }

  /**
   * The stream has no owner at present. Its last one is asked all the same, since it may be this
   * node that has lost the others; but when nothing comes any more the picture is lost.
   */
  final void orphan() {
    if (route.link() != null) {
      vigil.begin();
    }
  }

  /** Ends the pulling: the ingest is told, and what is on its way is thrown away. */
  final void stop() {
    if (route.link() != null) {
      route.leave();
    }
    detach();
    forget();
  }

  private void detach() {
    vigil.end();
    forgetAsks();
    route.end();
  }

  private void forgetAsks() {
    round++;
    open = 0;
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }

  /** Counts the open asks as lost and asks again. */
  final void askAnew() {
    round++;
    open = 0;
    ask();
  }

  /** Fills up the open asks, and tells whether that took any. */
  private boolean ask() {
    int before = open;
    IngestLink via = route.link();
    while (via != null && timer < 0 && open < wanted()) {
      open++;
      int asked = round;
      int standstillsThen = standstillsBefore;
      sent.increment();
      via.ask(newAsk(via), ASK_EXPIRY)
          .onSuccess(answer -> answered(answer, via, asked, standstillsThen))
          .onFailure(failure -> failed(via, asked));
    }
    return open > before;
  }

  /** Whoever asks has a viewer, be it one that is just joining. */
  private Ask newAsk(IngestLink via) {
    int watching = taps.values().stream().mapToInt(IntSupplier::getAsInt).sum();
    return newAsk(transport.node(), stream, via.acknowledged(), Math.max(1, watching))
        .with(route.standing());
  }

  private void answered(Answer answer, IngestLink via, int asked, int standstillsThen) {
    via.see(answer);
    retryMillis = FIRST_RETRY_MILLIS;
    refresh();
    boolean isFresh = standstillsThen == standstillsBefore;
    if (answer.isOver() && isFresh && via == route.link()) {
      end();
      over = true;
      return;
    }
    boolean expected = asked == round;
    if (expected) {
      open--;
      if (route.obey(via, answer)) {
        return;
      }
    }
    if (answer.size() > 0) {
      judge(answer, via, expected, isFresh);
    }
    if (!ask() && answer.size() > 0 && !isGathering()) {
      via.acknowledge();
    }
  }

  /** An ingest that gives what is of an earlier owner may have more of it. */
  private void judge(Answer answer, IngestLink via, boolean expected, boolean isFresh) {
    boolean isWayLeft = via != route.link() && !answer.epoch().equals(owner);
    if (isWayLeft || !isFresh) {
      drop(answer);
    } else if (answer.epoch().compareTo(owner) < 0) {
      drop(answer);
      retryLater();
    } else {
      vigil.seen();
      route.seen(via);
      take(answer, expected);
    }
  }

  private void failed(IngestLink via, int asked) {
    refresh();
    failed.increment();
    if (asked == round) {
      open--;
      if (route.isDetourBy(via)) {
        route.complain(via);
      } else {
        retryLater();
      }
    }
  }

  /** Asks that fail together are one failure. */
  private void retryLater() {
    if (timer < 0) {
      askLater(retryMillis / 2 + jitter.nextLong(retryMillis / 2 + 1));
      retryMillis = Math.min(LONGEST_RETRY_MILLIS, 2 * retryMillis);
    }
  }

  final void askLater(long millis) {
    if (timer < 0) {
      timer =
          vertx.setTimer(
              millis,
              id -> {
                timer = -1;
                ask();
              });
    }
  }
}
