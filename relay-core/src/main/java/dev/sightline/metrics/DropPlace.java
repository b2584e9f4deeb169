package dev.sightline.metrics;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a frame, or bytes of an ordered stream, may be left out on purpose. */
public enum DropPlace {
  /** At the ingest: the edge had no ask waiting or no room in its window, or was late. */
  BUS,
  /** At the edge: an event loop had not taken the frame before. */
  LOOP,
  /** At the edge: the viewer had not taken the frame before. */
  VIEWER,
  /** At the edge: the viewer asked for fewer frames a second. */
  RATE,
  /** At the edge: there was no memory left for the frame. */
  MEMORY,
  /**
   * At the edge: it was asked for before this process stood still, or is of an earlier owner of the
   * stream.
   */
  OUTDATED;

  /** Those that are counted by an edge. */
  public static final Set<DropPlace> AT_EDGES =
      Collections.unmodifiableSet(EnumSet.of(LOOP, VIEWER, RATE, MEMORY, OUTDATED));

  /** Those where an edge counts packets of MPEG-TS. */
  public static final Set<DropPlace> OF_PACKETS =
      Collections.unmodifiableSet(EnumSet.of(VIEWER, MEMORY));

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
