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
 * @param takesUplinks whether sites may dial in there
 * @param uploadKeys an {@link UploadKey} for each secret of an upload that it takes
 */
public record Entrance(String host, int port, boolean takesUplinks, Set<String> uploadKeys) {

  public Entrance {
    uploadKeys = Set.copyOf(uploadKeys);
  }

  /** One where no site may dial in. */
  public Entrance(String host, int port, Set<String> uploadKeys) {
    this(host, port, false, uploadKeys);
  }

  /** Whether this one is the other, which may take something else by now. */
  public boolean isAt(Entrance other) {
    return host.equals(other.host) && port == other.port;
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("host", host)
        .put("port", port)
        .put("takesUplinks", takesUplinks)
        .put("uploadKeys", new JsonArray(new TreeSet<>(uploadKeys).stream().toList()));
  }

  /** Null, as from a node without an ingest, stays null. */
  static Entrance fromJson(JsonObject json) {
    return json == null
        ? null
        : new Entrance(
            json.getString("host"),
            json.getInteger("port"),
            json.getBoolean("takesUplinks", false),
            json.getJsonArray("uploadKeys").stream()
                .map(String.class::cast)
                .collect(Collectors.toSet()));
  }
}
