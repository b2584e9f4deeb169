package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An ingest with its cameras, a link, and the edges behind it, all in virtual time. */
final class SimulatedRelay {

  static final Epoch EPOCH = new Epoch(1, SimulatedTransport.INGEST);

  private static final int MOST_CAMERAS = 1000;

  private final VirtualTime time = new VirtualTime();
  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final FramePublisher publisher = new FramePublisher(time, metrics);
  private final List<StreamId> streams = new ArrayList<>();
  private final List<SimulatedEdge> edges = new ArrayList<>();
  private final SimulatedLink link;
  private int uploaders;

  SimulatedRelay(long bytesPerSecond, Duration delayEachWay) {
    link = new SimulatedLink(time, bytesPerSecond, delayEachWay);
    time.every(Duration.ofSeconds(1), Duration.ofSeconds(1), publisher::everySecond);
  }

  /** Adds cameras of one kind, which don't send at the same moment. */
  SimulatedRelay cameras(int count, int frameBytes, int framesPerSecond) {
    Buffer jpeg = Buffer.buffer(new byte[frameBytes]);
    Duration period = Duration.ofSeconds(1).dividedBy(framesPerSecond);
    for (int i = 0; i < count; i++) {
      camera(jpeg, period, period.multipliedBy(i).dividedBy(count));
    }
    return this;
  }

  private void camera(Buffer jpeg, Duration period, Duration first) {
    StreamId stream = nameOf(streams.size());
    streams.add(stream);
    publisher.open(stream, () -> {});
    long[] sequence = {0};
    time.every(
        period,
        first,
        () -> {
          long capturedAt = TimeUnit.NANOSECONDS.toMicros(time.elapsed());
          publisher.publish(new Frame(stream, EPOCH, sequence[0]++, capturedAt, jpeg));
        });
  }

  private static StreamId nameOf(int camera) {
    return new StreamId("camera-" + camera);
  }

  /** Adds an ordered stream, which no edge watches before it is told to. */
  SimulatedUploader uploader(int bytesPerSecond, int chunk, Duration betweenStarts) {
    long chunks = betweenStarts.toMillis() * bytesPerSecond / 1000 / chunk;
    return new SimulatedUploader(time, publisher, new StreamId("ordered-" + ++uploaders), EPOCH)
        .pace(bytesPerSecond, chunk, (int) chunks);
  }

  OrderedTally watch(SimulatedEdge edge, SimulatedUploader uploader) {
    OrderedTally tally = new OrderedTally(time, uploader);
    edge.watch(uploader, tally);
    return tally;
  }

  /** Adds an edge that watches all the cameras there are. */
  SimulatedEdge edge() {
    String name = "edge-" + edges.size();
    SimulatedTransport transport = new SimulatedTransport(time, name, link, publisher);
    SimulatedEdge edge = new SimulatedEdge(time, transport, List.copyOf(streams), metrics);
    edges.add(edge);
    return edge;
  }

  /** Gives each camera the weight that is told for its number, counted from 0; here or to come. */
  SimulatedRelay weigh(IntUnaryOperator weights) {
    publisher.weigh(
        IntStream.range(0, MOST_CAMERAS)
            .boxed()
            .collect(Collectors.toMap(SimulatedRelay::nameOf, weights::applyAsInt)));
    return this;
  }

  /** Limits what the ingest sends, whatever the link could take. */
  SimulatedRelay limit(long bytesPerSecond) {
    publisher.limit(time.timers(), bytesPerSecond);
    return this;
  }

  List<StreamId> streams() {
    return streams;
  }

  SimulatedLink link() {
    return link;
  }

  /** Lets time pass without looking. */
  void settle(Duration duration) {
    time.pass(duration);
    edges.forEach(SimulatedEdge::nextTally);
  }

  /** Lets time pass and tells what the only edge received in it. */
  Tally watch(Duration duration) {
    return watchAll(duration).get(0);
  }

  /** Lets time pass and tells what each edge received in it. */
  List<Tally> watchAll(Duration duration) {
    time.pass(duration);
    return edges.stream().map(SimulatedEdge::nextTally).toList();
  }
}
