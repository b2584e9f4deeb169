package dev.sightline.testkit;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a fake camera has seen and done. Written by its event loop, read by any thread. */
final class CameraLog {

  private static final int KEPT_REQUESTS = 1_000;
  private static final int KEPT_FRAMES = 10_000;
  private static final int KEPT_VISITS = 1_000;

  private final Deque<CameraRequest> requests = new ArrayDeque<>();
  private final Map<Integer, Instant> sentFrames = new LinkedHashMap<>();
  private final Map<Long, CameraVisit> visits = new LinkedHashMap<>();
  private int connections;
  private int mostConnections;
  private long connectionsEver;
  private long skippedFrames;
  private int lastSequence = -1;

  /** Notes a new connection, and tells its number for {@link #disconnected}. */
  synchronized long connected(String from) {
    connections++;
    connectionsEver++;
    mostConnections = Math.max(mostConnections, 1);
    visits.put(connectionsEver, new CameraVisit(from, Instant.now(), Optional.empty()));
    if (visits.size() > KEPT_VISITS) {
      visits.remove(visits.keySet().iterator().next());
    }
    return connectionsEver;
  }

  /** By now the end of a connection before the latest one would have been noticed. */
  synchronized void settled() {
    mostConnections = Math.max(mostConnections, connections);
  }

  synchronized void disconnected(long number) {
    connections--;
    visits.computeIfPresent(number, (same, visit) -> visit.endedAt(Instant.now()));
  }

  synchronized void requested(CameraRequest request) {
    requests.add(request);
    if (requests.size() > KEPT_REQUESTS) {
      requests.remove();
    }
  }

  synchronized void sent(int sequence, Instant when) {
    lastSequence = sequence;
    sentFrames.put(sequence, when);
    if (sentFrames.size() > KEPT_FRAMES) {
      sentFrames.remove(sentFrames.keySet().iterator().next());
    }
  }

  synchronized void skipped() {
    skippedFrames++;
  }

  synchronized int connections() {
    return connections;
  }

  synchronized int mostConnections() {
    return mostConnections;
  }

  synchronized long connectionsEver() {
    return connectionsEver;
  }

  synchronized List<CameraVisit> visits() {
    return List.copyOf(visits.values());
  }

  synchronized List<CameraRequest> requests() {
    return List.copyOf(requests);
  }

  synchronized Optional<Instant> sentAt(int sequence) {
    return Optional.ofNullable(sentFrames.get(sequence));
  }

  synchronized long skippedFrames() {
    return skippedFrames;
  }

  synchronized int lastSequence() {
    return lastSequence;
  }
}
