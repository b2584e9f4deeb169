package dev.sightline.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets a node that is both ingest and edge ask itself from context to context, without the address,
 * the timer and the registration that the event bus makes for each ask; all else goes over the bus.
 */
final class ShortcutTransport implements FrameTransport {

  /** How often open asks are looked through; so much later than told they may expire. */
  private static final long SWEEP_MILLIS = 1000;

  private record Ingest(Context context, AskHandler handler) {}

  /** An ask that has no answer yet, until the {@link System#nanoTime} given. */
  private record OpenAsk(Promise<Answer> promise, Context asker, long until) {}

  private final Vertx vertx;
  private final FrameTransport bus;
  private final Set<OpenAsk> open = ConcurrentHashMap.newKeySet();
  private volatile Ingest own;

  ShortcutTransport(Vertx vertx, FrameTransport bus) {
    this.vertx = vertx;
    this.bus = bus;
  }

  @Override
  public Future<Answer> ask(String ingest, Ask ask, Duration expiry) {
    Ingest here = own;
    return here != null && ingest.equals(node())
        ? askHere(here, ask, expiry)
        : bus.ask(ingest, ask, expiry);
  }

  private Future<Answer> askHere(Ingest here, Ask ask, Duration expiry) {
    Context asker = vertx.getOrCreateContext();
    OpenAsk asked = new OpenAsk(Promise.promise(), asker, System.nanoTime() + expiry.toNanos());
    open.add(asked);
    here.context.runOnContext(
        v ->
            here.handler.handle(
                ask, answer -> asker.runOnContext(w -> complete(asked, ask, answer))));
    return asked.promise.future();
  }

  private void complete(OpenAsk asked, Ask ask, Answer answer) {
    open.remove(asked);
    if (answer == null) {
      asked.promise.tryFail("this node's ingest doesn't have stream " + ask.stream());
    } else {
      asked.promise.tryComplete(answer);
    }
  }

  private void sweep() {
    long now = System.nanoTime();
    for (OpenAsk asked : open) {
      if (now - asked.until > 0) {
        open.remove(asked);
        asked.asker.runOnContext(v -> asked.promise.tryFail("this node's ingest doesn't answer"));
      }
    }
  }

  @Override
  public Future<Void> listenForAsks(AskHandler handler) {
    own = new Ingest(vertx.getOrCreateContext(), handler);
    vertx.setPeriodic(SWEEP_MILLIS, id -> sweep());
    return bus.listenForAsks(handler);
  }

  @Override
  public String node() {
    return bus.node();
  }

  @Override
  public List<String> nodes() {
    return bus.nodes();
  }

  @Override
  public boolean isClustered() {
    return bus.isClustered();
  }

  @Override
  public void onNodeLeft(Handler<String> handler) {
    bus.onNodeLeft(handler);
  }

  @Override
  public void announce(Announcement announcement) {
    bus.announce(announcement);
  }

  @Override
  public Future<Void> listenForAnnouncements(Handler<Announcement> handler) {
    return bus.listenForAnnouncements(handler);
  }

  @Override
  public void reconnect(String node) {
    bus.reconnect(node);
  }

  @Override
  public String addressOf(String node) {
    return bus.addressOf(node);
  }
}
