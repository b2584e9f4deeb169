package dev.sightline.link;

import dev.sightline.bus.Answer;
import dev.sightline.bus.Ask;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was asked over a link and has no answer yet. Each expires, whatever comes. */
final class OpenAsks {

  /** An ask beyond that fails at once; 10,000 streams with ten asks each are fewer. */
  static final int MOST = 1 << 17;

  /**
   * One of them.
   *
   * @param until monotonic nanoseconds
   */
  record OpenAsk(Ask ask, Promise<Answer> promise, long until) {}

  private final Map<Long, OpenAsk> open = new HashMap<>();
  private long asked;

  boolean isFull() {
    return open.size() >= MOST;
  }

  /** Returns the number by which it is to be answered. */
  long add(Ask ask, Promise<Answer> promise, Duration expiry) {
    long number = asked++;
    open.put(number, new OpenAsk(ask, promise, System.nanoTime() + expiry.toNanos()));
    return number;
  }

  /** The ask that is answered now; empty if it has expired, or never was. */
  Optional<OpenAsk> remove(long number) {
    return Optional.ofNullable(open.remove(number));
  }

  /** To be called about once a second. */
  void expire() {
    long now = System.nanoTime();
    List<Long> expired =
        open.entrySet().stream()
            .filter(ask -> now - ask.getValue().until > 0)
            .map(Map.Entry::getKey)
            .toList();
    expired.forEach(number -> open.remove(number).promise.fail("the link doesn't answer"));
  }

  /** All that was asked over a connection is lost with it. */
  void lose() {
    List<OpenAsk> lost = List.copyOf(open.values());
    open.clear();
    lost.forEach(ask -> ask.promise.fail("the link was lost"));
  }
}
