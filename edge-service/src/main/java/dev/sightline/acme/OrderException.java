package dev.sightline.acme;

import java.time.Instant;
import java.util.Optional;

/** There is no certificate this time; the message is a sentence for the user. */
final class OrderException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Instant retryAfter;

  OrderException(String sentence, Throwable cause) {
    this(sentence, null, cause);
  }

  /**
   * @param retryAfter until when the ACME server wants to be left alone; null if it doesn't say
   */
  OrderException(String sentence, Instant retryAfter, Throwable cause) {
    super(sentence, cause);
    this.retryAfter = retryAfter;
  }

  Optional<Instant> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
