package dev.sightline.access;

import java.util.Locale;

/** By what somebody is known. */
public enum Means {
  /** By nothing. */
  NONE,
  /** A name and its password. */
  PASSWORD,
  /** A token that somebody else has issued. */
  TOKEN,
  /** A link that this product has signed. */
  LINK,
  /** The word of another service. */
  FORWARD;

  /** Whether a browser sends it along by itself, whichever site's page makes the request. */
  public boolean isAmbient() {
    return this == PASSWORD || this == FORWARD;
  }

  /** Its name in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
