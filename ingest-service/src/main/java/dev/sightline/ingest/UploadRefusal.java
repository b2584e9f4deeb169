package dev.sightline.ingest;

import dev.sightline.ts.TsException;

/**
 * Why an upload is refused or ended.
 *
 * @param kind what is counted
 * @param code what HTTP says for it
 * @param sentence for whoever uploads; without secrets
 */
record UploadRefusal(Kind kind, int code, String sentence) {

  /** The names are labels of a metric. */
  enum Kind {
    /** What came is no MPEG-TS, or nobody could tell what is in it. */
    NOT_TS,
    EMPTY,
    /** Another upload brings the same. */
    TAKEN,
    /** There are as many uploads as there may be. */
    TOO_MANY,
    /** For too long no packet came, or none that a decoder can use. */
    STALLED,
    /** The client is gone in the middle of it. */
    BROKEN_OFF,
    /** The stream was changed or removed. */
    REMOVED
  }

  static UploadRefusal of(TsException e) {
    return switch (e.reason()) {
      case NOT_TS, NO_PROGRAM -> new UploadRefusal(Kind.NOT_TS, 415, e.getMessage());
      case TAKEN -> new UploadRefusal(Kind.TAKEN, 409, e.getMessage());
    };
  }
}
