package dev.sightline.node;

import java.util.Locale;

/** What a node does. */
public enum Role {
  /** Ingest and edge in one process, without a cluster. */
  STANDALONE,
  /** Pulls cameras. */
  INGEST,
  /** Serves viewers. */
  EDGE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
