package dev.sightline.bus;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A subscription's time with an edge that it was told to ask instead of the owner: when it is to
 * tell the owner where it stands, and whether that edge still serves.
 *
 * <p>An edge that gives nothing for {@link #PATIENCE} although the owner has had more meanwhile is
 * no good, unless it is busy giving this node other streams, as over a thin link.
 */
final class Detour {

  /** Turns of the link's metronome while there is a detour: {@link IngestLink#PROBE_FAST}. */
  private static final Duration TURN = IngestLink.PROBE_FAST;

  /** The owner forgets those that it doesn't hear of for three times as long. */
  static final Duration TELL_EVERY = Duration.ofSeconds(10);

  /** Soon at first: until then the owner doesn't know that it was heard. */
  static final Duration TELL_FIRST = Duration.ofSeconds(1);

  /** When what was told got no answer. */
  static final Duration TELL_AGAIN = Duration.ofSeconds(2);

  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** The owner tells once a second how much it has, and one time may be of what came before. */
  private static final int TOLD_OFTEN = 2;

  private final IngestLink link;
  private final LongSupplier bytesToldOf;
  private Place place;
  private long bytesTold;
  private int toldMore;
  private long seenThrough;
  private int idleTurns;
  private long turnsToTell = turns(TELL_FIRST);

  /**
   * @param link to the edge
   * @param bytesToldOf how much of the stream the owner says to have
   */
  Detour(Place place, IngestLink link, LongSupplier bytesToldOf) {
    this.place = place;
    this.link = link;
    this.bytesToldOf = bytesToldOf;
    seen();
  }

  Place place() {
    return place;
  }

  /** Still the same edge, which may stand elsewhere itself. */
  void place(Place next) {
    place = next;
  }

  /** Something of the stream has come. */
  void seen() {
    idleTurns = 0;
    toldMore = 0;
    bytesTold = bytesToldOf.getAsLong();
    seenThrough = link.acknowledged();
  }

  /** Whether the owner is to be told now. To be called once each turn. */
  boolean isToTell() {
    turnsToTell--;
    return turnsToTell == 0;
  }

  /** The owner has been told, and has answered or not. */
  void told(boolean answered) {
    turnsToTell = turns(answered ? TELL_EVERY : TELL_AGAIN);
  }

  /** Whether the edge gives nothing though there is something. To be called once each turn. */
  boolean isStarved() {
    if (link.acknowledged() != seenThrough) {
      seen();
      return false;
    }
    idleTurns++;
    long now = bytesToldOf.getAsLong();
    if (now > bytesTold) {
      bytesTold = now;
      toldMore++;
    }
    return idleTurns >= turns(PATIENCE) && toldMore >= TOLD_OFTEN;
  }

  private static long turns(Duration time) {
    return time.toMillis() / TURN.toMillis();
  }
}
