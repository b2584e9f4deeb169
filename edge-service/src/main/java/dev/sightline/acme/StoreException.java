package dev.sightline.acme;

/** The store can't be read or written; the message is a sentence for the user without a secret. */
final class StoreException extends Exception {

  private static final long serialVersionUID = 1;

  StoreException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
