package dev.sightline.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;

/**
 * Lets a node that is both ingest and edge ask itself from context to context, without the address,
 * the codec and the registration that the event bus needs for each ask; all else goes over the bus.
 */
final class ShortcutTransport implements FrameTransport {

  private static final String UNANSWERED = "this node's ingest doesn't answer";

  private record Ingest(Context context, AskHandler handler) {}

  private final Vertx vertx;
  private final FrameTransport bus;
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
    Promise<Answer> promise = Promise.promise();
    Context asker = vertx.getOrCreateContext();
    long timer = vertx.setTimer(expiry.toMillis(), id -> promise.tryFail(UNANSWERED));
    here.context.runOnContext(
        v ->
            here.handler.handle(
                ask, answer -> asker.runOnContext(w -> complete(promise, ask, answer))));
    return promise.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private static void complete(Promise<Answer> promise, Ask ask, Answer answer) {
    if (answer == null) {
      promise.tryFail("this node's ingest doesn't have stream " + ask.stream());
    } else {
      promise.tryComplete(answer);
    }
  }

  @Override
  public Future<Void> listenForAsks(AskHandler handler) {
    own = new Ingest(vertx.getOrCreateContext(), handler);
    return bus.listenForAsks(handler);
  }

  @Override
  public String node() {
    return bus.node();
  }

  @Override
  public Set<String> nodes() {
    return bus.nodes();
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
}
