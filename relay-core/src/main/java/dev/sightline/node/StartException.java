package dev.sightline.node;

/** A node can't start, for a reason that one sentence tells the user. */
public final class StartException extends Exception {

  private static final long serialVersionUID = 1L;

  public StartException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
