package dev.sightline.edge;

import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.Place;
import dev.sightline.bus.StreamDirectory.Entry;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * From where the streams come that this edge pulls, and to how many edges they go on. Any thread.
 */
record Supply(FrameReceiver receiver, Branch branch) {

  /** Null for a stream that isn't pulled here at the moment. */
  JsonObject of(Entry entry) {
    Optional<Place> place = receiver.placeOf(entry.stream());
    return place.map(found -> describe(found, entry)).orElse(null);
  }

  private JsonObject describe(Place place, Entry entry) {
    String owner = entry.owner() == null ? null : entry.owner().node();
    return new JsonObject()
        .put("from", place.isFirst() ? owner : place.parent())
        .put("depth", place.depth())
        .put("edges", branch.edgesOf(entry.stream()));
  }
}
