package dev.sightline.access;

/** Carries a {@link Denial} to who answers it. */
public final class DeniedException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Denial denial;

  DeniedException(Denial denial) {
    super(denial.sentence(), null, false, false);
    this.denial = denial;
  }

  public Denial denial() {
    return denial;
  }
}
