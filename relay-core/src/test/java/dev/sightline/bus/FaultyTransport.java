package dev.sightline.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real transport that can be told to refuse asks, to lose them or answers, and to say that there
 * is another node. A lost ask never fails, so that only what doesn't wait for its expiry helps.
 */
final class FaultyTransport implements FrameTransport {

  static final String OTHER_NODE = "other";

  private final Vertx vertx;
  private final FrameTransport transport;
  private final AtomicInteger asksToRefuse = new AtomicInteger();
  private final AtomicInteger asksToLose = new AtomicInteger();
  private final AtomicInteger framesToLose = new AtomicInteger();
  private volatile boolean hasOther;

  FaultyTransport(Vertx vertx) {
    this.vertx = vertx;
    this.transport = new EventBusTransport(vertx);
  }

  void refuseAsks(int count) {
    asksToRefuse.set(count);
  }

  void loseAsks(int count) {
    asksToLose.set(count);
  }

  void loseFrames(int count) {
    framesToLose.set(count);
  }

  void addOtherNode() {
    hasOther = true;
  }

  int framesToLose() {
    return framesToLose.get();
  }

  int asksToLose() {
    return asksToLose.get();
  }

  int asksToRefuse() {
    return asksToRefuse.get();
  }

  @Override
  public Future<Answer> ask(String ingest, Ask ask, Duration expiry) {
    Promise<Answer> promise = Promise.promise();
    if (isForData(ask) && takeOne(asksToRefuse)) {
      Context context = vertx.getOrCreateContext();
      context.runOnContext(v -> promise.fail("refused"));
    } else if (!isForData(ask) || !takeOne(asksToLose)) {
      transport
          .ask(ingest, ask, expiry)
          .onFailure(promise::fail)
          .onSuccess(answer -> deliver(answer, promise));
    }
    return promise.future();
  }

  private static boolean isForData(Ask ask) {
    return ask.kind() == Ask.Kind.FRAME || ask.kind() == Ask.Kind.STRETCH;
  }

  private void deliver(Answer answer, Promise<Answer> promise) {
    if (answer.size() == 0 || !takeOne(framesToLose)) {
      promise.complete(answer);
    }
  }

  private static boolean takeOne(AtomicInteger count) {
    return count.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  @Override
  public String node() {
    return transport.node();
  }

  @Override
  public List<String> nodes() {
    return hasOther ? List.of(node(), OTHER_NODE) : transport.nodes();
  }

  @Override
  public boolean isClustered() {
    return transport.isClustered();
  }

  @Override
  public void onNodeLeft(Handler<String> handler) {
    transport.onNodeLeft(handler);
  }

  @Override
  public Future<Void> listenForAsks(AskHandler handler) {
    return transport.listenForAsks(handler);
  }

  @Override
  public void announce(Announcement announcement) {
    transport.announce(announcement);
  }

  @Override
  public Future<Void> listenForAnnouncements(Handler<Announcement> handler) {
    return transport.listenForAnnouncements(handler);
  }
}
