package dev.sightline.ingest;

import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamKind;
import dev.sightline.multipart.Part;
import java.time.Clock;
import java.util.Optional;

/**
 * The pictures of one stream on their way to the bus, numbered over all connections of its source,
 * and what is told of them. Lives on the ingest's event loop.
 *
 * <p>Next: {@link FrameAssembler}
 */
final class PictureOutput {

  private final StreamConfig config;
  private final SourceTools tools;
  private final FrameAssembler assembler;
  private final NewestPicture newest = new NewestPicture();
  private int position;

  /** Monotonic nanoseconds, read by whoever counts; 0 before the first picture. */
  private volatile long newestAt;

  PictureOutput(StreamConfig config, SourceTools tools) {
    this.config = config;
    this.tools = tools;
    this.assembler =
        new FrameAssembler(config.id(), tools.epoch(), Clock.systemUTC(), tools.metrics());
    tools.metrics().ingest().cameraFrameAge(config.id(), this::newestAge);
  }

  void place(int at) {
    position = at;
  }

  /** The frame in this part, to be published next; if it holds no whole picture that is counted. */
  Optional<Frame> assemble(Part part) {
    Optional<Frame> frame = assembler.assemble(part);
    frame.ifPresent(this::replace);
    return frame;
  }

  private void replace(Frame frame) {
    newest.replace(frame);
    newestAt = System.nanoTime();
  }

  /** In seconds. */
  private double newestAge() {
    long at = newestAt;
    return at == 0 ? Double.NaN : (System.nanoTime() - at) / 1e9;
  }

  void publish(Frame frame) {
    tools.publisher().publish(frame);
  }

  /** Viewers are shown no picture any more, since none shows what the source sees. */
  void clear() {
    tools.publisher().clear(config.id());
  }

  /**
   * @param connects attempts to connect so far
   */
  StreamStatus status(SourceCondition condition, long connects) {
    return new StreamStatus(
        config.id(),
        StreamKind.PICTURES,
        condition.state(),
        condition.since(),
        condition.reason(),
        config.origin(),
        assembler.frames(),
        assembler.bytes(),
        connects,
        position,
        newest.width(),
        newest.height(),
        newest.capturedAt());
  }
}
