package dev.sightline.bus;

import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/**
 * A stream of frames as an edge node pulls it: hands each frame to the event loops that have
 * viewers, uncopied.
 *
 * <p>A frame that is not newer than the last one is thrown away; a gap that the ingest did not
 * announce is counted as loss. A late frame still counts, unless it is outdated: of an earlier
 * owner, or asked for before this process stood still.
 *
 * <p>Next: {@link FrameTap}
 */
final class FrameSubscription extends Subscription<FrameTap> {

  private final LongSupplier clock;
  private final Counter received;
  private final Counter lost;
  private final Counter outdated;
  private final AskCount asks = new AskCount();
  private Arrival newest;

  /**
   * @param clock monotonic nanoseconds, as in {@link Arrival#at}
   */
  FrameSubscription(
      Vertx vertx,
      FrameTransport transport,
      StreamId stream,
      LongSupplier clock,
      Standstills standstills,
      Neighbourhood neighbourhood,
      RelayMetrics metrics) {
    super(vertx, transport, stream, standstills, neighbourhood, metrics);
    this.clock = clock;
    this.received = metrics.bus().framesReceived(stream);
    this.lost = metrics.bus().framesLost(stream);
    this.outdated = metrics.bus().framesDropped(stream, DropPlace.OUTDATED);
  }

  @Override
  StreamKind kind() {
    return StreamKind.PICTURES;
  }

  @Override
  int wanted() {
    return asks.wanted();
  }

  @Override
  Ask newAsk(String edge, StreamId stream, long acknowledged, int watching) {
    return Ask.forFrame(edge, stream, acknowledged, watching);
  }

  @Override
  void welcome(FrameTap tap) {
    if (newest != null) {
      tap.offer(newest);
    }
  }

  @Override
  boolean forget() {
    boolean had = newest != null;
    newest = null;
    return had;
  }

  @Override
  void drop(Answer answer) {
    outdated.increment();
  }

  @Override
  void take(Answer answer, boolean expected) {
    if (expected) {
      asks.answered(answer.missed(), open(), clock.getAsLong());
    }
    Frame frame = answer.frame();
    Frame before = newest == null ? null : newest.frame();
    if (!frame.isNewerThan(before)) {
      return;
    }
    received.increment();
    if (before != null && before.epoch().equals(frame.epoch())) {
      lost.increment(Math.max(0, answer.previous() - before.sequence()));
    }
    long at = clock.getAsLong() - Math.max(0, answer.age());
    newest = new Arrival(frame, at, standstills());
    taps().forEach(tap -> tap.offer(newest));
  }
}
