package dev.sightline.chaos;

import dev.sightline.testkit.SeenFrame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that one viewer has met, over all its connections. Written and read by any thread. */
public final class Track {

  /** Far more than the pictures of a row; of a longer watch the beginning is forgotten. */
  private static final int MOST_SIGHTS = 50_000;

  private static final int MOST_INCIDENTS = 10_000;

  private final String name;
  private final String stream;
  private final long begun = System.currentTimeMillis();
  private final Deque<Sight> sights = new ArrayDeque<>();
  private final Deque<Incident> incidents = new ArrayDeque<>();

  private final TreeMap<Long, String> edges = new TreeMap<>();
  private int lastSequence = -1;
  private long lastNewAt;

  public Track(String name, String stream) {
    this.name = name;
    this.stream = stream;
  }

  public String name() {
    return name;
  }

  public String stream() {
    return stream;
  }

  /** When it began to watch. */
  long begun() {
    return begun;
  }

  /** A connection was answered by this edge. */
  synchronized void servedBy(String edge) {
    edges.put(System.currentTimeMillis(), edge);
  }

  public synchronized void saw(SeenFrame frame) {
    if (!frame.intact()) {
      met(Incident.Kind.BROKEN, frame.size() + " bytes");
    } else if (frame.stamp().isPresent()) {
      // A whole picture without a stamp is the card that says that there is none.
      long age = frame.age().orElseThrow().toMillis();
      boolean repeat = frame.sequence() == lastSequence;
      sights.add(new Sight(frame.arrivedAt().toEpochMilli(), frame.sequence(), age, repeat));
      if (sights.size() > MOST_SIGHTS) {
        sights.remove();
      }
      lastSequence = frame.sequence();
      lastNewAt = repeat ? lastNewAt : frame.arrivedAt().toEpochMilli();
    }
  }

  synchronized void met(Incident.Kind kind, String why) {
    incidents.add(new Incident(System.currentTimeMillis(), kind, why));
    if (incidents.size() > MOST_INCIDENTS) {
      incidents.remove();
    }
  }

  /** The edge that served it at a moment; empty before the first one. */
  synchronized String edgeAt(long moment) {
    Map.Entry<Long, String> entry = edges.floorEntry(moment);
    return entry == null ? "" : entry.getValue();
  }

  public synchronized List<Sight> sights() {
    return List.copyOf(sights);
  }

  public synchronized List<Incident> incidents() {
    return List.copyOf(incidents);
  }

  /** When it saw a picture that was new to it last; 0 before the first. */
  public synchronized long lastNewAt() {
    return lastNewAt;
  }
}
