package dev.sightline.node;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * The connections to the ports of one event loop, and how long each may take: for its first
 * request, for the next one, and to take an answer. Viewers and pushes have limits of their own.
 * One look at all of them each second, in place of a timer for each.
 */
public final class Connections {

  /** What depends on the way in which answers are written. */
  public interface Wire {

    /** For a server whose answers are short. */
    Wire PLAIN =
        new Wire() {
          @Override
          public boolean isBusy(HttpConnection connection) {
            return false;
          }

          @Override
          public void cut(HttpConnection connection) {
            connection.close();
          }
        };

    /** Whether anything of an answer that is over waits to be taken by the system. */
    boolean isBusy(HttpConnection connection);

    /** Ends it, whoever is still to take something of it. */
    void cut(HttpConnection connection);
  }

  private final ConnectionLimits limits;
  private final Wire wire;
  private final Counter tooMany;
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
   * @param ended counts the connections that are ended, by why
   * @param clock nanoseconds
   */
  public Connections(
      ConnectionLimits limits, Wire wire, Function<String, Counter> ended, LongSupplier clock) {
    this.limits = limits;
    this.wire = wire;
    this.tooMany = ended.apply("limit");
    this.withoutRequest = ended.apply("request");
    this.idle = ended.apply("idle");
    this.slow = ended.apply("answer");
    this.clock = clock;
  }

  /** A new one. */
  public void opened(HttpConnection connection) {
    if (present.size() >= limits.most()) {
      end(connection, tooMany);
      return;
    }
    present.put(connection, new Doings(clock.getAsLong()));
    connection.closeHandler(v -> present.remove(connection));
  }

  /** Notes a request until it has been answered, and goes on. */
  public void attend(RoutingContext context) {
    HttpConnection connection = context.request().connection();
    begin(connection);
    context.addEndHandler(done -> end(connection));
    context.next();
  }

  /** The same where nothing goes on. */
  public void attend(HttpServerRequest request) {
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
  public void leaveAlone(RoutingContext context) {
    Doings doings = present.get(context.request().connection());
    if (doings != null) {
      doings.staying++;
      context.addEndHandler(done -> doings.staying--);
    }
  }

  /** It has become a WebSocket. */
  public void forget(HttpConnection connection) {
    present.remove(connection);
  }

  /** Ends those that take too long. */
  public void everySecond() {
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
      endIf(taken > limits.request().toNanos(), connection, withoutRequest);
    } else if (doings.requests > 0 || wire.isBusy(connection)) {
      endIf(taken > limits.answer().toNanos(), connection, slow);
    } else {
      endIf(taken > limits.idle().toNanos(), connection, idle);
    }
  }

  private void endIf(boolean isLate, HttpConnection connection, Counter counter) {
    if (isLate) {
      end(connection, counter);
    }
  }

  private void end(HttpConnection connection, Counter counter) {
    present.remove(connection);
    counter.increment();
    wire.cut(connection);
  }
}
