package dev.sightline.edge;

import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** How a stream is, as far as a client of {@code /streams} is told of changes. */
record StreamCondition(
    StreamId stream, StreamKind kind, StreamState state, long since, String reason) {

  static StreamCondition of(Entry entry) {
    StreamStatus status = entry.status();
    return new StreamCondition(
        status.stream(), status.kind(), status.state(), status.since(), status.reason());
  }

  /** Adds it to a message. */
  JsonObject putTo(JsonObject message) {
    return message
        .put("stream", stream.name())
        .put("kind", kind.text())
        .put("state", state.name())
        .put("since", Instant.ofEpochMilli(since).toString())
        .put("reason", reason);
  }
}
