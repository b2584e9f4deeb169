package dev.sightline.edge;

import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * How the streams are doing, for programs and for the status page: what their ingests announced,
 * and what this node has sent to its own viewers. Any thread.
 */
final class StatusReport {

  private final RelayBus bus;
  private final EdgeStreams streams;

  StatusReport(RelayBus bus, EdgeStreams streams) {
    this.bus = bus;
    this.streams = streams;
  }

  /** Every stream of the cluster. */
  JsonObject all() {
    JsonArray list = new JsonArray();
    bus.directory().entries().forEach(entry -> list.add(describe(entry)));
    return report(list);
  }

  /** One stream, in the same shape. */
  JsonObject one(StreamId stream) {
    JsonArray list = new JsonArray();
    bus.directory().find(stream).ifPresent(entry -> list.add(describe(entry)));
    return report(list);
  }

  private JsonObject report(JsonArray list) {
    return new JsonObject()
        .put("node", bus.transport().node())
        .put("time", Instant.now().toString())
        .put("streams", list);
  }

  private JsonObject describe(Entry entry) {
    StreamStatus status = entry.status();
    EdgeStream here = streams.of(status.stream());
    return new JsonObject()
        .put("stream", status.stream().name())
        .put("state", status.state().name())
        .put("since", Instant.ofEpochMilli(status.since()).toString())
        .put("reason", status.reason())
        .put("source", status.source())
        .put("ingest", entry.owner() == null ? null : entry.owner().node())
        .put("connects", status.connects())
        .put("framesIn", status.frames())
        .put("bytesIn", status.bytes())
        .put("viewers", here.viewers())
        .put("framesOut", here.framesOut())
        .put("bytesOut", here.bytesOut())
        .put("framesDropped", here.framesDropped());
  }
}
