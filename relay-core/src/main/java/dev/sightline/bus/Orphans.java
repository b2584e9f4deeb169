package dev.sightline.bus;

import dev.sightline.frame.StreamId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** The streams that have lost their owner and wait for the next one, each for a limited time. */
final class Orphans {

  /** One whose ingest is gone, or has handed it over, waits for this long. */
  static final long LIFETIME = TimeUnit.MINUTES.toMillis(10);

  /**
   * One that came from another place, whose link its ingest has given up, waits for this long:
   * another ingest has that link in no more than a few seconds, or the place has the stream no
   * more.
   */
  static final long SHORT_LIFETIME = TimeUnit.SECONDS.toMillis(10);

  /**
   * @param missed whether its viewers are to be told that it is gone, when nobody has taken it
   */
  private record Orphan(StreamStatus status, long until, boolean missed) {}

  private final Map<StreamId, Orphan> orphans = new HashMap<>();

  /** Its ingest is gone, so that nobody can tell whether it will be there again. */
  void left(StreamStatus status, long now) {
    orphans.put(
        status.stream(),
        new Orphan(status.orphaned(now, "its ingest is gone"), now + LIFETIME, false));
  }

  /** Another ingest takes it over. */
  void handedOver(StreamStatus status, long now) {
    orphans.put(
        status.stream(),
        new Orphan(status.orphaned(now, "another ingest takes it over"), now + LIFETIME, false));
  }

  /** The link by which it came is given up by its ingest. */
  void unlinked(StreamStatus status, long now) {
    orphans.put(
        status.stream(),
        new Orphan(
            status.orphaned(now, "it doesn't come by any link now"), now + SHORT_LIFETIME, true));
  }

  boolean has(StreamId stream) {
    return orphans.containsKey(stream);
  }

  /** These have owners. */
  void found(Collection<StreamId> streams) {
    orphans.keySet().removeAll(streams);
  }

  void forEach(BiConsumer<StreamId, StreamStatus> each) {
    orphans.forEach((stream, orphan) -> each.accept(stream, orphan.status));
  }

  /** Forgets those whose time is over. */
  Expired expire(long now) {
    List<StreamId> over =
        orphans.values().stream()
            .filter(orphan -> now > orphan.until)
            .map(orphan -> orphan.status.stream())
            .toList();
    List<StreamId> missed = over.stream().filter(stream -> orphans.get(stream).missed).toList();
    over.forEach(orphans::remove);
    return new Expired(!over.isEmpty(), missed);
  }

  /**
   * @param any whether there were any
   * @param missed those of them that are to be told of
   */
  record Expired(boolean any, List<StreamId> missed) {}
}
