package dev.sightline.plan;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection from a node to the next one, of all streams that this takes from it. Under way is a
 * window: two frames, or what the path carries in a round trip. A stream that finds no room is
 * marked, and has its turn with the picture that is its newest then.
 */
final class Line {

  static final long MOST = 16 << 20;

  private final Simulation simulation;
  private final Node from;
  private final Node to;
  private final List<Link> path;
  private final Costs costs;
  private final long window;
  private final Map<Integer, Picture> marked = new LinkedHashMap<>();
  private long underWay;
  private long sent;
  private boolean closed;

  /**
   * @param path from the sender's interface to the receiver
   */
  Line(Simulation simulation, Node from, Node to, List<Link> path, Costs costs, int frame) {
    this(simulation, from, to, path, costs, window(path, frame), frame);
  }

  Line(
      Simulation simulation,
      Node from,
      Node to,
      List<Link> path,
      Costs costs,
      long window,
      int frame) {
    this.simulation = simulation;
    this.from = from;
    this.to = to;
    this.path = path;
    this.costs = costs;
    this.window = Math.max(window, 2L * frame);
  }

  private static long window(List<Link> path, int frame) {
    double narrowest = path.stream().mapToDouble(Link::bitsPerSecond).min().orElseThrow();
    double roundTrip = 2.0 * delay(path) / Simulation.SECOND;
    return Math.min(MOST, Math.max(2L * frame, Math.round(narrowest / 8 * roundTrip)));
  }

  private static long delay(List<Link> path) {
    return path.stream().mapToLong(Link::delay).sum();
  }

  Node to() {
    return to;
  }

  /** Copies that have been sent. */
  long sent() {
    return sent;
  }

  void close() {
    closed = true;
    marked.clear();
  }

  void offer(Picture picture) {
    if (!closed) {
      marked.put(picture.stream(), picture); // keeps its turn
      pump();
    }
  }

  private void pump() {
    Iterator<Picture> turns = marked.values().iterator();
    while (turns.hasNext()) {
      Picture picture = turns.next();
      if (underWay > 0 && underWay + picture.bytes() > window) {
        return;
      }
      turns.remove();
      send(picture);
    }
  }

  private void send(Picture picture) {
    underWay += picture.bytes();
    sent++;
    from.bus().run(costs.send().nanos(picture.bytes()), () -> leave(picture, 0));
  }

  private void leave(Picture picture, int hop) {
    Runnable next = hop + 1 < path.size() ? () -> leave(picture, hop + 1) : () -> arrive(picture);
    path.get(hop).carry(picture.bytes(), next);
  }

  private void arrive(Picture picture) {
    if (closed) {
      return;
    }
    to.bus()
        .run(
            costs.receive().nanos(picture.bytes()),
            () -> {
              simulation.after(delay(path), () -> acknowledged(picture.bytes()));
              to.take(picture.afterHop());
            });
  }

  private void acknowledged(int bytes) {
    underWay -= bytes;
    pump();
  }
}
