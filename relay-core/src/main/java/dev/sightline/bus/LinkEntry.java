package dev.sightline.bus;

import java.util.Comparator;

/**
 * A link of the cluster, and the ingest that tells of it. Each ingest has its own of a site, which
 * is connected to one of them at most.
 *
 * @param ingest the node that has it
 */
public record LinkEntry(LinkStatus status, String ingest) {

  /** By what a link is known in the cluster. */
  record Key(LinkKind kind, String name) implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::kind).thenComparing(Key::name);

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /** First who is connected, then who ever was, then who knows the newest. */
  private static final Comparator<LinkStatus> KNOWLEDGE =
      Comparator.comparing(LinkStatus::connected)
          .thenComparing(status -> status.connects() > 0)
          .thenComparing(LinkStatus::since);

  Key key() {
    return new Key(status.kind(), status.name());
  }

  /** Of two ingests with the same link the one that knows more of it. */
  LinkEntry or(LinkEntry other) {
    return KNOWLEDGE.compare(status, other.status) >= 0 ? this : other;
  }
}
