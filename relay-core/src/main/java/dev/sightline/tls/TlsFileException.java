package dev.sightline.tls;

/** A file with certificates or a key that can't be used; the message is a sentence for the user. */
public final class TlsFileException extends Exception {

  private static final long serialVersionUID = 1L;

  TlsFileException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
