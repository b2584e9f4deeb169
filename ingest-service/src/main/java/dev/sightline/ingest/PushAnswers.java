package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import dev.sightline.ingest.PushRefusal.Kind;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.UnwantedBody;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What requests that push a stream are answered. Refusals are counted, each, and told in the log
 * once a minute. Lives on the ingest's event loop.
 */
final class PushAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(PushAnswers.class);
  private static final long QUIET = TimeUnit.MINUTES.toNanos(1);

  /** How long no more is read from who pushes too fast; the answer doesn't wait for it. */
  private static final Duration REST = Duration.ofMillis(100);

  private final StreamId stream;
  private final Vertx vertx;
  private final Map<Kind, Counter> refused = new EnumMap<>(Kind.class);
  private final Map<Kind, Long> toldAt = new EnumMap<>(Kind.class);

  PushAnswers(StreamId stream, Vertx vertx, RelayMetrics metrics) {
    this.stream = stream;
    this.vertx = vertx;
    for (Kind kind : Kind.values()) {
      refused.put(kind, metrics.pushesRefused(stream, kind.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Counts a picture that was left out without a word, since more are to come. */
  void leftOut() {
    refused.get(Kind.TOO_FAST).increment();
  }

  /** Answers a request of which all has been read. */
  void report(HttpServerRequest request, JsonObject report) {
    HttpServerResponse response = request.response();
    if (!response.closed()) {
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json").end(report.encode() + "\n");
    }
  }

  /** Answers a request whose body isn't wanted. */
  void reportEarly(HttpServerRequest request, JsonObject report) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    report(request, report);
    UnwantedBody.close(vertx, request);
  }

  void refuse(HttpServerRequest request, PushRefusal refusal) {
    refused.get(refusal.kind()).increment();
    tell(refusal);
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    }
    refusal.headers().forEach(response::putHeader);
    response
        .setStatusCode(refusal.code())
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    boolean closes = refusal.kind() != Kind.TOO_FAST;
    if (closes) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    response.end(stream + ": " + refusal.getMessage() + "\n");
    if (closes) {
      UnwantedBody.close(vertx, request);
    } else {
      UnwantedBody.skip(vertx, request, REST);
    }
  }

  private void tell(PushRefusal refusal) {
    long now = System.nanoTime();
    Long told = toldAt.get(refusal.kind());
    if (told == null || now - told > QUIET) {
      toldAt.put(refusal.kind(), now);
      LOG.warn("{}: a push was refused: {}", stream, refusal.getMessage());
    }
  }
}
