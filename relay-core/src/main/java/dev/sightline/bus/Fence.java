package dev.sightline.bus;

import java.time.Duration;

/**
 * Keeps an ingest that stood still from serving: others may have taken its cameras over meanwhile,
 * as they do when the cluster has missed its heartbeat for five seconds. Used on the bus's event
 * loop.
 */
public final class Fence {

  /** Shorter than the cluster's patience, so that it is down before another has taken over. */
  static final Duration STANDSTILL = Duration.ofSeconds(4);

  private final Standstills standstills;
  private int known;

  Fence(Standstills standstills) {
    this.standstills = standstills;
  }

  /** Whether what this ingest owns may still be its own; once false it stays so until mended. */
  public boolean holds() {
    return standstills.count() == known;
  }

  /** The ingest owns nothing any more. */
  void mend() {
    known = standstills.count();
  }
}
