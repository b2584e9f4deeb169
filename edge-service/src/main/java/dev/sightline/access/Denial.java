package dev.sightline.access;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;

/**
 * Why a request isn't let in, and how that is answered.
 *
 * @param reason for the metrics
 * @param status of the answer
 * @param sentence for who asked, which tells nothing secret
 * @param headers of the answer
 */
public record Denial(Reason reason, int status, String sentence, MultiMap headers) {

  /** The kinds of denial that are counted. */
  public enum Reason {
    /** Nobody was known, who had to be. */
    UNKNOWN,
    PASSWORD,
    TOKEN,
    EXPIRED,
    /** Known, but without leave. */
    NOT_ALLOWED,
    /** Credentials that can't be read, or that contradict each other. */
    UNREADABLE,
    /** Too many wrong passwords from one address. */
    TOO_MANY,
    /** As much is being checked as may be. */
    BUSY,
    /** A page of another site. */
    ORIGIN,
    /** The link has as many viewers as it takes. */
    VIEWERS,
    /** The other service has said no. */
    FORWARD;

    /** Its name in metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Denial of(Reason reason, int status, String sentence) {
    return new Denial(reason, status, sentence + "\n", MultiMap.caseInsensitiveMultiMap());
  }

  /** For a mistake of ours. */
  public static Denial ofOurs() {
    return of(Reason.BUSY, 503, "Whether you may can't be found out at the moment; try again.");
  }

  /** One that may pass by itself. */
  static Denial later(Reason reason, int status, long seconds, String sentence) {
    return of(reason, status, sentence)
        .with(HttpHeaders.RETRY_AFTER.toString(), Long.toString(seconds));
  }

  Denial with(String header, String value) {
    headers.add(header, value);
    return this;
  }
}
