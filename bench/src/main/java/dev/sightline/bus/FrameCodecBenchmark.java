package dev.sightline.bus;

import dev.sightline.bench.FrameBenchmark;
import dev.sightline.bench.Pictures;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import io.vertx.core.buffer.Buffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * A frame to and from the bytes between two nodes. In this package since {@link FrameCodec} is
 * nobody else's business.
 */
public class FrameCodecBenchmark extends FrameBenchmark {

  /** As the event bus makes its buffers, see OutboundConnection and MessageImpl of Vert.x. */
  private static final int BUS_BUFFER = 1024;

  private final FrameCodec codec = new FrameCodec();
  private Answer answer;
  private Buffer wire;

  @Setup
  public void makeAnswer() {
    StreamId stream = new StreamId("front");
    Epoch epoch = new Epoch(1_700_000_000_123L, "5f0e2f3a-7c1c-4d5e-9a51-0f3b6c1d2e4f");
    Frame frame = new Frame(stream, epoch, 1234, 1_700_000_000_123_456L, Pictures.ofSize(size));
    answer = Answer.of(1_000_000, 1233, 0, 0, frame);
    wire = encode();
  }

  @Benchmark
  public Buffer encode() {
    Buffer out = Buffer.buffer(BUS_BUFFER);
    codec.encodeToWire(out, answer);
    return out;
  }

  @Benchmark
  public Answer decode() {
    return codec.decodeFromWire(0, wire);
  }
}
