package dev.sightline.bus;

import java.time.Duration;
import java.util.List;

/**
 * Whether an ingest knows its place in the cluster: who else is there, and what they have. It
 * doesn't at its start, since clusters that start side by side merge a little later, nor after a
 * standstill, when the others may have gone on without it. Used on the bus's event loop.
 */
final class Acquaintance {

  /** At the start, somebody who is alone stays so if no other has been found by then. */
  static final Duration ALONE_AT_FIRST = Duration.ofSeconds(4);

  /** After a standstill the cluster was left for sure, and is found again within this time. */
  static final Duration ALONE_AGAIN = Duration.ofSeconds(15);

  /** What was said before a standstill may be heard after it, and old members look like members. */
  static final Duration DAZED = Duration.ofSeconds(3);

  /**
   * Somebody who is in the cluster is heard every second; one who isn't heard is not waited for.
   */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * Until the others have heard that it knows, a younger one may decide for it, and what that has
   * decided may be under way.
   */
  static final Duration TOLD = Duration.ofMillis(500);

  private final FrameTransport transport;
  private final StreamDirectory directory;
  private long since;
  private Duration dazed = Duration.ZERO;
  private Duration alone = ALONE_AT_FIRST;
  private boolean made;
  private long madeAt;

  /**
   * @param now milliseconds since 1970
   */
  Acquaintance(FrameTransport transport, StreamDirectory directory, long now) {
    this.transport = transport;
    this.directory = directory;
    this.since = now;
  }

  /** The node doesn't know any more who is there. */
  void lose(long now) {
    since = now;
    dazed = DAZED;
    alone = ALONE_AGAIN;
    made = false;
  }

  /** Whether it knows; once it does, it goes on doing so. */
  boolean isMade(long now) {
    if (!made && (!transport.isClustered() || isMadeNow(now))) {
      made = true;
      madeAt = now;
    }
    return made;
  }

  /** Whether the others know that it knows, so that it may decide for all. */
  boolean isTold(long now) {
    return isMade(now) && (!transport.isClustered() || now - madeAt >= TOLD.toMillis());
  }

  private boolean isMadeNow(long now) {
    long passed = now - since;
    List<String> members = transport.nodes();
    if (members.size() <= 1) {
      return passed > alone.toMillis();
    }
    long heardSince = since + dazed.toMillis() - 1000;
    boolean allHeard = members.stream().allMatch(node -> directory.heardAt(node) > heardSince);
    return passed > dazed.toMillis() && (allHeard || passed > dazed.plus(PATIENCE).toMillis());
  }
}
