package dev.sightline.ts;

/** Why an upload can't go on: a sentence for whoever uploads, and what to make of it. */
public final class TsException extends RuntimeException {

  /** What is wrong. */
  public enum Reason {
    /** What came is not MPEG-TS, or has stopped to be. */
    NOT_TS,
    /** It doesn't say what is in it, or says it in a way that nobody could pass on. */
    NO_PROGRAM,
    /** Another upload has its place. */
    TAKEN
  }

  private static final long serialVersionUID = 1;

  private final Reason reason;

  TsException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
