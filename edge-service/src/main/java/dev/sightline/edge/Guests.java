package dev.sightline.edge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Those who stay on one event loop, and how they are sent away: evenly over the first half of a
 * time of grace, so that they don't all come back elsewhere at one moment. Who was asked and is
 * still here a quarter later is told once more, and who is here at the end is cut off.
 */
final class Guests {

  private static final long TURN_MILLIS = 20;

  /**
   * So much of a late turn is made up for at once; the others share what is left of the half. And
   * so long at least has everybody who was here by then, between being asked and being cut off.
   */
  static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(100);

  private final Vertx vertx;
  private final Context loop;

  /** Those whom nobody has asked to go, the first to come first. */
  private final Set<Guest> unasked = new LinkedHashSet<>();

  /** Those who have been asked and are still here, and when that was, since the begin. */
  private final Map<Guest, Long> asked = new HashMap<>();

  private long grace;
  private long nextAt;
  private long endAt = Long.MAX_VALUE;
  private int ended;
  private int cut;

  /** All have gone who were to be sent away. */
  private boolean gone;

  /** To be made on the event loop. */
  Guests(Vertx vertx) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
  }

  /** One who passed the door just before it was closed may come when all others have gone. */
  void add(Guest guest) {
    unasked.add(guest);
    if (gone) {
      loop.runOnContext(v -> sendAway(guest));
    }
  }

  private void sendAway(Guest late) {
    if (unasked.contains(late)) {
      late.sendAway();
    }
  }

  /** Who goes before being asked wasn't sent away. */
  void remove(Guest guest) {
    unasked.remove(guest);
    if (asked.remove(guest) != null) {
      ended++;
    }
  }

  /**
   * Sends all of them away, and those who come meanwhile too. Any thread.
   *
   * @return completes when nobody is here any more, {@link #MOMENT} after the grace at the latest,
   *     unless the event loop is late
   */
  Future<Departures> sendAway(Duration grace) {
    Promise<Departures> done = Promise.promise();
    loop.runOnContext(v -> takeTurns(grace, done));
    return done.future();
  }

  private void takeTurns(Duration grace, Promise<Departures> done) {
    long since = System.nanoTime();
    begin(grace);
    vertx.setPeriodic(
        0,
        TURN_MILLIS,
        timer -> {
          if (turn(System.nanoTime() - since)) {
            vertx.cancelTimer(timer);
            done.complete(departures());
          }
        });
  }

  void begin(Duration grace) {
    this.grace = grace.toNanos();
  }

  /**
   * Does what is due.
   *
   * @param now nanoseconds since the begin
   * @return whether that was all
   */
  boolean turn(long now) {
    ask(now);
    askedBy(now - grace / 4).forEach(Guest::insist);
    if (now >= endAt) {
      askedBy(now).forEach(this::cut);
    }
    gone = unasked.isEmpty() && asked.isEmpty();
    return gone;
  }

  Departures departures() {
    return new Departures(ended, cut);
  }

  private void ask(long now) {
    long half = grace / 2;
    if (now >= half) {
      askAll(now);
      endAt = Math.min(endAt, Math.max(grace, now + MOMENT));
      return;
    }
    nextAt = Math.max(nextAt, now - MOMENT);
    while (nextAt <= now && !unasked.isEmpty()) {
      nextAt += (half - nextAt) / unasked.size();
      askFirst(now);
    }
  }

  private void askAll(long now) {
    while (!unasked.isEmpty()) {
      askFirst(now);
    }
  }

  private void askFirst(long now) {
    Guest first = unasked.iterator().next();
    unasked.remove(first);
    asked.put(first, now);
    first.sendAway();
  }

  private List<Guest> askedBy(long time) {
    return asked.entrySet().stream()
        .filter(each -> each.getValue() <= time)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void cut(Guest late) {
    if (asked.remove(late) != null) {
      cut++;
      late.cut();
    }
  }
}
