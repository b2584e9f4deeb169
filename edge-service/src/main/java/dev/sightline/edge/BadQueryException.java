package dev.sightline.edge;

/** A viewer's query says something that can't be meant; the message is a sentence for him. */
final class BadQueryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  BadQueryException(String sentence) {
    super(sentence, null, false, false);
  }
}
