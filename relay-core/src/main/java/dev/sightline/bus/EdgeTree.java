package dev.sightline.bus;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Which edge gets a stream from which, as its owner decides: as many as the degree from the owner
 * itself, the others from edges before them. Who comes gets the highest place that is free. Decides
 * only, and sends nothing; all times are monotonic nanoseconds.
 *
 * <p>Nobody is ever told to ask one who may get its frames from him, by any way: not only by the
 * places as they are now, but also by those that somebody may not have heard yet that he has left.
 * So there is no loop, whatever is late or lost. An edge tells by its next ask where it stands.
 *
 * <p>Where there is no free place, for want of edges that serve others or of depth, an edge gets
 * the stream from the owner itself beyond the degree. Who is silent for {@link #SILENCE} is
 * forgotten, with who went on behind him told to go elsewhere at his next word.
 */
final class EdgeTree {

  /** So many times a frame passes from node to node at most. */
  static final int MOST_DEPTH = 4;

  /** An edge that has said nothing for so long has no place any more. */
  static final long SILENCE = TimeUnit.SECONDS.toNanos(30);

  /** One who complained of another isn't sent back to him for so long. */
  static final long RESENTMENT = TimeUnit.SECONDS.toNanos(30);

  /** Complaints of one edge that are remembered; who has more gets the stream from the owner. */
  static final int MOST_COMPLAINTS = 16;

  /** How often an edge that is beyond the degree is tried elsewhere. */
  static final long TRY_AGAIN = TimeUnit.SECONDS.toNanos(10);

  private static final class Edge {
    private final String name;
    private final Set<String> left = new HashSet<>();
    private final Map<String, Long> resented = new HashMap<>();
    private String parent;
    private boolean serves;
    private long heardAt;
    private long triedAt;

    /** Somebody couldn't get anything from it, and it has not been heard since. */
    private boolean suspect;

    private Edge(String name) {
      this.name = name;
    }

    private void forgive(long now) {
      resented.values().removeIf(until -> now - until > 0);
    }
  }

  private final int degree;
  private final Runnable onBeyond;
  private final Map<String, Edge> edges = new HashMap<>();

  /** How many each gives the stream to; null stands for the owner. */
  private final Map<String, Integer> children = new HashMap<>();

  /**
   * @param degree to how many a node gives the stream; 0 if the owner gives it to all, of whom
   *     nobody is remembered then
   * @param onBeyond called for each edge that gets a place beyond it
   */
  EdgeTree(int degree, Runnable onBeyond) {
    this.degree = degree;
    this.onBeyond = onBeyond;
  }

  /**
   * An edge asks the owner for the stream.
   *
   * @param serves whether it gives the stream to others if they ask
   * @param complaint by whom it wasn't served; null if it doesn't complain
   * @return from where it is to get the stream; always the same until something has changed
   */
  Place asks(String name, boolean serves, String complaint, long now) {
    if (degree == 0) {
      return Place.FIRST;
    }
    Edge edge = edges.get(name);
    boolean isNew = edge == null;
    if (isNew) {
      edge = join(name);
    }
    hear(edge, serves, now);
    if (isNew) {
      settle(edge, now);
    } else if (edge.parent == null) {
      edge.left.clear();
      moveFromBeyond(edge, now);
    } else if (edge.parent.equals(complaint)) {
      complain(edge, complaint, now);
      move(edge, null);
      edge.left.clear();
      settle(edge, now);
    } else if (!isServed(edge)) {
      settle(edge, now);
    }
    return placeOf(edge);
  }

  /**
   * An edge says that it asks {@code parent}, as it was told, and may be told something else.
   *
   * @param parent null for the owner, of whom nobody has to say so
   * @return as {@link #asks}
   */
  Place standsAt(String name, boolean serves, String parent, long now) {
    if (degree == 0 || parent == null) {
      return asks(name, serves, null, now);
    }
    Edge edge = edges.get(name);
    if (edge == null) {
      edge = join(name);
      edge.left.add(parent);
      hear(edge, serves, now);
      settle(edge, now);
      return placeOf(edge);
    }
    hear(edge, serves, now);
    if (parent.equals(edge.parent)) {
      edge.left.clear();
    }
    if (edge.parent != null) {
      improve(edge, now);
    }
    return placeOf(edge);
  }

  /** An edge wants the stream no more, or is gone. */
  void leave(String name) {
    Edge gone = edges.remove(name);
    if (gone != null) {
      count(gone.parent, -1);
    }
  }

  /** Forgets who fell silent. */
  void everySecond(long now) {
    List<String> silent =
        edges.values().stream()
            .filter(edge -> now - edge.heardAt > SILENCE)
            .map(edge -> edge.name)
            .toList();
    silent.forEach(this::leave);
  }

  /** How many get the stream from the owner itself. */
  int first() {
    return childrenOf(null);
  }

  /** How many there are. */
  int size() {
    return edges.size();
  }

  private Edge join(String name) {
    Edge edge = new Edge(name);
    edges.put(name, edge);
    count(null, 1);
    return edge;
  }

  private void count(String parent, int change) {
    children.merge(parent, change, (known, more) -> known + more == 0 ? null : known + more);
  }

  private static void hear(Edge edge, boolean serves, long now) {
    edge.serves = serves;
    edge.heardAt = now;
    edge.suspect = false;
  }

  private void complain(Edge edge, String parent, long now) {
    if (edge.resented.size() < MOST_COMPLAINTS) {
      edge.resented.put(parent, now + RESENTMENT);
    }
    Edge suspected = edges.get(parent);
    if (suspected != null) {
      suspected.suspect = true;
    }
  }

  /** Gives the highest free place to one who has none; only as a last resort beyond the degree. */
  private void settle(Edge edge, long now) {
    edge.triedAt = now;
    if (hasRoomAtFirst(edge)) {
      move(edge, null);
      return;
    }
    Optional<Edge> parent = bestParent(edge, MOST_DEPTH, now);
    if (parent.isEmpty()) {
      onBeyond.run();
    }
    move(edge, parent.map(found -> found.name).orElse(null));
  }

  private void move(Edge edge, String parent) {
    if (edge.parent != null && !edge.parent.equals(parent)) {
      edge.left.add(edge.parent);
    }
    count(edge.parent, -1);
    count(parent, 1);
    edge.parent = parent;
  }

  /** Who has others behind him goes later, since they all get deeper by that. */
  private void moveFromBeyond(Edge edge, long now) {
    long wait = childrenOf(edge.name) == 0 ? TRY_AGAIN : 2 * TRY_AGAIN;
    if (first() > degree && now - edge.triedAt >= wait) {
      edge.triedAt = now;
      bestParent(edge, MOST_DEPTH, now).ifPresent(parent -> move(edge, parent.name));
    }
  }

  /** One who has a place keeps it, unless it is none any more or a higher one is free. */
  private void improve(Edge edge, long now) {
    if (!isServed(edge)) {
      settle(edge, now);
    } else if (hasRoomAtFirst(edge)) {
      move(edge, null);
    } else if (depthOf(edge) > 2) {
      bestParent(edge, depthOf(edge) - 1, now).ifPresent(better -> move(edge, better.name));
    }
  }

  /** Whether its place is one still. */
  private boolean isServed(Edge edge) {
    Edge parent = edges.get(edge.parent);
    return parent != null && parent.serves && depthOf(edge) > 0;
  }

  private boolean hasRoomAtFirst(Edge edge) {
    int others = first() - (edge.parent == null ? 1 : 0);
    return others < degree;
  }

  /**
   * @param mostDepth of the place behind that parent
   */
  private Optional<Edge> bestParent(Edge edge, int mostDepth, long now) {
    edge.forgive(now);
    if (edge.resented.size() == MOST_COMPLAINTS) {
      return Optional.empty();
    }
    int below = heightOf(edge.name, MOST_DEPTH);
    return edges.values().stream()
        .filter(other -> other.serves && !other.suspect && !edge.resented.containsKey(other.name))
        .filter(other -> childrenOf(other.name) < degree)
        .filter(other -> depthOf(other) > 0 && depthOf(other) < mostDepth)
        .filter(other -> depthOf(other) + 1 + below <= MOST_DEPTH)
        .filter(other -> !mayGetItFrom(other.name, edge.name))
        .min(
            Comparator.<Edge>comparingInt(this::depthOf)
                .thenComparingInt(other -> childrenOf(other.name))
                .thenComparing(other -> other.name));
  }

  private int childrenOf(String parent) {
    return children.getOrDefault(parent, 0);
  }

  private Place placeOf(Edge edge) {
    return edge.parent == null ? Place.FIRST : new Place(edge.parent, depthOf(edge));
  }

  /** 1 at the owner itself; 0 where the way to it is broken. */
  private int depthOf(Edge edge) {
    int depth = 1;
    Edge at = edge;
    while (at != null && at.parent != null) {
      at = edges.get(at.parent);
      depth++;
    }
    return at == null ? 0 : depth;
  }

  /** How many are behind an edge, one after the other, at most; it need not be known itself. */
  private int heightOf(String name, int most) {
    int height = 0;
    for (Edge edge : edges.values()) {
      if (name.equals(edge.parent) && most > 0) {
        height = Math.max(height, 1 + heightOf(edge.name, most - 1));
      }
    }
    return height;
  }

  /** Whether frames may come to one edge through the other, be it by a way that is being left. */
  private boolean mayGetItFrom(String name, String other) {
    Set<String> seen = new HashSet<>();
    return mayGetItFrom(name, other, seen);
  }

  private boolean mayGetItFrom(String name, String other, Set<String> seen) {
    if (name.equals(other)) {
      return true;
    }
    Edge edge = edges.get(name);
    if (edge == null || !seen.add(name)) {
      return false;
    }
    return (edge.parent != null && mayGetItFrom(edge.parent, other, seen))
        || edge.left.stream().anyMatch(parent -> mayGetItFrom(parent, other, seen));
  }
}
