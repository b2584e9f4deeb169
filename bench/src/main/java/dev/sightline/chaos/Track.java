package dev.sightline.chaos;

import dev.sightline.testkit.SeenFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that one viewer has met, over all its connections. Written and read by any thread. */
final class Track {

  /** Far more than the pictures of a row; a row that lasts longer is told so. */
  private static final int MOST_SIGHTS = 50_000;

  private final String name;
  private final String stream;
  private final List<Sight> sights = new ArrayList<>();
  private final List<Incident> incidents = new ArrayList<>();
  private final TreeMap<Long, String> edges = new TreeMap<>();
  private int lastSequence = -1;

  Track(String name, String stream) {
    this.name = name;
    this.stream = stream;
  }

  String name() {
    return name;
  }

  String stream() {
    return stream;
  }

  /** A connection was answered by this edge. */
  synchronized void servedBy(String edge) {
    edges.put(System.currentTimeMillis(), edge);
  }

  synchronized void saw(SeenFrame frame) {
    if (!frame.intact()) {
      met(Incident.Kind.BROKEN, frame.size() + " bytes");
    } else if (frame.stamp().isPresent()) {
      // A whole picture without a stamp is the card that says that there is none.
      if (sights.size() == MOST_SIGHTS) {
        throw new IllegalStateException("a row is too long: " + MOST_SIGHTS + " pictures");
      }
      long age = frame.age().orElseThrow().toMillis();
      boolean repeat = frame.sequence() == lastSequence;
      sights.add(new Sight(frame.arrivedAt().toEpochMilli(), age, repeat));
      lastSequence = frame.sequence();
    }
  }

  synchronized void met(Incident.Kind kind, String why) {
    incidents.add(new Incident(System.currentTimeMillis(), kind, why));
  }

  /** The edge that served it at a moment; empty before the first one. */
  synchronized String edgeAt(long moment) {
    Map.Entry<Long, String> entry = edges.floorEntry(moment);
    return entry == null ? "" : entry.getValue();
  }

  synchronized List<Sight> sights() {
    return List.copyOf(sights);
  }

  synchronized List<Incident> incidents() {
    return List.copyOf(incidents);
  }

  /** When it saw a picture that was new to it last; 0 before the first. */
  synchronized long lastNewAt() {
    for (int i = sights.size() - 1; i >= 0; i--) {
      if (!sights.get(i).repeat()) {
        return sights.get(i).at();
      }
    }
    return 0;
  }
}
