package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import dev.sightline.ingest.PushRefusal.Kind;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.SeldomLog;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What requests that push a stream are answered. Refusals are counted, each, and told in the log
 * once a minute. Lives on the ingest's event loop.
 */
final class PushAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(PushAnswers.class);

  /** How long no more is read from who pushes too fast; the answer doesn't wait for it. */
  private static final Duration REST = Duration.ofMillis(100);

  /** Who shows no secret is asked for it, and mostly shows it then, as ffmpeg and curl do. */
  private static final int UNAUTHORIZED = 401;

  /** What is told seldom besides the refusals. */
  private enum Trouble {
    UNCONVERTED
  }

  private final StreamId stream;
  private final Vertx vertx;
  private final Map<Kind, Counter> refused = new EnumMap<>(Kind.class);
  private final SeldomLog seldom = new SeldomLog(LOG);

  PushAnswers(StreamId stream, Vertx vertx, RelayMetrics metrics) {
    this.stream = stream;
    this.vertx = vertx;
    for (Kind kind : Kind.values()) {
      refused.put(
          kind, metrics.ingest().pushesRefused(stream, kind.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Tells seldom of a mistake of ours, which each push may bring. */
  void unconverted(Throwable failure) {
    seldom.error(Trouble.UNCONVERTED, "{}: a PNG could not be converted", stream, failure);
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
    Kind kind = refusal.kind();
    refused.get(kind).increment();
    if (refusal.code() != UNAUTHORIZED) {
      seldom.warn(kind, "{}: a push was refused: {}", stream, refusal.getMessage());
    }
    String sentence = stream + ": " + refusal.getMessage();
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    }
    refusal.headers().forEach(response::putHeader);
    if (kind == Kind.TOO_FAST) {
      EarlyAnswer.say(response, refusal.code(), sentence);
      UnwantedBody.skip(vertx, request, REST);
    } else {
      EarlyAnswer.refuse(vertx, request, refusal.code(), sentence);
    }
  }
}
