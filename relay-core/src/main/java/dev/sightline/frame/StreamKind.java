package dev.sightline.frame;

import java.util.Locale;

/** What a stream is made of. */
public enum StreamKind {
  /** JPEGs, of which only the newest matters. */
  PICTURES,
  /** MPEG-TS: packets, which are of use only in order. */
  TS;

  /** How it is told to programs. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param text as {@link #text} has it
   */
  public static StreamKind of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
