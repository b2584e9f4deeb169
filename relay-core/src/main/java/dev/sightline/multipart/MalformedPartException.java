package dev.sightline.multipart;

/**
 * Why a {@link StreamParser} gave up: a sentence for the log, and where in the stream it happened.
 */
public final class MalformedPartException extends RuntimeException {

  private final long offset;

  MalformedPartException(String sentence, long offset) {
    super("%s (from byte %d of the stream)".formatted(sentence, offset));
    this.offset = offset;
  }

  /** Where the header, body or gap that broke a limit begins, in bytes of the response's body. */
  public long offset() {
    return offset;
  }
}
