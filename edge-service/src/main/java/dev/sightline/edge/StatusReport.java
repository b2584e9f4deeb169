package dev.sightline.edge;

import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.metrics.DropPlace;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How the streams are doing, as docs/status.md has it: what their ingests announced, and what this
 * node has sent to its own viewers. One for all event loops; any thread.
 */
final class StatusReport {

  private final RelayBus bus;
  private final Supply supply;
  private final EdgeStreams streams;
  private final RateSampler rates;
  private final LinkReport links;
  private final Clock clock;

  StatusReport(
      RelayBus bus,
      Supply supply,
      EdgeStreams streams,
      RateSampler rates,
      LinkReport links,
      Clock clock) {
    this.bus = bus;
    this.supply = supply;
    this.streams = streams;
    this.rates = rates;
    this.links = links;
    this.clock = clock;
  }

  /**
   * Every stream of the cluster, and the links to other places. The viewers are told one by one if
   * there is one stream only.
   */
  JsonObject all() {
    List<Entry> entries = List.copyOf(bus.directory().entries());
    return report(entries, rates.ofAll())
        .put("links", links.links())
        .put("downlinks", links.takers());
  }

  /** Some streams only, in the same shape: nothing tells of the others, nor of other places. */
  JsonObject some(List<StreamId> some) {
    List<Entry> entries =
        some.stream().map(bus.directory()::find).flatMap(Optional::stream).toList();
    Rates sum = some.stream().map(rates::of).reduce(Rates.NONE, Rates::plus);
    int viewers = some.stream().map(streams::of).mapToInt(EdgeStream::viewers).sum();
    return report(entries, sum).put("viewers", viewers);
  }

  /** Those that somebody gets to see. */
  List<StreamId> seenBy(Sight sight) {
    return bus.directory().entries().stream().map(Entry::stream).filter(sight::sees).toList();
  }

  /** One stream, in the same shape. */
  JsonObject one(StreamId stream) {
    return report(bus.directory().find(stream).stream().toList(), rates.of(stream));
  }

  /** One stream as {@link UstreamerState} has it. */
  JsonObject state(StreamId stream) {
    return bus.directory()
        .find(stream)
        .map(entry -> UstreamerState.of(entry.status(), streams.of(stream), rates.of(stream)))
        .orElseGet(() -> new JsonObject().put("ok", false));
  }

  private JsonObject report(List<Entry> entries, Rates sum) {
    JsonArray list = new JsonArray();
    entries.forEach(entry -> list.add(describe(entry)));
    if (entries.size() == 1) {
      list.getJsonObject(0).put("viewerList", viewersOf(entries.get(0).stream()));
    }
    return new JsonObject()
        .put("node", bus.transport().node())
        .put("time", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString())
        .put("uptimeSeconds", upFor())
        .put("viewers", streams.places().viewers())
        .put("maxViewers", streams.places().most())
        .put("rates", sum.toJson())
        .put("streams", list);
  }

  private static long upFor() {
    return TimeUnit.MILLISECONDS.toSeconds(ManagementFactory.getRuntimeMXBean().getUptime());
  }

  private JsonObject describe(Entry entry) {
    StreamStatus status = entry.status();
    EdgeStream here = streams.of(status.stream());
    JsonObject described =
        new JsonObject()
            .put("stream", status.stream().name())
            .put("kind", status.kind().text())
            .put("position", status.position())
            .put("state", status.state().name())
            .put("since", Instant.ofEpochMilli(status.since()).toString())
            .put("reason", status.reason())
            .put("source", status.source())
            .put("regions", new JsonArray(status.hops()))
            .put("ingest", entry.owner() == null ? null : entry.owner().node())
            .put("connects", status.connects())
            .put("resolution", resolution(status));
    if (status.kind() == StreamKind.TS) {
      described.put("ts", describe(streams.ts(status.stream())));
    }
    putAge(described, Math.max(status.newestAt(), here.newestAt()));
    return described
        .put("supply", supply.of(entry))
        .put("framesIn", status.frames())
        .put("bytesIn", status.bytes())
        .put("viewers", here.viewers())
        .put("framesOut", here.framesOut())
        .put("bytesOut", here.bytesOut())
        .put("framesRepeated", here.framesRepeated())
        .put("framesDropped", here.framesDropped(DropPlace.VIEWER))
        .put("drops", drops(here))
        .put("rates", rates.of(status.stream()).toJson());
  }

  private static JsonObject describe(TsStream here) {
    JsonObject dropped = new JsonObject();
    for (DropPlace place : DropPlace.OF_PACKETS) {
      dropped.put(nameOf(place), here.packetsDropped(place));
    }
    return new JsonObject().put("messagesOut", here.messagesOut()).put("packetsDropped", dropped);
  }

  private static JsonObject resolution(StreamStatus status) {
    return status.width() == 0
        ? null
        : new JsonObject().put("width", status.width()).put("height", status.height());
  }

  /** The clocks of two machines differ, but nothing comes from the future. */
  private void putAge(JsonObject described, long newestAt) {
    if (newestAt == 0) {
      described.putNull("newestAt").putNull("ageMillis");
      return;
    }
    Instant captured = Instant.EPOCH.plus(newestAt, ChronoUnit.MICROS);
    long age = Math.max(0, ChronoUnit.MILLIS.between(captured, clock.instant()));
    described.put("newestAt", captured.toString()).put("ageMillis", age);
  }

  private static JsonObject drops(EdgeStream here) {
    JsonObject drops = new JsonObject();
    for (DropPlace place : DropPlace.AT_EDGES) {
      drops.put(nameOf(place), here.framesDropped(place));
    }
    return drops;
  }

  private static String nameOf(DropPlace place) {
    return place.name().toLowerCase(Locale.ROOT);
  }

  private JsonArray viewersOf(StreamId stream) {
    JsonArray list = new JsonArray();
    streams.of(stream).figures().forEach(viewer -> list.add(describe(viewer)));
    return list;
  }

  private static JsonObject describe(ViewerFigures viewer) {
    return new JsonObject()
        .put("id", viewer.id())
        .put("kind", viewer.kind())
        .put("since", viewer.since().truncatedTo(ChronoUnit.MILLIS).toString())
        .put("framesSent", viewer.sent())
        .put("framesDropped", viewer.dropped())
        .put("framesPerSecond", viewer.framesPerSecond())
        .put("key", viewer.options().key());
  }
}
