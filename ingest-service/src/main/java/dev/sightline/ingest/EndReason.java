package dev.sightline.ingest;

import java.time.Duration;

/**
 * Why a camera connection ended.
 *
 * @param kind what to make of it
 * @param sentence for the log and the status page; never holds credentials
 * @param retryAfter for how long the camera wants to be left alone; zero when it didn't say
 */
record EndReason(Kind kind, String sentence, Duration retryAfter) {

  enum Kind {
    /** No connection came about. */
    UNREACHABLE,
    /** The camera's certificate is not one that is trusted. */
    UNTRUSTED,
    /** The camera answered, but not with pictures. */
    REFUSED,
    /** The camera wants other credentials, and may lock out who goes on guessing. */
    DENIED,
    /** The camera has no time or no place for another client. */
    BUSY,
    /** The camera, or the network, ended a running stream. */
    CLOSED,
    /** No whole picture came for too long. */
    STALLED,
    /** What came was no stream of pictures within the limits. */
    MALFORMED
  }

  EndReason(Kind kind, String sentence) {
    this(kind, sentence, Duration.ZERO);
  }
}
