package dev.sightline.edge;

import java.util.Locale;

/** Why one who wants to watch isn't let in. */
enum Refusal implements Admission {
  NODE(503, "this edge has as many viewers as it takes"),
  STREAM(503, "this stream has as many viewers here as it may have"),
  ADDRESS(429, "your address has as many viewers here as one address may have");

  /** Seconds. */
  static final String RETRY_AFTER = "5";

  private final int status;
  private final String reason;

  Refusal(int status, String reason) {
    this.status = status;
    this.reason = reason;
  }

  /** Of an answer by HTTP. */
  int status() {
    return status;
  }

  /** In the little room that a close of a WebSocket has. */
  String reason() {
    return reason;
  }

  String sentence() {
    return reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1) + "; try again.";
  }

  /** For metrics. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
