package dev.sightline.edge;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Those who stay on one event loop, and how they are sent away: evenly over the first half of a
 * time of grace, so that they don't all come back elsewhere at one moment. Who was asked and is
 * still here a quarter later is told once more, and who is here at the end is cut off.
 */
final class Guests {

  private static final long TURN_MILLIS = 20;

  private final Vertx vertx;
  private final Context loop;
  private final Set<Guest> here = new HashSet<>();
  private final Map<Guest, Long> asked = new HashMap<>();

  /** All have gone who were to be sent away. */
  private boolean gone;

  /** To be made on the event loop. */
  Guests(Vertx vertx) {
    this.vertx = vertx;
    this.loop = vertx.getOrCreateContext();
  }

  /** One who passed the door just before it was closed may come when all others have gone. */
  void add(Guest guest) {
    here.add(guest);
    if (gone) {
      loop.runOnContext(v -> sendAway(guest));
    }
  }

  private void sendAway(Guest late) {
    if (here.contains(late)) {
      late.sendAway();
    }
  }

  void remove(Guest guest) {
    here.remove(guest);
  }

  /**
   * Sends all of them away, and those who come meanwhile too. Any thread.
   *
   * @return completes when nobody is here any more, at the end of the grace at the latest
   */
  Future<Departures> sendAway(Duration grace) {
    Promise<Departures> done = Promise.promise();
    loop.runOnContext(v -> begin(grace.toNanos(), done));
    return done.future();
  }

  private void begin(long grace, Promise<Departures> done) {
    long since = System.nanoTime();
    int first = here.size();
    if (!turn(first, since, grace, done)) {
      vertx.setPeriodic(
          TURN_MILLIS,
          timer -> {
            if (turn(first, since, grace, done)) {
              vertx.cancelTimer(timer);
            }
          });
    }
  }

  /** Does what is due by now and tells whether that was all. */
  private boolean turn(int first, long since, long grace, Promise<Departures> done) {
    long now = System.nanoTime();
    long passed = now - since;
    askSome(passed >= grace / 2 ? here.size() : 1 + 2 * first * passed / grace, now);
    insist(now - grace / 4);
    int cut = passed >= grace ? cutAll() : 0;
    if (here.isEmpty()) {
      gone = true;
      done.complete(new Departures(asked.size() - cut, cut));
    }
    return here.isEmpty();
  }

  /** Asks further ones until so many of all have been asked. */
  private void askSome(long due, long now) {
    for (Guest guest : List.copyOf(here)) {
      if (asked.size() >= due) {
        return;
      }
      if (asked.putIfAbsent(guest, now) == null) {
        guest.sendAway();
      }
    }
  }

  private void insist(long askedBefore) {
    for (Guest guest : List.copyOf(here)) {
      Long at = asked.get(guest);
      if (at != null && at - askedBefore <= 0) {
        guest.insist();
      }
    }
  }

  private int cutAll() {
    List<Guest> late = List.copyOf(here);
    here.clear();
    late.forEach(Guest::cut);
    return late.size();
  }
}
