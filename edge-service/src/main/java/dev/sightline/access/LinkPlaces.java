package dev.sightline.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many use each link of this edge at a time that counts its viewers. Any thread. */
final class LinkPlaces {

  /** There is an entry for each link that somebody uses, so viewers bound them. */
  private final Map<String, Integer> taken = new ConcurrentHashMap<>();

  boolean hasRoom(Link link) {
    return link.viewers() == 0 || taken.getOrDefault(link.id(), 0) < link.viewers();
  }

  /** Takes a place; false if the link has no further one. */
  boolean enter(Link link) {
    if (link.viewers() == 0) {
      return true;
    }
    int now = taken.merge(link.id(), 1, Integer::sum);
    if (now > link.viewers()) {
      leave(link);
      return false;
    }
    return true;
  }

  void leave(Link link) {
    if (link.viewers() > 0) {
      taken.computeIfPresent(link.id(), (id, count) -> count == 1 ? null : count - 1);
    }
  }
}
