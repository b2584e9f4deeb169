package dev.sightline.ingest;

/** Where a camera may send the ingest instead of answering itself. */
public enum Redirects {

  /** Nowhere: a redirect is a refusal. */
  OFF,

  /** To another path, port or scheme of the same host. */
  SAME_HOST,

  /** To any host; credentials stay with the host that they are for. */
  ANYWHERE
}
