package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What an ingest tells the others about who is to pull what.
 *
 * @param available whether it takes further streams; not while it is leaving, nor while it doesn't
 *     know its place in the cluster
 * @param owned the streams that it pulls, each with the epoch in which it does
 * @param atRest those of them that it could give up without anybody noticing
 * @param claimed those of them that nobody else could pull, and that weren't allotted, each with
 *     the link by which it comes
 * @param dials whether it would pull the streams of other clusters
 * @param standby those that it could pull too
 * @param known the highest epoch of each other stream that it has heard of, for one who decides on
 *     it and came too late to hear of that
 * @param assigned as the coordinator: vacant streams, each with the epoch of who is to take it
 * @param recalled as the coordinator: streams that their owner is to give up if nobody watches
 */
record Candidacy(
    boolean available,
    Map<StreamId, Epoch> owned,
    Set<StreamId> atRest,
    Map<StreamId, String> claimed,
    boolean dials,
    Set<StreamId> standby,
    Map<StreamId, Epoch> known,
    Map<StreamId, Epoch> assigned,
    Set<StreamId> recalled) {

  Candidacy {
    owned = Map.copyOf(owned);
    atRest = Set.copyOf(atRest);
    claimed = Map.copyOf(claimed);
    standby = Set.copyOf(standby);
    known = Map.copyOf(known);
    assigned = Map.copyOf(assigned);
    recalled = Set.copyOf(recalled);
  }

  /** Whether the others have heard it all, but for what is at rest, which may wait a second. */
  boolean isLike(Candidacy told) {
    return told != null && withoutRest().equals(told.withoutRest());
  }

  private Candidacy withoutRest() {
    return new Candidacy(
        available, owned, Set.of(), claimed, dials, standby, known, assigned, recalled);
  }

  /** One of an ingest without streams of other places. */
  Candidacy(
      boolean available,
      Map<StreamId, Epoch> owned,
      Set<StreamId> atRest,
      Set<StreamId> standby,
      Map<StreamId, Epoch> known,
      Map<StreamId, Epoch> assigned,
      Set<StreamId> recalled) {
    this(available, owned, atRest, Map.of(), false, standby, known, assigned, recalled);
  }

  /** Whether it has a camera of this name, so that nobody may claim the stream. */
  boolean isConfigured(StreamId stream) {
    return standby.contains(stream) || owned.containsKey(stream) && !claimed.containsKey(stream);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("available", available)
        .put("owned", epochsToJson(owned))
        .put("atRest", namesToJson(atRest))
        .put("claimed", linksToJson(claimed))
        .put("dials", dials)
        .put("standby", namesToJson(standby))
        .put("known", epochsToJson(known))
        .put("assigned", epochsToJson(assigned))
        .put("recalled", namesToJson(recalled));
  }

  /** What was added later is missing in what older nodes tell. */
  static Candidacy fromJson(JsonObject json) {
    return json == null
        ? null
        : new Candidacy(
            json.getBoolean("available"),
            epochsFromJson(json.getJsonObject("owned")),
            namesFromJson(json.getJsonArray("atRest")),
            linksFromJson(json.getJsonObject("claimed", new JsonObject())),
            json.getBoolean("dials", false),
            namesFromJson(json.getJsonArray("standby")),
            epochsFromJson(json.getJsonObject("known")),
            epochsFromJson(json.getJsonObject("assigned")),
            namesFromJson(json.getJsonArray("recalled")));
  }

  private static JsonObject epochsToJson(Map<StreamId, Epoch> epochs) {
    JsonObject json = new JsonObject();
    epochs.forEach(
        (stream, epoch) ->
            json.put(stream.name(), new JsonArray().add(epoch.startedAt()).add(epoch.node())));
    return json;
  }

  private static Map<StreamId, Epoch> epochsFromJson(JsonObject json) {
    Map<StreamId, Epoch> epochs = new TreeMap<>();
    for (String stream : json.fieldNames()) {
      JsonArray epoch = json.getJsonArray(stream);
      epochs.put(new StreamId(stream), new Epoch(epoch.getLong(0), epoch.getString(1)));
    }
    return epochs;
  }

  private static JsonObject linksToJson(Map<StreamId, String> links) {
    JsonObject json = new JsonObject();
    links.forEach((stream, link) -> json.put(stream.name(), link));
    return json;
  }

  private static Map<StreamId, String> linksFromJson(JsonObject json) {
    Map<StreamId, String> links = new TreeMap<>();
    json.fieldNames().forEach(stream -> links.put(new StreamId(stream), json.getString(stream)));
    return links;
  }

  private static JsonArray namesToJson(Collection<StreamId> streams) {
    JsonArray json = new JsonArray();
    streams.forEach(stream -> json.add(stream.name()));
    return json;
  }

  private static Set<StreamId> namesFromJson(JsonArray json) {
    return json.stream()
        .map(name -> new StreamId((String) name))
        .collect(Collectors.toUnmodifiableSet());
  }
}
