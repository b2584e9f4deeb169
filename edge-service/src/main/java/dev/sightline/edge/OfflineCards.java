package dev.sightline.edge;

import dev.sightline.bus.StreamDirectory;
import dev.sightline.bus.StreamStatus;
import dev.sightline.edge.OfflinePicture.Kind;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows viewers an offline picture once their stream has been without one for a while, and draws
 * it. One for all event loops of a node; any thread.
 *
 * <p>Kept is one card per stream that was watched while its camera was away, until it is watched
 * while the camera is live, or no longer. They are drawn on one thread, since Java2D keeps
 * megabytes of working memory per thread, and there is nothing to hurry for.
 */
final class OfflineCards {

  private static final Logger LOG = LoggerFactory.getLogger(OfflineCards.class);

  /** A picture of the user's own looks the same whatever has happened. */
  private static final CardFace OF_THE_USER = new CardFace("", "", "", 0, 0);

  /** A frame that the node has needs no longer from one event loop to another. */
  private static final Duration AT_HAND = Duration.ofMillis(200);

  private final Vertx vertx;
  private final StreamDirectory directory;
  private final Duration after;
  private final OfflinePicture picture;
  private final Clock clock;
  private final WorkerExecutor painter;
  private final Map<StreamId, OfflineCard> cards = new ConcurrentHashMap<>();
  private final AtomicBoolean warned = new AtomicBoolean();

  /**
   * @param after how long a stream is without a picture before the offline one is shown
   * @param clock whose zone the viewers read the time in
   */
  OfflineCards(
      Vertx vertx, StreamDirectory directory, Duration after, OfflinePicture picture, Clock clock) {
    this.vertx = vertx;
    this.directory = directory;
    this.after = after;
    this.picture = picture;
    this.clock = clock;
    this.painter = vertx.createSharedWorkerExecutor("offline-cards", 1);
  }

  /** To be called every second on the feed's event loop. */
  void attend(StreamFeed feed) {
    if (feed.isLive()) {
      cards.remove(feed.stream());
    } else if (isDue(feed)) {
      draw(feed.stream(), card -> card.filter(c -> isDue(feed)).ifPresent(feed::show));
    }
  }

  /** Forgets the card of a stream that nobody watches any more. */
  void forget(StreamId stream) {
    cards.remove(stream);
  }

  private boolean isDue(StreamFeed feed) {
    return feed.isWaiting() && (feed.waitsFor().compareTo(after) >= 0 || wasAwayBefore(feed));
  }

  /**
   * A camera may have been away before anybody here watched it. Then there is no frame at hand
   * either, which would have come by now. Only the ingest knows since when, by its own clock.
   */
  private boolean wasAwayBefore(StreamFeed feed) {
    return !feed.hasBeenLive()
        && feed.waitsFor().compareTo(AT_HAND) > 0
        && directory.find(feed.stream()).filter(entry -> isAway(entry.status())).isPresent();
  }

  private boolean isAway(StreamStatus status) {
    return status.state() == StreamState.RETRYING
        && clock.millis() - status.since() >= after.toMillis();
  }

  /**
   * Has the picture of this moment drawn for a stream that is without one of its own.
   *
   * @param then called on the calling event loop; with nothing when there are no offline pictures,
   *     the stream is gone, or the picture can't be drawn
   */
  void draw(StreamId stream, Consumer<Optional<Frame>> then) {
    Context loop = vertx.getOrCreateContext();
    Optional<StreamStatus> status = directory.find(stream).map(StreamDirectory.Entry::status);
    if (picture.kind() == Kind.OFF || status.isEmpty()) {
      then.accept(Optional.empty());
      return;
    }
    cards
        .computeIfAbsent(stream, id -> new OfflineCard(id, System::nanoTime))
        .picture(faceOf(status.get()), this::paint)
        .onComplete(
            drawn -> loop.runOnContext(v -> then.accept(Optional.ofNullable(drawn.result()))));
  }

  private CardFace faceOf(StreamStatus status) {
    return picture.kind() == Kind.FILE ? OF_THE_USER : CardFace.of(status, clock);
  }

  private Future<Buffer> paint(CardFace face) {
    return picture.kind() == Kind.FILE
        ? Future.succeededFuture(picture.jpeg())
        : painter
            .executeBlocking(() -> Buffer.buffer(CardPainter.paint(face)), false)
            .onFailure(this::warn);
  }

  /** What fails once, such as a Java without Java2D, fails each time. */
  private void warn(Throwable failure) {
    if (!warned.getAndSet(true)) {
      LOG.warn("offline cards can't be drawn, viewers see what they saw last", failure);
    }
  }
}
