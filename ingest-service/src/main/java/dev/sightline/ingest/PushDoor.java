package dev.sightline.ingest;

import dev.sightline.ingest.PushConfig.Publisher;
import dev.sightline.node.DurationText;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets pushes of one stream in: who shows the secret, in their turn, not too many and not too fast.
 *
 * <p>A request without end holds the stream as long as it lasts, and one with a single picture for
 * a few seconds, but not against other single pictures. Lives on the ingest's event loop.
 */
final class PushDoor {

  /** Requests that bring pictures at a time. */
  static final int MOST_REQUESTS = 64;

  private static final long SINGLE_HOLDS = TimeUnit.SECONDS.toNanos(5);

  private final PushConfig config;
  private final LongSupplier clock;
  private final PushRate rate;
  private final PushRate surplus;
  private final Set<PushRequest> requests = new LinkedHashSet<>();
  private PushRequest holder;
  private long singleAt;

  /**
   * @param clock monotonic nanoseconds
   */
  PushDoor(PushConfig config, LongSupplier clock) {
    this.config = config;
    this.clock = clock;
    this.rate = new PushRate(config.maxRate(), clock);
    this.surplus = new PushRate(config.maxRate(), clock);
    this.singleAt = clock.getAsLong() - SINGLE_HOLDS;
  }

  /**
   * Looks whether the pictures of a request would be taken now, by its head only.
   *
   * @throws PushRefusal when not
   */
  void admit(HttpServerRequest request) {
    boolean isContinuous = PushHeaders.isContinuous(request);
    int most = config.limits().maxBodyBytes();
    if (PushHeaders.announcesMoreThan(request, most)) {
      throw PushRefusal.tooLarge(most);
    }
    if (!isContinuous && rate.isSpent()) {
      throw PushRefusal.tooFast(config.maxRate());
    }
    if (requests.size() >= MOST_REQUESTS) {
      throw PushRefusal.tooMany("%d requests push this stream already".formatted(MOST_REQUESTS));
    }
    if (config.publisher() == Publisher.REFUSE && isHeld(isContinuous)) {
      throw PushRefusal.conflict("another program pushes this stream already");
    }
  }

  private boolean isHeld(boolean againstContinuous) {
    boolean bySingles = clock.getAsLong() - singleAt < SINGLE_HOLDS;
    return holder != null || (againstContinuous && bySingles);
  }

  /** Lets an admitted request in, which ends one without end that came before it. */
  void enter(PushRequest push) {
    PushRequest before = holder;
    requests.add(push);
    holder = push.isContinuous() ? push : null;
    if (before != null) {
      before.refuse(PushRefusal.conflict("another program pushes this stream now"));
    }
  }

  /** Forgets a request that is over. */
  void left(PushRequest push) {
    requests.remove(push);
    if (holder == push) {
      holder = null;
    }
  }

  boolean isEmpty() {
    return requests.isEmpty();
  }

  /**
   * Ends the requests of which nothing came for the stall time: their clients may have vanished.
   */
  void endSilent() {
    PushRefusal why =
        PushRefusal.of(
            PushRefusal.Kind.SILENT,
            408,
            "nothing came for " + DurationText.format(config.stallTimeout()));
    List.copyOf(requests).stream()
        .filter(push -> push.isSilentFor(config.stallTimeout()))
        .forEach(push -> push.refuse(why));
  }

  /** Ends all requests. */
  void clear(PushRefusal why) {
    List.copyOf(requests).forEach(push -> push.refuse(why));
  }

  /** Counts a picture towards the rate; false if it is one too many. */
  boolean mayTake() {
    return rate.take();
  }

  /** Counts a picture that was one too many; true if they are twice as many as the stream takes. */
  boolean isFlooded() {
    return !surplus.take();
  }

  /** Tells that a request with a single picture has brought it. */
  void tookSingle() {
    singleAt = clock.getAsLong();
  }
}
