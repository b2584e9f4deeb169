package dev.sightline.bus;

import dev.sightline.metrics.RelayMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a node that is in the cluster and isn't heard, though every node announces itself once a
 * second: then what lies between the two is broken, since who is gone or frozen leaves the cluster
 * soon. Such a silence is told, counted, and ended as far as this side can, again and again until
 * the node is heard or gone.
 *
 * <p>Time in which this node itself stood still doesn't count as another's silence. Called on the
 * bus's event loop; the counts may be read by any thread.
 */
final class Watchdog {

  /**
   * A node that was heard before is given this long; the next attempt to heal comes after it. TCP
   * itself gives up what isn't acknowledged sooner, and a connection that only loses much is better
   * off without being made anew.
   */
  static final Duration SILENCE = Duration.ofSeconds(6);

  /** One that has just joined may still be busy with its start. */
  static final Duration FIRST_WORD = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private static final class Member {
    private long deadline;
    private boolean silent;
  }

  private final FrameTransport transport;
  private final LongSupplier clock;
  private final Map<String, Member> members = new HashMap<>();
  private final AtomicLong fallenSilent = new AtomicLong();
  private final AtomicLong heardAgain = new AtomicLong();
  private long lookedAt;
  private long awake;

  /**
   * @param clock monotonic nanoseconds
   */
  Watchdog(FrameTransport transport, LongSupplier clock) {
    this.transport = transport;
    this.clock = clock;
    this.lookedAt = clock.getAsLong();
  }

  void countIn(RelayMetrics metrics) {
    metrics.bus().silences(fallenSilent, heardAgain);
  }

  void heard(String node) {
    Member member = members.get(node);
    if (member != null) {
      member.deadline = awake + SILENCE.toNanos();
      if (member.silent) {
        member.silent = false;
        heardAgain.incrementAndGet();
        LOG.info("node {} is heard again", transport.addressOf(node));
      }
    }
  }

  void everySecond(Collection<String> nodes) {
    long now = clock.getAsLong();
    awake += Math.min(now - lookedAt, RelayBus.ANNOUNCE_EVERY.toNanos());
    lookedAt = now;
    members.keySet().retainAll(nodes);
    for (String node : nodes) {
      check(node, members.computeIfAbsent(node, joined -> newMember()));
    }
  }

  private Member newMember() {
    Member member = new Member();
    member.deadline = awake + FIRST_WORD.toNanos();
    return member;
  }

  private void check(String node, Member member) {
    if (awake > member.deadline) {
      member.deadline = awake + SILENCE.toNanos();
      if (!member.silent) {
        member.silent = true;
        fallenSilent.incrementAndGet();
        LOG.warn(
            "node {} is in the cluster but isn't heard; connecting to it anew",
            transport.addressOf(node));
      }
      transport.reconnect(node);
    }
  }
}
