package dev.sightline.ingest;

/** How an ingest may prove to a camera who it is. */
public enum Authentication {

  /** Basic at once; Digest as soon as the camera asks for it. */
  AUTO,

  /** Basic only, at once. */
  BASIC,

  /** Digest only, so that the password never crosses the network. */
  DIGEST
}
