package dev.sightline.auth;

/** How a camera may be told its user and password; a setting of each source. */
public enum Authentication {
  /** Basic at once, and Digest from then on when the camera asks for it. */
  AUTO,
  /** Basic with every request, and nothing else. */
  BASIC,
  /** Nothing until the camera has asked for Digest; the password itself is never sent. */
  DIGEST
}
