package dev.sightline.plan;

import java.util.function.LongConsumer;

/**
 * A network interface, or a wire between two places: bytes leave one after the other, in the order
 * in which they came, and arrive a while later. Real interfaces take turns between connections,
 * which is kinder to those with little to send; here a copy for another edge waits for all viewers
 * whose pictures were written before.
 */
final class Link {

  /** Bytes on the wire of Ethernet, IP and TCP for each that they carry, at 1,500 a packet. */
  private static final double OVERHEAD = 1538.0 / 1448;

  private final Simulation simulation;
  private final double bitsPerSecond;
  private final long delay;
  private long freeAt;
  private long bytes;
  private boolean cut;
  private int cuts;

  Link(Simulation simulation, double bitsPerSecond, long delay) {
    this.simulation = simulation;
    this.bitsPerSecond = bitsPerSecond;
    this.delay = delay;
  }

  static double onTheWire(double payload) {
    return payload * OVERHEAD;
  }

  /**
   * Of what is under way when the link is cut, or sent while it is, nobody hears again.
   *
   * @param left runs when the last byte has left, and is told when the first one did
   */
  void send(long payload, LongConsumer left) {
    if (!cut) {
      long begin = occupy(payload);
      int now = cuts;
      simulation.at(freeAt, () -> ifWhole(now, () -> left.accept(begin)));
    }
  }

  /** The same, for the other end: it runs when the last byte has come there. */
  void carry(long payload, Runnable arrived) {
    if (!cut) {
      occupy(payload);
      int now = cuts;
      simulation.at(freeAt + delay, () -> ifWhole(now, arrived));
    }
  }

  private long occupy(long payload) {
    long begin = Math.max(simulation.now(), freeAt);
    freeAt = begin + nanos(payload);
    bytes += payload;
    return begin;
  }

  private void ifWhole(int cutsThen, Runnable action) {
    if (cuts == cutsThen) {
      action.run();
    }
  }

  long nanos(long payload) {
    return Math.round(onTheWire(payload) * 8 * Simulation.SECOND / bitsPerSecond);
  }

  long delay() {
    return delay;
  }

  double bitsPerSecond() {
    return bitsPerSecond;
  }

  /** Payload that has been sent. */
  long bytes() {
    return bytes;
  }

  void cut() {
    cut = true;
    cuts++;
  }

  void heal() {
    cut = false;
    freeAt = simulation.now();
  }
}
