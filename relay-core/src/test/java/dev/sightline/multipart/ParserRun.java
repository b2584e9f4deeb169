package dev.sightline.multipart;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A parser, and all that can be seen of it. Checks on the way that it stays within its limits and
 * takes memory, which is also time, in proportion to what comes.
 */
final class ParserRun {

  private static final ThreadMXBean THREADS =
      ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

  /** For the parser, a body that was announced and doesn't come, and classes met first here. */
  private static final long BASE_MEMORY = 64 << 20;

  private static final long MEMORY_PER_BYTE = 256;

  /** Each line may begin a body, and each body gets some room in advance. */
  private static final long MEMORY_PER_LINE = 16 << 10;

  /** The longest chunk of a stream that is split. */
  private static final int CHUNK = 60;

  private final PartLimits limits;
  private final StreamParser parser;
  private final List<Part> parts = new ArrayList<>();
  private String end = "";

  /**
   * @param make makes the parser for a receiver of its parts
   */
  ParserRun(PartLimits limits, Function<Consumer<Part>, StreamParser> make) {
    this.limits = limits;
    parser = make.apply(this::receive);
  }

  /** Reads {@code stream} as one chunk. */
  ParserRun feed(Buffer stream) {
    long before = allocated();
    handle(stream);
    assertThat(allocated() - before).as("bytes of memory taken").isLessThan(memoryFor(stream));
    return this;
  }

  /** Reads {@code stream} in chunks, each of which is used for something else afterwards. */
  ParserRun feed(Buffer stream, Random splits) {
    for (int at = 0; at < stream.length(); ) {
      int end = Math.min(stream.length(), at + splits.nextInt(CHUNK));
      Buffer chunk = stream.getBuffer(at, end);
      handle(chunk);
      chunk.setBytes(0, new byte[chunk.length()]);
      at = end;
    }
    return this;
  }

  /** Ends the stream, and tells all that was seen of it. */
  List<?> outcome() {
    try {
      parser.end();
    } catch (MalformedPartException e) {
      end += e.getMessage();
    }
    return List.of(List.copyOf(parts), end, parser.format(), parser.quirks(), parser.delimiter());
  }

  List<Buffer> bodies() {
    return parts.stream().map(Part::body).toList();
  }

  boolean hasGivenUp() {
    return !end.isEmpty();
  }

  private void handle(Buffer chunk) {
    try {
      parser.handle(chunk);
    } catch (MalformedPartException e) {
      assertThat(end).as("given up before").isEmpty();
      end = e.getMessage();
    }
  }

  private void receive(Part part) {
    assertThat(end).as("given up before").isEmpty();
    assertThat(part.body().length()).isLessThanOrEqualTo(limits.maxBodyBytes());
    assertThat(part.headers().size()).isLessThanOrEqualTo(part.headerLines().size());
    parts.add(part);
  }

  private static long memoryFor(Buffer stream) {
    long lines = stream.toString().lines().count();
    return BASE_MEMORY + MEMORY_PER_LINE * lines + MEMORY_PER_BYTE * stream.length();
  }

  private static long allocated() {
    return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
