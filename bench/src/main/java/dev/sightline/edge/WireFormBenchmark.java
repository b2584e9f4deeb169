package dev.sightline.edge;

import dev.sightline.bench.FrameBenchmark;
import dev.sightline.bench.Pictures;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * A frame composed into the bytes that all viewers are sent, and let go: once per frame, however
 * many the viewers. In this package since {@link WireForm} is nobody else's business.
 */
public class WireFormBenchmark extends FrameBenchmark {

  private final FrameMemory memory = new FrameMemory(EdgeConfig.DEFAULT.frameMemory());
  private Frame frame;

  @Setup
  public void makePicture() {
    Epoch epoch = new Epoch(1_700_000_000_123L, "5f0e2f3a-7c1c-4d5e-9a51-0f3b6c1d2e4f");
    frame =
        new Frame(
            new StreamId("front"), epoch, 1234, 1_700_000_000_123_456L, Pictures.ofSize(size));
  }

  @Benchmark
  public int part() {
    return compose(WireForm.PART);
  }

  @Benchmark
  public int binaryMessage() {
    return compose(WireForm.BINARY_MESSAGE);
  }

  private int compose(WireForm form) {
    SharedBuffer bytes = form.compose(frame, memory).orElseThrow();
    int size = bytes.size();
    bytes.release();
    return size;
  }
}
