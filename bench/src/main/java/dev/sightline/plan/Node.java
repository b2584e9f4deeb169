package dev.sightline.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A process: an event loop for the bus, loops for viewers, and an interface. An ingest is one that
 * reads a camera and has no viewers; an edge passes pictures on to others as an ingest does.
 */
final class Node {

  private final Costs costs;
  private final Loop bus;
  private final List<Loop> loops;
  private final Link link;
  private final Map<Integer, List<Line>> takers = new HashMap<>();
  private final Map<Integer, List<Audience>> audiences = new HashMap<>();
  private final Map<Integer, Picture> newest = new HashMap<>();
  private boolean dead;

  Node(Costs costs, Machine machine, int loops, Link link) {
    this.costs = costs;
    this.bus = machine.loop();
    this.loops = IntStream.range(0, loops).mapToObj(i -> machine.loop()).toList();
    this.link = link;
  }

  Costs costs() {
    return costs;
  }

  Loop bus() {
    return bus;
  }

  List<Loop> loops() {
    return loops;
  }

  Link link() {
    return link;
  }

  boolean isDead() {
    return dead;
  }

  void read(Picture picture) {
    bus.run(costs.read().nanos(picture.bytes()), () -> take(picture.afterHop()));
  }

  /** From a camera or from another node; one that is no newer than the newest is left out. */
  void take(Picture picture) {
    if (picture.isNewerThan(newest.get(picture.stream()))) {
      newest.put(picture.stream(), picture);
      List.copyOf(takers(picture.stream())).forEach(line -> line.offer(picture));
      List.copyOf(audiences(picture.stream())).forEach(audience -> audience.offer(picture));
    }
  }

  /** The taker says what it has already. */
  void give(int stream, Line line) {
    takers(stream).add(line);
    Picture picture = newest.get(stream);
    if (picture != null && picture.isNewerThan(line.to().newest.get(stream))) {
      line.offer(picture);
    }
  }

  void stopGiving(int stream, Predicate<Node> to) {
    takers(stream).removeIf(line -> to.test(line.to()));
  }

  void attach(Audience audience) {
    audiences(audience.stream()).add(audience);
    if (newest.containsKey(audience.stream())) {
      audience.offer(newest.get(audience.stream()));
    }
  }

  void detach(Audience audience) {
    audiences(audience.stream()).remove(audience);
  }

  private List<Line> takers(int stream) {
    return takers.computeIfAbsent(stream, key -> new ArrayList<>());
  }

  private List<Audience> audiences(int stream) {
    return audiences.computeIfAbsent(stream, key -> new ArrayList<>());
  }

  /** As by SIGKILL. */
  void kill() {
    dead = true;
    bus.stop();
    loops.forEach(Loop::stop);
    link.cut();
  }
}
