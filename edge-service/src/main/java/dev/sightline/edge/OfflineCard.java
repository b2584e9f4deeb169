package dev.sightline.edge;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The offline card of one stream: drawn again when its face changes, but at most once a second, and
 * the same one for all event loops of the node. Any thread.
 */
final class OfflineCard {

  /** Before all epochs of ingests, so that no card is newer than a picture. */
  private static final Epoch EPOCH = new Epoch(0, "offline");

  private static final long SHORTEST_LIFE = TimeUnit.SECONDS.toNanos(1);

  private final StreamId stream;
  private final LongSupplier clock;
  private CardFace face;
  private Future<Frame> picture;
  private long drawnAt;
  private long drawn;

  /**
   * @param clock monotonic nanoseconds
   */
  OfflineCard(StreamId stream, LongSupplier clock) {
    this.stream = stream;
    this.clock = clock;
  }

  /**
   * The card with this face; one with the face before, when that is not a second old.
   *
   * @param painter begins to draw
   */
  synchronized Future<Frame> picture(CardFace wanted, Function<CardFace, Future<Buffer>> painter) {
    long now = clock.getAsLong();
    boolean isYoung = picture != null && now - drawnAt < SHORTEST_LIFE;
    boolean isRight = wanted.equals(face) && !picture.failed();
    if (!isYoung && !isRight) {
      long number = drawn++;
      face = wanted;
      drawnAt = now;
      picture = painter.apply(wanted).map(jpeg -> frame(number, jpeg));
    }
    return picture;
  }

  private Frame frame(long number, Buffer jpeg) {
    long micros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    return new Frame(stream, EPOCH, number, micros, jpeg);
  }
}
