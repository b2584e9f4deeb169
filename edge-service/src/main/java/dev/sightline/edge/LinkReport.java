package dev.sightline.edge;

import dev.sightline.bus.LinkEntry;
import dev.sightline.bus.LinkStatus;
import dev.sightline.bus.StreamDirectory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * How the links to other places are doing, as docs/status.md has it: those that bring streams, as
 * the ingests announced them, and those by which others take streams from this edge. Names are
 * told, and neither addresses nor tokens. Any thread.
 */
final class LinkReport {

  private static final double MICROS_PER_MILLI = 1_000;

  private final StreamDirectory directory;
  private final Takers takers;
  private final RateSampler rates;

  LinkReport(StreamDirectory directory, Takers takers, RateSampler rates) {
    this.directory = directory;
    this.takers = takers;
    this.rates = rates;
  }

  JsonArray links() {
    JsonArray list = new JsonArray();
    directory.links().forEach(link -> list.add(describe(link)));
    return list;
  }

  private JsonObject describe(LinkEntry link) {
    LinkStatus status = link.status();
    LinkRates.Rate rate = rates.of(link);
    return new JsonObject()
        .put("name", status.name())
        .put("kind", status.kind().text())
        .put("connected", status.connected())
        .put("since", Instant.ofEpochMilli(status.since()).toString())
        .put("reason", status.reason())
        .put("ingest", link.ingest())
        .put("streams", status.streams())
        .put("connects", status.connects())
        .put("framesIn", status.frames())
        .put("bytesIn", status.bytes())
        .put("framesLeftOut", status.leftOut())
        .put("roundTripMillis", roundTrip(status))
        .put(
            "rates",
            new JsonObject()
                .put("framesIn", Rates.hundredths(rate.frames()))
                .put("bitsIn", Math.round(rate.bits()))
                .put("framesLeftOut", Rates.hundredths(rate.leftOut())));
  }

  private static JsonObject roundTrip(LinkStatus status) {
    return status.roundTrip() == 0
        ? null
        : new JsonObject()
            .put("shortest", status.shortestRoundTrip() / MICROS_PER_MILLI)
            .put("latest", status.roundTrip() / MICROS_PER_MILLI);
  }

  JsonArray takers() {
    JsonArray list = new JsonArray();
    takers.all().forEach(taker -> list.add(describe(taker)));
    return list;
  }

  private JsonObject describe(Taker taker) {
    Rates rate = rates.of(taker);
    return new JsonObject()
        .put("name", taker.name())
        .put("connected", taker.connections() > 0)
        .put("since", taker.since().truncatedTo(ChronoUnit.MILLIS).toString())
        .put("framesOut", taker.frames())
        .put("bytesOut", taker.bytes())
        .put(
            "rates",
            new JsonObject()
                .put("framesOut", Rates.hundredths(rate.framesOut()))
                .put("bitsOut", Math.round(rate.bitsOut())));
  }
}
