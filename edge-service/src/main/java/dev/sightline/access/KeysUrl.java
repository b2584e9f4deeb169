package dev.sightline.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An issuer's keys, fetched at the start and now and then; those that were good last stay until
 * there are others. Any thread.
 */
final class KeysUrl {

  static final Duration EVERY = Duration.ofMinutes(10);

  /** So often it is tried while there are no keys at all. */
  static final Duration TRIED_EVERY = Duration.ofSeconds(10);

  /** A token of a key that isn't known makes it fetch them no more often than that. */
  static final Duration ON_DEMAND_EVERY = Duration.ofMinutes(1);

  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(KeysUrl.class);

  private final Service issuer;
  private final HttpClient client;
  private final LongSupplier clock;
  private final AtomicLong demandedAt;
  private volatile long fetchedAt;
  private volatile TokenKeys keys;
  private volatile String trouble = "";

  /**
   * @param clock monotonic nanoseconds
   */
  KeysUrl(Vertx vertx, Service issuer, LongSupplier clock) {
    this.issuer = issuer;
    this.client = vertx.createHttpClient(issuer.client(TIMEOUT));
    this.clock = clock;
    this.demandedAt = new AtomicLong(clock.getAsLong() - ON_DEMAND_EVERY.toNanos());
    this.fetchedAt = clock.getAsLong();
  }

  /** Fetches them now, and again in time. */
  Future<Void> begin(Vertx vertx) {
    vertx.setPeriodic(TRIED_EVERY.toMillis(), id -> fetchIfDue());
    return fetch();
  }

  void fetchIfDue() {
    if (keys == null || clock.getAsLong() - fetchedAt >= EVERY.toNanos()) {
      fetch();
    }
  }

  /** The keys; empty while they have never come. */
  Optional<TokenKeys> get() {
    return Optional.ofNullable(keys);
  }

  /** Fetches them anew unless that was done on demand a moment ago. Never fails. */
  Future<Void> demand() {
    long before = demandedAt.get();
    long now = clock.getAsLong();
    boolean isDue = now - before >= ON_DEMAND_EVERY.toNanos();
    return isDue && demandedAt.compareAndSet(before, now) ? fetch() : Future.succeededFuture();
  }

  /** Never fails: what held before stays. */
  private Future<Void> fetch() {
    fetchedAt = clock.getAsLong();
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(issuer.url().toString())
            .setFollowRedirects(false)
            .setTimeout(TIMEOUT.toMillis())
            .putHeader("Accept", "application/json");
    return client
        .request(request)
        .compose(asked -> asked.send().compose(KeysUrl::read))
        .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(this::take)
        .onFailure(this::complain)
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private static Future<TokenKeys> read(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      response.request().reset();
      return Future.failedFuture("it answered " + response.statusCode());
    }
    return SmallAnswer.of(response, TokenKeys.MOST_BYTES)
        .map(body -> TokenKeys.parse(body.getBytes()));
  }

  private void take(TokenKeys fresh) {
    if (keys == null || !trouble.isEmpty()) {
      LOG.info("the keys of access.tokens.jwks-url are here");
    }
    trouble = "";
    keys = fresh;
  }

  private void complain(Throwable failure) {
    String sentence = String.valueOf(failure.getMessage());
    if (!sentence.equals(trouble)) {
      trouble = sentence;
      LOG.warn(
          "the keys of access.tokens.jwks-url don't come: {}; {}",
          sentence,
          keys == null ? "no token can be checked" : "those that came before stay");
    }
  }
}
