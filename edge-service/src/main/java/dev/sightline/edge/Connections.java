package dev.sightline.edge;

import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The connections of one event loop to viewers and whoever else comes, and how long each may take:
 * for its first request, for the next one, and to take an answer. Viewers and pushes have limits of
 * their own. One look at all of them each second, in place of a timer for each.
 */
final class Connections {

  private final long requestTimeout;
  private final long idleTimeout;
  private final long answerTimeout;
  private final Counter withoutRequest;
  private final Counter idle;
  private final Counter slow;
  private final LongSupplier clock;
  private final Map<HttpConnection, Doings> present = new HashMap<>();

  /** What a connection does. */
  private static final class Doings {
    private long since;
    private boolean hasAsked;
    private int requests;
    private int staying;

    private Doings(long since) {
      this.since = since;
    }
  }

  /**
   * @param answerTimeout how long somebody may take to take an answer
   * @param clock nanoseconds
   */
  Connections(EdgeLimits limits, Duration answerTimeout, RelayMetrics metrics, LongSupplier clock) {
    this.requestTimeout = limits.requestTimeout().toNanos();
    this.idleTimeout = limits.idleTimeout().toNanos();
    this.answerTimeout = answerTimeout.toNanos();
    this.withoutRequest = metrics.edge().connectionsEnded("request");
    this.idle = metrics.edge().connectionsEnded("idle");
    this.slow = metrics.edge().connectionsEnded("answer");
    this.clock = clock;
  }

  /** A new one. */
  void opened(HttpConnection connection) {
    present.put(connection, new Doings(clock.getAsLong()));
    connection.closeHandler(v -> present.remove(connection));
  }

  /** Notes a request until it has been answered, and goes on. */
  void attend(RoutingContext context) {
    HttpConnection connection = context.request().connection();
    begin(connection);
    context.addEndHandler(done -> end(connection));
    context.next();
  }

  /** The same where nothing goes on. */
  void attend(HttpServerRequest request) {
    HttpConnection connection = request.connection();
    begin(connection);
    request.response().endHandler(done -> end(connection));
  }

  private void begin(HttpConnection connection) {
    Doings doings = present.get(connection);
    if (doings != null) {
      doings.hasAsked = true;
      doings.requests++;
      doings.since = clock.getAsLong();
    }
  }

  private void end(HttpConnection connection) {
    Doings doings = present.get(connection);
    if (doings != null) {
      doings.requests--;
      doings.since = clock.getAsLong();
    }
  }

  /** The request is one of those that others look after, until it has been answered. */
  void leaveAlone(RoutingContext context) {
    Doings doings = present.get(context.request().connection());
    if (doings != null) {
      doings.staying++;
      context.addEndHandler(done -> doings.staying--);
    }
  }

  /** It has become a WebSocket. */
  void forget(HttpConnection connection) {
    present.remove(connection);
  }

  int size() {
    return present.size();
  }

  /** Ends those that take too long. */
  void everySecond() {
    long now = clock.getAsLong();
    List.copyOf(present.keySet()).forEach(connection -> look(connection, now));
  }

  private void look(HttpConnection connection, long now) {
    Doings doings = present.get(connection);
    if (doings == null || doings.staying > 0) {
      return;
    }
    long taken = now - doings.since;
    if (!doings.hasAsked) {
      end(connection, taken > requestTimeout, withoutRequest);
    } else if (doings.requests > 0 || ViewerChannel.isBusy(connection)) {
      end(connection, taken > answerTimeout, slow);
    } else {
      end(connection, taken > idleTimeout, idle);
    }
  }

  private static void end(HttpConnection connection, boolean isLate, Counter counter) {
    if (isLate) {
      counter.increment();
      ViewerChannel.cut(connection);
    }
  }
}
