package dev.sightline.bus;

import io.vertx.core.json.JsonObject;

/**
 * How the link to another place is doing, told by an ingest to all nodes.
 *
 * @param kind what it leads to
 * @param name as configured
 * @param at when this was told, milliseconds since 1970 by the ingest's clock
 * @param connected whether the other end is there
 * @param since when that began, milliseconds since 1970
 * @param reason why it isn't connected, or what is left out of what comes, without secrets; null if
 *     there is nothing to tell
 * @param streams how many the other end has for us
 * @param connects how often it has connected since the ingest started, as with all counters
 * @param frames pictures that came over it
 * @param bytes bytes that came over it, of pictures and of MPEG-TS
 * @param leftOut pictures that the other end didn't send, since the line was too thin
 * @param roundTrip the latest, microseconds; 0 while it isn't known
 * @param shortestRoundTrip of this connection, likewise
 */
public record LinkStatus(
    LinkKind kind,
    String name,
    long at,
    boolean connected,
    long since,
    String reason,
    int streams,
    long connects,
    long frames,
    long bytes,
    long leftOut,
    long roundTrip,
    long shortestRoundTrip) {

  JsonObject toJson() {
    return new JsonObject()
        .put("kind", kind.text())
        .put("name", name)
        .put("at", at)
        .put("connected", connected)
        .put("since", since)
        .put("reason", reason)
        .put("streams", streams)
        .put("connects", connects)
        .put("frames", frames)
        .put("bytes", bytes)
        .put("leftOut", leftOut)
        .put("roundTrip", roundTrip)
        .put("shortestRoundTrip", shortestRoundTrip);
  }

  static LinkStatus fromJson(JsonObject json) {
    return new LinkStatus(
        LinkKind.of(json.getString("kind")),
        json.getString("name"),
        json.getLong("at"),
        json.getBoolean("connected"),
        json.getLong("since"),
        json.getString("reason"),
        json.getInteger("streams"),
        json.getLong("connects"),
        json.getLong("frames"),
        json.getLong("bytes"),
        json.getLong("leftOut"),
        json.getLong("roundTrip"),
        json.getLong("shortestRoundTrip"));
  }
}
