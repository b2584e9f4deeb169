package dev.sightline.acme;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the ACME server may ask this edge for under way of an order, whichever edge has made that.
 * Any thread.
 */
public final class Challenges {

  /** Where it asks, on port 80. */
  public static final String PATH = "/.well-known/acme-challenge/";

  /** As many as an order may have; more make the oldest go. */
  static final int MOST = 100;

  static final Duration LIFETIME = Duration.ofMinutes(10);

  private record Known(Challenge challenge, Instant until) {}

  private final Clock clock;
  private final Map<String, Known> known = new LinkedHashMap<>();

  Challenges(Clock clock) {
    this.clock = clock;
  }

  synchronized void add(Challenge challenge) {
    known.remove(challenge.token());
    known.values().removeIf(each -> !each.until.isAfter(clock.instant()));
    if (known.size() == MOST) {
      Iterator<String> oldest = known.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    known.put(challenge.token(), new Known(challenge, clock.instant().plus(LIFETIME)));
  }

  synchronized Optional<Challenge> find(String token) {
    return Optional.ofNullable(known.get(token))
        .filter(each -> each.until.isAfter(clock.instant()))
        .map(Known::challenge);
  }

  /** Answers a request whose path begins with {@link #PATH}. */
  public void answer(HttpServerRequest request) {
    boolean isRead =
        request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    if (!isRead) {
      request.response().setStatusCode(405).putHeader(HttpHeaders.ALLOW, "GET, HEAD").end();
      return;
    }
    String token = request.path().substring(PATH.length());
    find(token)
        .ifPresentOrElse(
            challenge ->
                request
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .end(challenge.authorization()),
            () -> request.response().setStatusCode(404).end());
  }
}
