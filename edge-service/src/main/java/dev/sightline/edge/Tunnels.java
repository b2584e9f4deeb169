package dev.sightline.edge;

import dev.sightline.bus.Entrance;
import dev.sightline.bus.StreamDirectory;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sites that are passed on, each to an ingest. When that isn't there any more, they are hung up
 * on, so that they dial again and come to another one: where an ingest is gone with its address,
 * nothing else would tell them for a long time. Lives on one event loop.
 */
final class Tunnels {

  private static final long LOOK_EVERY_MILLIS = 250;

  private final StreamDirectory directory;
  private final Map<HttpConnection, Entrance> open = new HashMap<>();

  Tunnels(Vertx vertx, StreamDirectory directory) {
    this.directory = directory;
    vertx.setPeriodic(LOOK_EVERY_MILLIS, id -> look());
  }

  /** What comes over this connection goes to that ingest from now on. */
  void opened(HttpConnection connection, Entrance end) {
    open.put(connection, end);
    ViewerChannel.onClose(connection, () -> open.remove(connection));
  }

  private void look() {
    if (open.isEmpty()) {
      return;
    }
    List<Entrance> there = directory.entrancesForUplinks();
    List<HttpConnection> lost =
        open.entrySet().stream()
            .filter(tunnel -> there.stream().noneMatch(tunnel.getValue()::isAt))
            .map(Map.Entry::getKey)
            .toList();
    lost.forEach(connection -> ViewerChannel.cut(ViewerChannel.channelOf(connection)));
  }
}
