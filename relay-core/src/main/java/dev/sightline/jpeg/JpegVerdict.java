package dev.sightline.jpeg;

/** What the bytes that a camera sent as a picture turn out to be, by both of their ends. */
public enum JpegVerdict {
  /** It begins and ends as a JPEG does. */
  WHOLE,
  /** There is no byte. */
  EMPTY,
  /** It doesn't begin as a JPEG does. */
  NOT_A_JPEG,
  /** It begins as a JPEG does, but its end is missing. */
  TRUNCATED
}
