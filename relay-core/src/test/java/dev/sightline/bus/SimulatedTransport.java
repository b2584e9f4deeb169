package dev.sightline.bus;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An edge's way to a {@link FramePublisher} over a {@link SimulatedLink}. */
final class SimulatedTransport implements FrameTransport {

  static final String INGEST = "ingest";

  private record Sending(long at, int bytes) {}

  private final VirtualTime time;
  private final String edge;
  private final SimulatedLink link;
  private final Map<String, AskHandler> ingests;
  private final List<Sending> sendings = new ArrayList<>();
  private long sent;
  private long acknowledged;
  private long mostUnderWay;

  SimulatedTransport(VirtualTime time, String edge, SimulatedLink link, AskHandler ingest) {
    this(time, edge, link, Map.of(INGEST, ingest));
  }

  /**
   * @param ingests those that can be asked, by their nodes; may change
   */
  SimulatedTransport(
      VirtualTime time, String edge, SimulatedLink link, Map<String, AskHandler> ingests) {
    this.time = time;
    this.edge = edge;
    this.link = link;
    this.ingests = ingests;
  }

  @Override
  public String node() {
    return edge;
  }

  @Override
  public List<String> nodes() {
    return List.of(INGEST, edge);
  }

  @Override
  public boolean isClustered() {
    return true;
  }

  /** As on the event bus, an answer to an ask that has expired is thrown away unseen. */
  @Override
  public Future<Answer> ask(String to, Ask ask, Duration expiry) {
    Promise<Answer> promise = Promise.promise();
    time.after(expiry, () -> promise.tryFail("expired"));
    link.sendToIngest(
        () -> {
          acknowledged = Math.max(acknowledged, ask.acknowledged());
          ingests.get(to).handle(ask, answer -> reply(answer, promise));
        });
    return promise.future();
  }

  private void reply(Answer answer, Promise<Answer> promise) {
    if (answer == null) {
      link.sendToEdge(0, () -> promise.tryFail("refused"));
      return;
    }
    sent = answer.position();
    mostUnderWay = Math.max(mostUnderWay, sent - acknowledged);
    sendings.add(new Sending(time.elapsed(), answer.size()));
    link.sendToEdge(answer.size(), () -> promise.tryComplete(answer));
  }

  /** The most bytes that were ever under way, as the ingest must see it. */
  long mostUnderWay() {
    return mostUnderWay;
  }

  /** The most bytes that ever left within such a span. */
  long mostSentWithin(Duration span) {
    long most = 0;
    long within = 0;
    int first = 0;
    for (Sending last : sendings) {
      within += last.bytes();
      while (last.at() - sendings.get(first).at() >= span.toNanos()) {
        within -= sendings.get(first).bytes();
        first++;
      }
      most = Math.max(most, within);
    }
    return most;
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
