package dev.sightline.node;

import java.util.Locale;

/** What a node does. */
public enum Role {
  /** Ingest and edge in one process, without a cluster. */
  STANDALONE,
  /** Pulls cameras. */
  INGEST,
  /** Serves viewers. */
  EDGE,
  /** Pulls cameras for a cluster that it dials, and listens nowhere. */
  SITE;

  /** Whether it is a member of a cluster. */
  boolean isClustered() {
    return this == INGEST || this == EDGE;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
