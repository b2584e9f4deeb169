package dev.sightline.bus;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/** An edge's way to a {@link FramePublisher} over a {@link SimulatedLink}. */
final class SimulatedTransport implements FrameTransport {

  static final String INGEST = "ingest";

  private final VirtualTime time;
  private final String edge;
  private final SimulatedLink link;
  private final AskHandler ingest;
  private long sent;
  private long acknowledged;
  private long mostUnderWay;

  SimulatedTransport(VirtualTime time, String edge, SimulatedLink link, AskHandler ingest) {
    this.time = time;
    this.edge = edge;
    this.link = link;
    this.ingest = ingest;
  }

  @Override
  public String node() {
    return edge;
  }

  @Override
  public Set<String> nodes() {
    return Set.of(INGEST, edge);
  }

  /** As on the event bus, an answer to an ask that has expired is thrown away unseen. */
  @Override
  public Future<Answer> ask(String to, Ask ask, Duration expiry) {
    Promise<Answer> promise = Promise.promise();
    time.after(expiry, () -> promise.tryFail("expired"));
    link.sendToIngest(
        () -> {
          acknowledged = Math.max(acknowledged, ask.acknowledged());
          ingest.handle(ask, answer -> reply(answer, promise::tryComplete));
        });
    return promise.future();
  }

  private void reply(Answer answer, Consumer<Answer> arrived) {
    sent = answer.position();
    mostUnderWay = Math.max(mostUnderWay, sent - acknowledged);
    int bytes = answer.hasFrame() ? answer.frame().size() : 0;
    link.sendToEdge(bytes, () -> arrived.accept(answer));
  }

  /** The most bytes that were ever under way, as the ingest must see it. */
  long mostUnderWay() {
    return mostUnderWay;
  }

  @Override
  public void onNodeLeft(Handler<String> handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Void> listenForAsks(AskHandler handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void announce(Announcement announcement) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Void> listenForAnnouncements(Handler<Announcement> handler) {
    throw new UnsupportedOperationException();
  }
}
