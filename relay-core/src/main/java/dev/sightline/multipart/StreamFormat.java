package dev.sightline.multipart;

/** How the pictures lie in the body of a camera's response. */
public enum StreamFormat {
  /** Nothing has come yet that tells. */
  UNDECIDED,
  /** Parts with a header each, between delimiters. */
  MULTIPART,
  /** One picture after another, with nothing or noise between them. */
  JPEGS,
  /** Slices of pictures behind binary headers of 48 bytes that begin with {@code MJPG}. */
  MJPG_BLOCKS
}
