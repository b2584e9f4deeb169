package dev.sightline.multipart;

import dev.sightline.bench.Pictures;
import io.vertx.core.buffer.Buffer;
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

/** A frame composed into the bytes that all viewers are sent, which happens once per frame. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PartWriterBenchmark {

  private static final long CAPTURED_AT = 1_700_000_000_123_456L;

  /** Bytes of a picture. */
  @Param({"10000", "50000", "200000"})
  int size;

  private Buffer jpeg;

  @Setup
  public void makePicture() {
    jpeg = Pictures.ofSize(size);
  }

  @Benchmark
  public Buffer part() {
    return PartWriter.part(CAPTURED_AT, jpeg);
  }
}
