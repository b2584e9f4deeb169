package dev.sightline.testkit;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One frame as a viewer received it.
 *
 * @param stamp what the picture says about itself; empty when it isn't a sample picture
 * @param intact whether it is byte for byte what the camera sent, or, without a stamp, a whole JPEG
 * @param size bytes of the picture
 * @param arrivedAt when its last byte arrived
 * @param headers of its part, looked up without regard to case
 * @param jpeg the picture, when the viewer was told to keep it
 */
public record SeenFrame(
    Optional<Stamp> stamp,
    boolean intact,
    int size,
    Instant arrivedAt,
    MultiMap headers,
    Optional<Buffer> jpeg) {

  static SeenFrame of(MultiMap headers, Buffer jpeg, boolean keepPicture) {
    Instant now = Instant.now();
    Optional<Stamp> stamp = Stamp.read(jpeg);
    boolean intact = stamp.isPresent() ? Stamp.verify(jpeg) : SampleJpegs.isWholeJpeg(jpeg);
    Optional<Buffer> kept = keepPicture ? Optional.of(jpeg) : Optional.empty();
    return new SeenFrame(stamp, intact, jpeg.length(), now, headers, kept);
  }

  /** Its sequence; -1 when it has no stamp. */
  public int sequence() {
    return stamp.map(Stamp::sequence).orElse(-1);
  }

  /** Time from its making to its arrival, where one clock says both; empty without a stamp. */
  public Optional<Duration> age() {
    return stamp.map(known -> known.ageAt(arrivedAt));
  }
}
