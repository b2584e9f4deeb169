package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A frame from its source to the answer for the one edge that asks, without the bus: what it costs
 * to choose who is next. On an ample line each frame goes at once; on a thin one all streams wait,
 * and each frame that is given makes room for one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EdgeLineBenchmark {

  /** No window is wider than two of these, so a thin line stays thin. */
  private static final int SIZE = (int) EdgeWindow.MAX_WIDTH / 2;

  private static final Epoch EPOCH = new Epoch(1_700_000_000_123L, "ingest");

  @Param({"1", "20", "1000"})
  private int streams;

  @Param({"false", "true"})
  private boolean thin;

  private final Buffer jpeg = Buffer.buffer(new byte[SIZE]);
  private final List<StreamId> ids = new ArrayList<>();
  private FramePublisher publisher;
  private long sequence;
  private long position;
  private final Deque<StreamId> answered = new ArrayDeque<>();

  @Setup
  public void fillTheLine() {
    publisher = new FramePublisher(System::nanoTime, new RelayMetrics(new SimpleMeterRegistry()));
    for (int i = 0; i < streams; i++) {
      StreamId stream = new StreamId("camera-" + i);
      ids.add(stream);
      publisher.open(stream, () -> {});
      ask(stream);
      ask(stream);
    }
    for (int i = 0; i < streams; i++) {
      publish();
    }
  }

  @Benchmark
  public long frame() {
    publish();
    if (thin) {
      long arrived = Math.max(0, position - SIZE);
      publisher.handle(new Ask("edge", Ask.Kind.PROBE, null, arrived, 0), answer -> {});
    }
    askAgain();
    return position;
  }

  private void publish() {
    StreamId stream = ids.get((int) (sequence % streams));
    publisher.publish(new Frame(stream, EPOCH, sequence++, 0, jpeg));
    askAgain();
  }

  private void askAgain() {
    while (!answered.isEmpty()) {
      ask(answered.poll());
    }
  }

  private void ask(StreamId stream) {
    long arrived = thin ? 0 : position;
    publisher.handle(new Ask("edge", Ask.Kind.FRAME, stream, arrived, 1), this::take);
  }

  private void take(Answer answer) {
    position = answer.position();
    answered.add(answer.frame().stream());
  }
}
