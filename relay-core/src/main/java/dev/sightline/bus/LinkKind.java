package dev.sightline.bus;

import java.util.Locale;

/** What a link leads to. */
public enum LinkKind {
  /** A place with cameras, which has dialled this cluster. */
  SITE,
  /** Another cluster, which this one dials. */
  UPSTREAM;

  /** For programs, and as a label. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static LinkKind of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
