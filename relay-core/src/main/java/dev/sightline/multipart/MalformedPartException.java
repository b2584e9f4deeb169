package dev.sightline.multipart;

/**
 * Why a {@link StreamParser} gave up: a sentence for the log, and where in the stream it happened.
 */
public final class MalformedPartException extends RuntimeException {

  private final long offset;
  private final boolean isTooLong;

  MalformedPartException(String sentence, long offset) {
    this("%s (from byte %d of the stream)".formatted(sentence, offset), offset, false);
  }

  private MalformedPartException(String message, long offset, boolean isTooLong) {
    super(message);
    this.offset = offset;
    this.isTooLong = isTooLong;
  }

  /** The same, since a picture is longer than the limit. */
  MalformedPartException asTooLong() {
    return new MalformedPartException(getMessage(), offset, true);
  }

  /** Whether it is a picture that is longer than the limit. */
  public boolean isTooLong() {
    return isTooLong;
  }

  /** Where the header, body or gap that broke a limit begins, in bytes of the response's body. */
  public long offset() {
    return offset;
  }
}
