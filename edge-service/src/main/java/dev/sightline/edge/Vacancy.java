package dev.sightline.edge;

import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Whether an edge has room for further viewers: a full one is not ready, so that a balancer sends
 * them to others. After that it has room only when a twentieth of its places is free, so that it
 * isn't ready and unready by turns. Thread-safe.
 */
final class Vacancy implements BooleanSupplier {

  private static final int SHARE = 20;

  private final int places;
  private final IntSupplier taken;
  private boolean full;

  /**
   * @param places how many viewers there may be
   * @param taken how many there are
   */
  Vacancy(int places, IntSupplier taken) {
    this.places = places;
    this.taken = taken;
  }

  @Override
  public synchronized boolean getAsBoolean() {
    int limit = full ? places - places / SHARE : places;
    full = taken.getAsInt() >= limit;
    return !full;
  }
}
