package dev.sightline.ingest;

import io.vertx.core.http.HttpHeaders;
import java.util.Map;

/** Why a push is not taken: a sentence for whoever pushes, and what HTTP says for it. */
final class PushRefusal extends RuntimeException {

  /** What is counted; the names are labels of a metric. */
  enum Kind {
    /** The secret is missing or wrong. */
    SECRET,
    /** Somebody else pushes this stream, or does now. */
    CONFLICT,
    TOO_LARGE,
    TOO_FAST,
    /** What came is no picture, or not a whole one. */
    NO_PICTURE,
    /** Nothing more came of it. */
    SILENT,
    /** As many requests are open already as are taken. */
    TOO_MANY,
    /** The request itself makes no sense. */
    MISTAKE
  }

  private static final Map<CharSequence, String> NONE = Map.of();
  private static final Map<CharSequence, String> LATER = Map.of(HttpHeaders.RETRY_AFTER, "1");

  private final Kind kind;
  private final int code;
  private final Map<CharSequence, String> headers;

  private PushRefusal(Kind kind, int code, Map<CharSequence, String> headers, String sentence) {
    // Thousands a second may come, and where in the code they arise tells nothing.
    super(sentence, null, false, false);
    this.kind = kind;
    this.code = code;
    this.headers = headers;
  }

  static PushRefusal of(Kind kind, int code, String sentence) {
    return new PushRefusal(kind, code, NONE, sentence);
  }

  static PushRefusal withHeader(Kind kind, int code, CharSequence name, String value, String why) {
    return new PushRefusal(kind, code, Map.of(name, value), why);
  }

  static PushRefusal mistake(String sentence) {
    return of(Kind.MISTAKE, 400, sentence);
  }

  static PushRefusal conflict(String sentence) {
    return of(Kind.CONFLICT, 409, sentence);
  }

  static PushRefusal tooMany(String sentence) {
    return new PushRefusal(Kind.TOO_MANY, 503, LATER, sentence);
  }

  static PushRefusal tooFast(int perSecond) {
    return new PushRefusal(
        Kind.TOO_FAST,
        429,
        LATER,
        "more than %d pictures a second are too many for this stream (max-rate)"
            .formatted(perSecond));
  }

  static PushRefusal tooLarge(int most) {
    return of(
        Kind.TOO_LARGE,
        413,
        "the picture is larger than %d bytes (max-frame-size)".formatted(most));
  }

  Kind kind() {
    return kind;
  }

  int code() {
    return code;
  }

  Map<CharSequence, String> headers() {
    return headers;
  }
}
