package dev.sightline.multipart;

import dev.sightline.bench.FrameBenchmark;
import dev.sightline.bench.Pictures;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** One part of a camera's stream through {@link PartParser}, in chunks as sockets give them. */
public class PartParserBenchmark extends FrameBenchmark {

  private static final String BOUNDARY = "benchframe";

  /** Bytes of a chunk: what the ingest asks a socket for, and a packet of Ethernet. */
  @Param({"65536", "1460"})
  int chunk;

  /** Whether the camera announces the length of each picture. */
  @Param({"true", "false"})
  boolean length;

  private List<Buffer> chunks;
  private PartParser parser;
  private long parsed;
  private Blackhole blackhole;

  @Setup
  public void cutIntoChunks(Blackhole blackhole) {
    this.blackhole = blackhole;
    Buffer part = wirePart();
    chunks = new ArrayList<>();
    for (int at = 0; at < part.length(); at += chunk) {
      chunks.add(part.getBuffer(at, Math.min(part.length(), at + chunk)));
    }
    parser = new PartParser(new Boundary(BOUNDARY), PartLimits.DEFAULT, this::take);
  }

  /** The parser lives on from part to part, as it does for a camera; each call is one of them. */
  @Benchmark
  public long part() {
    for (Buffer bytes : chunks) {
      parser.handle(bytes);
    }
    return parsed;
  }

  private void take(Part part) {
    parsed++;
    blackhole.consume(part);
  }

  private Buffer wirePart() {
    Buffer part = Buffer.buffer("--" + BOUNDARY + "\r\nContent-Type: image/jpeg\r\n");
    if (length) {
      part.appendString("Content-Length: " + size + "\r\n");
    }
    return part.appendString("\r\n").appendBuffer(Pictures.ofSize(size)).appendString("\r\n");
  }
}
