package dev.sightline.ingest;

/**
 * Why a camera connection ended.
 *
 * @param kind what to make of it
 * @param sentence for the log and the status page; never holds credentials
 */
record EndReason(Kind kind, String sentence) {

  enum Kind {
    /** No connection came about. */
    UNREACHABLE,
    /** The camera answered, but not with a stream. */
    REFUSED,
    /** The camera, or the network, ended a running stream. */
    CLOSED,
    /** No whole picture came for too long. */
    STALLED,
    /** What came was no stream of pictures within the limits. */
    MALFORMED
  }
}
