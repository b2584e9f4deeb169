package dev.sightline.bus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many bytes may be under way from this ingest to one edge, over all streams.
 *
 * <p>The sender of an event-bus reply can't see its own queue, so this counts for it: {@code sent}
 * and {@code acknowledged} are positions in the bytes sent so far, and what lies between them is
 * under way. The width follows the round trip: it grows while the way adds less than {@link
 * #QUEUEING_TARGET} to the shortest round trip seen, and shrinks when it adds more, so that a thin
 * link holds about two frames and an ample one never waits. (The rule is that of delay-based
 * congestion control as in LEDBAT, RFC 6817, with the target for pictures instead of downloads.)
 *
 * <p>Not thread-safe, but for its {@link #figures}: used on the ingest's event loop only.
 */
final class EdgeWindow {

  /** Queueing delay that is accepted in exchange for a full link, nanoseconds. */
  static final long QUEUEING_TARGET = TimeUnit.MILLISECONDS.toNanos(50);

  /** A shortest round trip older than this is measured again. */
  static final long BASE_LIFETIME = TimeUnit.SECONDS.toNanos(15);

  /** The window is never wider, whatever the link could take. */
  static final long MAX_WIDTH = 16L << 20;

  /** Nor are there ever more frames under way: each costs a record here. */
  static final int MAX_FLIGHTS = 1024;

  private static final long UNKNOWN = Long.MAX_VALUE;

  /**
   * @param before what was acknowledged when it left
   */
  private record Flight(long position, long sentAt, long before) {}

  /** How it stood lately; for whoever counts, on any thread. */
  record Figures(long width, long underWay) {}

  private final LongSupplier clock;
  private final Deque<Flight> flights = new ArrayDeque<>();
  private final RecentPeak largestFrame = new RecentPeak(15);
  private final RecentPeak mostUnderWay = new RecentPeak(2);

  private long sent;
  private long acknowledged;
  private long width;
  private long base = UNKNOWN;
  private long baseAt;
  private boolean draining;
  private volatile Figures figures = new Figures(0, 0);

  /**
   * @param position where the edge says it stands, so that a window that was forgotten goes on
   *     where it ended
   */
  EdgeWindow(LongSupplier clock, long position) {
    this.clock = clock;
    this.sent = position;
    this.acknowledged = position;
    this.baseAt = clock.getAsLong();
  }

  /** Position after everything that was sent. */
  long position() {
    return sent;
  }

  /** As they were a second ago at most. */
  Figures figures() {
    return figures;
  }

  long underWay() {
    return sent - acknowledged;
  }

  /** Of those sent lately. */
  long largestFrame() {
    return largestFrame.value();
  }

  long width() {
    return Math.max(width, floor());
  }

  /** Whether a frame may be sent now; one frame always may when nothing is under way. */
  boolean hasRoomFor(int bytes) {
    if (flights.isEmpty()) {
      return true;
    }
    return !draining && flights.size() < MAX_FLIGHTS && bytes <= room();
  }

  /** How many bytes there is room for now, for what can be cut to fit. */
  long room() {
    return Math.max(0, width() - underWay());
  }

  /** Counts a frame as sent and returns the position after it. */
  long send(int bytes) {
    return send(bytes, bytes);
  }

  /**
   * Counts bytes as sent and returns the position after them.
   *
   * @param uncut the least of them that could have been sent at once: the window is never narrower
   *     than two of the largest such pieces, since nothing would pass through it
   */
  long send(int bytes, int uncut) {
    sent += bytes;
    flights.add(new Flight(sent, clock.getAsLong(), acknowledged));
    largestFrame.see(uncut);
    mostUnderWay.see(underWay());
    return sent;
  }

  /** Leaves a byte out, so that the edge knows that something was lost; nothing is under way. */
  void skip() {
    sent++;
  }

  /**
   * Takes the edge's word for how far it has come.
   *
   * @param limited whether something waits for room: only then is a wider window worth having
   */
  void acknowledge(long position, boolean limited) {
    long reached = Math.min(position, sent);
    if (reached <= acknowledged) {
      return;
    }
    long bytes = reached - acknowledged;
    acknowledged = reached;
    Flight last = null;
    while (!flights.isEmpty() && flights.peek().position() <= reached) {
      last = flights.poll();
    }
    if (last != null) {
      adapt(bytes, reached - last.before(), clock.getAsLong() - last.sentAt(), limited);
    }
  }

  /** The first round trip after the base was forgotten only sets it: it says nothing of queues. */
  private void adapt(long bytes, long carried, long roundTrip, boolean limited) {
    boolean known = base != UNKNOWN;
    boolean nearBase = known && roundTrip <= base + base / 8;
    if (roundTrip < base || nearBase) {
      base = Math.min(base, roundTrip);
      baseAt = clock.getAsLong();
    }
    double off = (double) (QUEUEING_TARGET - (roundTrip - base)) / QUEUEING_TARGET;
    long step = Math.round(Math.max(-1, Math.min(1, off)) * bytes);
    if (known && step < 0) {
      width = Math.max(floor(), width() + step);
    } else if (known && limited) {
      width = Math.max(width(), Math.min(width() + step, worthHaving(carried, roundTrip)));
    }
    if (flights.isEmpty() && draining) {
      draining = false;
      base = UNKNOWN;
      baseAt = clock.getAsLong();
    }
  }

  /**
   * A wider window than this would only queue: what the link carries within the base and the
   * accepted queueing, and a quarter or a frame more to find out whether it carries more. Without
   * this limit a base that was taken from a large frame makes all small ones look fast, and edges
   * that share a thin link take each other's queues for distance.
   */
  private long worthHaving(long carried, long roundTrip) {
    double perNano = (double) carried / Math.max(1, roundTrip);
    long useful = Math.round(perNano * (base + QUEUEING_TARGET));
    return Math.min(MAX_WIDTH, useful + Math.max(useful / 4, largestFrame.value()));
  }

  /**
   * Once a second: the width moves towards twice what was really used, so that a link that turns
   * thin is not met with a window from better days; and a shortest round trip that has not been
   * seen again for long is measured anew by letting the flight drain, since the way may have
   * changed.
   */
  void everySecond() {
    long useful = 2 * mostUnderWay.value();
    if (width > useful) {
      width = Math.max(useful, width - width / 4);
    }
    largestFrame.everySecond();
    mostUnderWay.everySecond();
    if (clock.getAsLong() - baseAt > BASE_LIFETIME) {
      draining = !flights.isEmpty();
      if (!draining) {
        base = UNKNOWN;
        baseAt = clock.getAsLong();
      }
    }
    figures = new Figures(width(), underWay());
  }

  private long floor() {
    return 2 * largestFrame.value();
  }
}
