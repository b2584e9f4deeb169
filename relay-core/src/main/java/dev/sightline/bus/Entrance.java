package dev.sightline.bus;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Where an ingest takes what is pushed to it, for the edges that pass it on.
 *
 * @param host as the other nodes reach it
 * @param port of its HTTP server
 * @param uploadKeys an {@link UploadKey} for each secret of an upload that it takes
 */
public record Entrance(String host, int port, Set<String> uploadKeys) {

  public Entrance {
    uploadKeys = Set.copyOf(uploadKeys);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("host", host)
        .put("port", port)
        .put("uploadKeys", new JsonArray(new TreeSet<>(uploadKeys).stream().toList()));
  }

  /** Null, as from a node without an ingest, stays null. */
  static Entrance fromJson(JsonObject json) {
    return json == null
        ? null
        : new Entrance(
            json.getString("host"),
            json.getInteger("port"),
            json.getJsonArray("uploadKeys").stream()
                .map(String.class::cast)
                .collect(Collectors.toSet()));
  }
}
