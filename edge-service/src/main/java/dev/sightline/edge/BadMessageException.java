package dev.sightline.edge;

import dev.sightline.frame.StreamId;

/** A client of {@code /streams} says something that can't be meant, or done. */
final class BadMessageException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient StreamId stream;

  /**
   * @param stream the one that it is about; null if it is about none
   * @param sentence what is wrong, for the client
   */
  BadMessageException(StreamId stream, String sentence) {
    super(sentence, null, false, false);
    this.stream = stream;
  }

  BadMessageException(String sentence) {
    this(null, sentence);
  }

  /** The one that it is about; null if it is about none. */
  StreamId stream() {
    return stream;
  }
}
