package dev.sightline.ingest;

import dev.sightline.node.DurationText;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/** What the head of a push says of it. */
final class PushHeaders {

  static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final String PARTS = "multipart/";
  private static final String ENDLESS_PARTS = "multipart/x-mixed-replace";

  private PushHeaders() {}

  /** Whether the client sends the body only after it was told to. */
  static boolean expectsContinue(HttpServerRequest request) {
    return "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT));
  }

  /** Whether the body may go on without end: nobody knows its length, or its type says so. */
  static boolean isContinuous(HttpServerRequest request) {
    return request.getHeader(HttpHeaders.CONTENT_LENGTH) == null || isOf(request, ENDLESS_PARTS);
  }

  /** Whether the length that is announced is that of a single picture above the limit. */
  static boolean announcesMoreThan(HttpServerRequest request, int most) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && !isOf(request, PARTS) && Long.parseLong(length) > most;
  }

  private static boolean isOf(HttpServerRequest request, String type) {
    String given = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return given != null && given.strip().regionMatches(true, 0, type, 0, type.length());
  }

  /**
   * How long to wait at most for somebody who watches; nothing when the answer is wanted at once.
   *
   * @throws PushRefusal when the query can't be understood
   */
  static Optional<Duration> wait(HttpServerRequest request) {
    String wait = request.getParam("wait");
    if (wait == null) {
      return Optional.empty();
    }
    if (!wait.equals("demand")) {
      throw PushRefusal.mistake("wait must be demand");
    }
    String most = request.getParam("for");
    return Optional.of(most == null ? LONGEST_WAIT : duration(most));
  }

  private static Duration duration(String text) {
    try {
      Duration most = DurationText.parse(text);
      if (most.compareTo(LONGEST_WAIT) <= 0) {
        return most;
      }
    } catch (IllegalArgumentException e) {
      throw PushRefusal.mistake("for " + e.getMessage());
    }
    throw PushRefusal.mistake("for must be at most " + DurationText.format(LONGEST_WAIT));
  }
}
