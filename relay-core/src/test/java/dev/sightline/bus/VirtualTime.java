package dev.sightline.bus;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A clock that stands still until the next event, and the events: minutes pass in no time, and the
 * same way each time. Its readings overflow after {@link #BEFORE_OVERFLOW}, as those of {@link
 * System#nanoTime} may.
 */
final class VirtualTime implements LongSupplier {

  private static final Duration BEFORE_OVERFLOW = Duration.ofSeconds(7);
  private static final long ORIGIN = Long.MAX_VALUE - BEFORE_OVERFLOW.toNanos();

  private record Event(long at, long id, Runnable action) {}

  private final Queue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::id));
  private final Set<Long> cancelled = new HashSet<>();
  private long elapsed;
  private long lastId;

  /** Nanoseconds, with an arbitrary origin. */
  @Override
  public long getAsLong() {
    return ORIGIN + elapsed;
  }

  /** Nanoseconds since the beginning. */
  long elapsed() {
    return elapsed;
  }

  long after(Duration delay, Runnable action) {
    events.add(new Event(elapsed + delay.toNanos(), ++lastId, action));
    return lastId;
  }

  /** Calls {@code action} over and over, the first time after {@code first}. */
  void every(Duration period, Duration first, Runnable action) {
    after(
        first,
        () -> {
          action.run();
          every(period, period, action);
        });
  }

  /** Lets this much time pass, with all that happens in it. */
  void pass(Duration duration) {
    long end = elapsed + duration.toNanos();
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event event = events.poll();
      if (!cancelled.remove(event.id())) {
        elapsed = Math.max(elapsed, event.at());
        event.action().run();
      }
    }
    elapsed = end;
  }

  /** Lets this much time pass at once; what should have happened in it happens afterwards. */
  void standStill(Duration duration) {
    elapsed += duration.toNanos();
  }

  /** A Vert.x that has timers, and nothing else. */
  Vertx timers() {
    return proxy(
        Vertx.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "setTimer" -> timer((Long) arguments[0], handler(arguments[1]));
              case "setPeriodic" -> periodic((Long) arguments[0], handler(arguments[1]));
              case "cancelTimer" -> cancelled.add((Long) arguments[0]);
              default -> throw new UnsupportedOperationException(method.toString());
            });
  }

  /** A context that runs what it is given as the next event. */
  Context context() {
    return context(() -> 0);
  }

  /**
   * A context that is busy at times.
   *
   * @param freeAt until when it runs nothing, nanoseconds since the beginning; never decreases
   */
  Context context(LongSupplier freeAt) {
    return proxy(
        Context.class,
        (self, method, arguments) -> {
          if (!method.getName().equals("runOnContext")) {
            throw new UnsupportedOperationException(method.toString());
          }
          Duration busy = Duration.ofNanos(Math.max(0, freeAt.getAsLong() - elapsed));
          after(busy, () -> handler(arguments[0]).handle(null));
          return null;
        });
  }

  private long timer(long millis, Handler<Object> handler) {
    return after(Duration.ofMillis(millis), () -> handler.handle(null));
  }

  /** The timer keeps its first id, by which it is cancelled, through all its periods. */
  private long periodic(long millis, Handler<Object> handler) {
    long id = ++lastId;
    again(id, TimeUnit.MILLISECONDS.toNanos(millis), handler);
    return id;
  }

  private void again(long id, long period, Handler<Object> handler) {
    Runnable tick =
        () -> {
          again(id, period, handler);
          handler.handle(null);
        };
    events.add(new Event(elapsed + period, id, tick));
  }

  @SuppressWarnings("unchecked")
  private static Handler<Object> handler(Object argument) {
    return (Handler<Object>) argument;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
