package dev.sightline.edge;

import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How an edge ends: nobody new is let in, and those who stay are sent away. Any thread. */
final class Farewell {

  private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

  private final Counter ended;
  private final Counter cut;
  private final Door door = new Door();
  private final List<Guests> guests = new CopyOnWriteArrayList<>();

  Farewell(RelayMetrics metrics) {
    this.ended = metrics.edge().viewersSentAway(false);
    this.cut = metrics.edge().viewersSentAway(true);
  }

  Door door() {
    return door;
  }

  /** Those who stay on the event loop that calls this. */
  Guests newGuests(Vertx vertx) {
    Guests ofLoop = new Guests(vertx);
    guests.add(ofLoop);
    return ofLoop;
  }

  Future<Void> refuse() {
    door.close();
    return Future.succeededFuture();
  }

  /** Completes when all have gone, a moment after the end of the grace at the latest. */
  Future<Departures> sendAway(Duration grace) {
    List<Future<Departures>> loops = guests.stream().map(each -> each.sendAway(grace)).toList();
    return Future.all(loops)
        .map(all -> all.<Departures>list().stream().reduce(new Departures(0, 0), Departures::plus))
        .onSuccess(this::count);
  }

  private void count(Departures all) {
    ended.increment(all.ended());
    cut.increment(all.cut());
    if (all.ended() + all.cut() > 0) {
      LOG.info("viewers sent away: {}, and {} cut off", all.ended(), all.cut());
    }
  }
}
