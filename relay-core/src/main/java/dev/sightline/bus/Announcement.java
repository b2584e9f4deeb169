package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a node says of itself to all nodes: once a second in full, and at once when something
 * changes.
 *
 * @param epoch the node and when it started
 * @param entrance where its ingest takes what is pushed; null when it has none
 * @param complete whether {@code streams} are all of the node's, or only those that changed
 * @param streams the streams that it serves to edges; none on a node without an ingest
 */
public record Announcement(
    Epoch epoch, Entrance entrance, boolean complete, List<StreamStatus> streams) {

  public Announcement {
    streams = List.copyOf(streams);
  }

  JsonObject toJson() {
    JsonArray list = new JsonArray();
    streams.forEach(status -> list.add(status.toJson()));
    return new JsonObject()
        .put("node", epoch.node())
        .put("startedAt", epoch.startedAt())
        .put("entrance", entrance == null ? null : entrance.toJson())
        .put("complete", complete)
        .put("streams", list);
  }

  static Announcement fromJson(JsonObject json) {
    return new Announcement(
        new Epoch(json.getLong("startedAt"), json.getString("node")),
        Entrance.fromJson(json.getJsonObject("entrance")),
        json.getBoolean("complete"),
        json.getJsonArray("streams").stream()
            .map(JsonObject.class::cast)
            .map(StreamStatus::fromJson)
            .toList());
  }
}
