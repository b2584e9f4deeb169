package dev.sightline.ingest;

import dev.sightline.ingest.EndReason.Kind;
import dev.sightline.program.Masking;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What an answer without pictures means for users and for the next attempt. */
final class Refusal {

  /** A camera that wants to be left alone for longer is asked again after this. */
  static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);

  /** Of what a camera says of itself, so much is repeated on the status page. */
  private static final int MAX_QUOTE = 80;

  private Refusal() {}

  /** The answer's status, other than those that a {@link Handshake} deals with itself. */
  static EndReason ofStatus(HttpClientResponse response, Masking masking) {
    int code = response.statusCode();
    String sentence =
        "it answers " + (code + " " + quote(response.statusMessage(), masking)).strip();
    Kind kind =
        switch (code) {
          case 403, 407 -> Kind.DENIED;
          case 429, 503 -> Kind.BUSY;
          default -> Kind.REFUSED;
        };
    return new EndReason(
        kind, code == 407 ? "the proxy wants credentials (407)" : sentence, retryAfter(response));
  }

  /** An encoding of the body that was not asked for and isn't understood. */
  static Optional<EndReason> ofEncoding(HttpClientResponse response, Masking masking) {
    String encoding = response.getHeader(HttpHeaders.CONTENT_ENCODING);
    return encoding == null || encoding.isBlank() || encoding.strip().equalsIgnoreCase("identity")
        ? Optional.empty()
        : Optional.of(
            new EndReason(
                Kind.REFUSED,
                "its answer is compressed (%s), which nobody asked for"
                    .formatted(quote(encoding, masking))));
  }

  /** A type that can't hold pictures. */
  static EndReason ofType(String type, Masking masking) {
    return new EndReason(
        Kind.REFUSED, "it answers with '%s' and not with pictures".formatted(quote(type, masking)));
  }

  /**
   * Words of the camera, cut to a line and without what a terminal would obey.
   *
   * @param masking of what was said to it, since it may repeat that
   */
  static String quote(String text, Masking masking) {
    return quote(text == null ? "" : masking.mask(text));
  }

  static String quote(String text) {
    String line = text.strip().replaceAll("\\p{Cntrl}", "?");
    return line.length() <= MAX_QUOTE ? line : line.substring(0, MAX_QUOTE) + "…";
  }

  /** Seconds or a date (RFC 9110, section 10.2.3); zero when there is none that can be read. */
  static Duration retryAfter(HttpClientResponse response) {
    String value = response.getHeader(HttpHeaders.RETRY_AFTER);
    return value == null ? Duration.ZERO : retryAfter(value.strip(), Clock.systemUTC());
  }

  static Duration retryAfter(String value, Clock clock) {
    Duration wait =
        value.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(value)) : until(value, clock);
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait;
  }

  private static Duration until(String date, Clock clock) {
    try {
      Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
      return Duration.between(clock.instant(), then);
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }
}
