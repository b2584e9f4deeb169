package dev.sightline.bus;

import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.Stretch;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Vertx;

/**
 * An ordered stream as an edge node pulls it: asks for what follows the bytes it has, and hands
 * them to the event loops that have viewers, uncopied.
 *
 * <p>There is one ask at a time, and only its own answer is taken: bytes come in order and never
 * twice, whatever is lost or late, since what was lost is asked for again. It also means {@link
 * StretchRing#MAX_RUN} a round trip at most, 2.6 MB/s over 100 ms. Bytes that the ingest no longer
 * had are counted as lost.
 *
 * <p>Next: {@link StretchTap}
 */
final class StretchSubscription extends Subscription<StretchTap> {

  /**
   * After an answer that is smaller than {@link #SMALL} the next ask waits this long: the stream
   * comes in little pieces then, and each would cost a question of its own. At 500 kB/s in pieces
   * of 1,316 bytes that takes a third off the CPU time of both ends.
   */
  static final long GATHER_MILLIS = 10;

  static final int SMALL = 8 << 10;

  private final Counter received;
  private final Counter lost;
  private final Counter outdated;
  private final RecentStretches recent = new RecentStretches();
  private Bookmark bookmark;
  private boolean flows;
  private boolean gathering;

  StretchSubscription(
      Vertx vertx,
      FrameTransport transport,
      StreamId stream,
      Standstills standstills,
      Neighbourhood neighbourhood,
      RelayMetrics metrics) {
    super(vertx, transport, stream, standstills, neighbourhood, metrics);
    this.received = metrics.bus().stretchBytesReceived(stream);
    this.lost = metrics.bus().stretchBytesLost(stream);
    this.outdated = metrics.bus().stretchBytesDropped(stream, DropPlace.OUTDATED);
  }

  @Override
  StreamKind kind() {
    return StreamKind.TS;
  }

  @Override
  int wanted() {
    return 1;
  }

  @Override
  Ask newAsk(String edge, StreamId stream, long acknowledged, int watching) {
    return Ask.forStretch(edge, stream, acknowledged, watching, bookmark);
  }

  @Override
  void welcome(StretchTap tap) {
    recent.joined().forEach(tap::offer);
  }

  @Override
  boolean forget() {
    boolean had = flows;
    flows = false;
    recent.clear();
    return had;
  }

  @Override
  boolean isGathering() {
    return gathering;
  }

  @Override
  void drop(Answer answer) {
    outdated.increment(answer.size());
  }

  @Override
  void take(Answer answer, boolean expected) {
    gathering = false;
    if (expected) {
      take(answer.run());
    }
  }

  private void take(StretchRun run) {
    count(run);
    bookmark = run.end();
    flows = true;
    run.stretches().forEach(this::handOut);
    gathering = run.size() < SMALL;
    if (gathering) {
      askLater(GATHER_MILLIS);
    }
  }

  private void count(StretchRun run) {
    received.increment(run.size());
    if (bookmark != null && bookmark.epoch().equals(run.epoch())) {
      lost.increment(Math.max(0, run.position() - bookmark.position()));
    }
  }

  private void handOut(Stretch stretch) {
    recent.add(stretch);
    taps().forEach(tap -> tap.offer(stretch));
  }
}
