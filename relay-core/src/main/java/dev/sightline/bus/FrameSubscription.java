package dev.sightline.bus;

import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * One stream as an edge node pulls it: asks the owning ingest for the next frame, over and over,
 * and hands each frame to the event loops that have viewers, uncopied.
 *
 * <p>Used on the receiver's event loop only. It asks as long as there are taps, survives any
 * failure by asking again, and follows the directory to a new owner. A frame that is not newer than
 * the last one is thrown away; a gap that the ingest did not announce is counted as loss.
 *
 * <p>Next: {@link FrameTap}
 */
final class FrameSubscription {

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
  private final LongSupplier clock;
  private final Random jitter;
  private final Counter received;
  private final Counter lost;
  private final Counter failed;
  private final Set<FrameTap> taps = new LinkedHashSet<>();
  private final AskCount asks = new AskCount();

  private IngestLink link;
  private Arrival newest;
  private boolean followed;
  private IntSupplier viewers = () -> 1;

  /** The stream has come to its end, and is not asked for again until somebody joins. */
  private boolean over;

  /** Answers to asks of an earlier round are still taken, but no longer counted as open. */
  private int round;

  private int open;
  private long retryMillis = FIRST_RETRY_MILLIS;
  private long timer = -1;

  /**
   * @param clock monotonic nanoseconds, as in {@link Arrival#at}
   */
  FrameSubscription(
      Vertx vertx,
      FrameTransport transport,
      StreamId stream,
      LongSupplier clock,
      RelayMetrics metrics) {
    this.vertx = vertx;
    this.transport = transport;
    this.stream = stream;
    this.clock = clock;
    this.jitter = new Random(Objects.hash(transport.node(), stream));
    this.received = metrics.busFramesReceived(stream);
    this.lost = metrics.busFramesLost(stream);
    this.failed = metrics.busAsksFailed();
  }

  /**
   * Adds a receiver, which gets the newest frame at once if there is one.
   *
   * @param watching how many viewers this node has for the stream
   */
  void add(FrameTap tap, IntSupplier watching) {
    taps.add(tap);
    viewers = watching;
    over = false;
    if (newest != null) {
      tap.offer(newest);
    }
  }

  /** The camera gives no picture: the newest frame no longer shows what it sees. */
  void lose() {
    if (newest != null) {
      newest = null;
      taps.forEach(FrameTap::lose);
    }
  }

  /** The stream is no more: nobody is asked for it, until the receivers have gone or it is back. */
  void end() {
    follow(null);
    newest = null;
    taps.forEach(FrameTap::end);
  }

  /** Removes a receiver and tells whether it was the last one. */
  boolean remove(FrameTap tap) {
    taps.remove(tap);
    return taps.isEmpty();
  }

  /** Asks this ingest from now on; null means that the stream has no owner at present. */
  void follow(IngestLink next) {
    if (next == link || over) {
      return;
    }
    boolean moved = followed;
    followed |= next != null;
    detach();
    link = next;
    if (next != null) {
      next.add(this);
      if (moved) {
        askLater(jitter.nextInt(OWNER_JITTER_MILLIS) + 1L);
      } else {
        askAnew();
      }
    }
  }

  /** Ends the pulling: the ingest is told, and what is on its way is thrown away. */
  void stop() {
    if (link != null) {
      transport.ask(
          link.ingest(),
          Ask.leave(transport.node(), stream, link.acknowledged()),
          IngestLink.PROBE_EXPIRY);
    }
    detach();
    newest = null;
  }

  private void detach() {
    round++;
    open = 0;
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
    if (link != null) {
      link.remove(this);
      link = null;
    }
  }

  /** Counts the open asks as lost and asks again. */
  void askAnew() {
    round++;
    open = 0;
    ask();
  }

  /** Fills up the open asks, and tells whether that took any. */
  private boolean ask() {
    int before = open;
    while (link != null && timer < 0 && open < asks.wanted()) {
      open++;
      int asked = round;
      IngestLink via = link;
      transport
          .ask(via.ingest(), askForFrame(via), ASK_EXPIRY)
          .onSuccess(answer -> answered(answer, via, asked))
          .onFailure(failure -> failed(asked));
    }
    return open > before;
  }

  /** Whoever asks has a viewer, be it one that is just joining. */
  private Ask askForFrame(IngestLink via) {
    int watching = Math.max(1, viewers.getAsInt());
    return Ask.forFrame(transport.node(), stream, via.acknowledged(), watching);
  }

  private void answered(Answer answer, IngestLink via, int asked) {
    via.see(answer);
    retryMillis = FIRST_RETRY_MILLIS;
    if (asked == round) {
      open--;
      if (answer.hasFrame()) {
        asks.answered(answer.missed(), open, clock.getAsLong());
      }
    }
    if (answer.isOver() && via == link) {
      end();
      over = true;
      return;
    }
    if (answer.hasFrame() && via == link) {
      take(answer);
    }
    if (!ask() && answer.hasFrame()) {
      via.acknowledge();
    }
  }

  private void take(Answer answer) {
    Frame frame = answer.frame();
    Frame before = newest == null ? null : newest.frame();
    if (!frame.isNewerThan(before)) {
      return;
    }
    received.increment();
    if (before != null && before.epoch().equals(frame.epoch())) {
      lost.increment(Math.max(0, answer.previous() - before.sequence()));
    }
    newest = new Arrival(frame, clock.getAsLong() - Math.max(0, answer.age()));
    taps.forEach(tap -> tap.offer(newest));
  }

  private void failed(int asked) {
    failed.increment();
    if (asked == round) {
      open--;
      retryLater();
    }
  }

  /** Asks that fail together are one failure. */
  private void retryLater() {
    if (timer < 0) {
      askLater(retryMillis / 2 + jitter.nextLong(retryMillis / 2 + 1));
      retryMillis = Math.min(LONGEST_RETRY_MILLIS, 2 * retryMillis);
    }
  }

  private void askLater(long millis) {
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
