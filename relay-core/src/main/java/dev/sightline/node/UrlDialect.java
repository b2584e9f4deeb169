package dev.sightline.node;

/** Whose words the URLs of an edge are. */
public enum UrlDialect {
  /** The product's own, and those that many programs share. */
  OWN,
  /** The product's own, but {@code /} leads to the page of the default stream. */
  ONE_STREAM,
  /** What they mean to mjpeg-relay. */
  MJPEG_RELAY,
  /** Every URL is the stream, as pymjpeg has it. */
  PYMJPEG
}
