package dev.sightline.bus;

import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An edge that watches some streams: the real subscriptions, on virtual time. */
final class SimulatedEdge {

  private final VirtualTime time;
  private final List<StreamId> streams;
  private final SimulatedTransport transport;
  private final IngestLink link;
  private final RelayMetrics metrics;
  private final Standstills standstills;
  private Tally tally;

  SimulatedEdge(
      VirtualTime time,
      SimulatedTransport transport,
      List<StreamId> streams,
      RelayMetrics metrics) {
    this.time = time;
    this.streams = streams;
    this.transport = transport;
    this.metrics = metrics;
    this.tally = new Tally(streams, time.elapsed());
    this.standstills = new Standstills(time, RelayBus.STANDSTILL);
    time.every(Standstills.TICK, Standstills.TICK, standstills::count);
    link = new IngestLink(time.timers(), transport, SimulatedTransport.INGEST);
    streams.forEach(stream -> subscribe(stream, link, metrics));
  }

  private void subscribe(StreamId stream, IngestLink link, RelayMetrics metrics) {
    FrameSubscription subscription =
        new FrameSubscription(
            time.timers(), transport, stream, time, standstills, new Alone(), metrics);
    subscription.add(
        new FrameTap(
            time.context(),
            new FrameTap.Listener() {
              @Override
              public void frame(Arrival arrival) {
                see(arrival);
              }

              @Override
              public void lost() {}

              @Override
              public void ended() {}
            },
            standstills,
            metrics.bus().framesDropped(stream, DropPlace.LOOP),
            closed -> {}),
        () -> 1);
    subscription.follow(link, SimulatedRelay.EPOCH);
  }

  /** Watches an ordered stream too. */
  SimulatedEdge watch(SimulatedUploader uploader, OrderedTally tally) {
    StretchSubscription subscription =
        new StretchSubscription(
            time.timers(), transport, uploader.stream(), standstills, new Alone(), metrics);
    subscription.add(
        new StretchTap(
            time.context(),
            tally,
            standstills,
            metrics.bus().stretchBytesDropped(uploader.stream(), DropPlace.LOOP),
            closed -> {}),
        () -> 1);
    subscription.follow(link, SimulatedRelay.EPOCH);
    return this;
  }

  private void see(Arrival arrival) {
    long capturedAt = TimeUnit.MICROSECONDS.toNanos(arrival.frame().capturedAt());
    Frame frame = arrival.frame();
    tally.see(frame.stream(), frame.size(), time.elapsed(), time.elapsed() - capturedAt);
  }

  /** Ends the running tally and begins a new one. */
  Tally nextTally() {
    Tally ended = tally;
    ended.end(time.elapsed());
    tally = new Tally(streams, time.elapsed());
    return ended;
  }

  long mostSentWithin(Duration span) {
    return transport.mostSentWithin(span);
  }

  long mostUnderWay() {
    return transport.mostUnderWay();
  }
}
