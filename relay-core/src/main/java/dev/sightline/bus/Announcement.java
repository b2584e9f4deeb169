package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a node says of itself to all nodes: once a second in full, and at once when something
 * changes.
 *
 * @param epoch the node and when it started
 * @param entrance where its ingest takes what is pushed; null when it has none
 * @param complete whether {@code streams} are all of the node's, or only those that changed
 * @param streams the streams that it serves to edges; none on a node without an ingest
 * @param candidacy who of the ingests is to pull what, as far as this node is concerned; null on a
 *     node without an ingest, and when it tells of a change only
 * @param links those of its ingest to other places; none when it tells of a change only
 */
public record Announcement(
    Epoch epoch,
    Entrance entrance,
    boolean complete,
    List<StreamStatus> streams,
    Candidacy candidacy,
    List<LinkStatus> links) {

  /** Those of one node that are listed; no ingest may have more. */
  public static final int MAX_LINKS = 1_100;

  public Announcement {
    streams = List.copyOf(streams);
    links = List.copyOf(links);
  }

  /** Of a node whose streams are nobody else's, each in the node's own epoch. */
  public Announcement(
      Epoch epoch, Entrance entrance, boolean complete, List<StreamStatus> streams) {
    this(epoch, entrance, complete, streams, null, List.of());
  }

  /**
   * What of this one must be said to those who have heard {@code told}: what has changed, and of
   * nothing else than of states and figures if that is all that has.
   */
  public Announcement since(Announcement told) {
    if (!complete || told == null || !isLike(told)) {
      return this;
    }
    Set<StreamStatus> known = Set.copyOf(told.streams);
    return new Announcement(
        epoch,
        entrance,
        false,
        streams.stream().filter(status -> !known.contains(status)).toList());
  }

  /** Of it only who speaks, for those who want nothing of him. */
  public Announcement ofNodeOnly() {
    return new Announcement(epoch, null, complete, List.of());
  }

  private boolean isLike(Announcement told) {
    return epoch.equals(told.epoch)
        && Objects.equals(entrance, told.entrance)
        && names().equals(told.names())
        && (candidacy == null ? told.candidacy == null : candidacy.isLike(told.candidacy));
  }

  private Set<StreamId> names() {
    return streams.stream().map(StreamStatus::stream).collect(Collectors.toSet());
  }

  /** As it is told on the wire. */
  public JsonObject toJson() {
    JsonArray list = new JsonArray();
    streams.forEach(status -> list.add(status.toJson()));
    JsonObject json =
        new JsonObject()
            .put("node", epoch.node())
            .put("startedAt", epoch.startedAt())
            .put("entrance", entrance == null ? null : entrance.toJson())
            .put("complete", complete)
            .put("streams", list)
            .put("candidacy", candidacy == null ? null : candidacy.toJson());
    return links.isEmpty()
        ? json
        : json.put("links", new JsonArray(links.stream().map(LinkStatus::toJson).toList()));
  }

  /**
   * What was added later is missing in those of older nodes.
   *
   * @throws RuntimeException of some kind when it is none
   */
  public static Announcement fromJson(JsonObject json) {
    return new Announcement(
        new Epoch(json.getLong("startedAt"), json.getString("node")),
        Entrance.fromJson(json.getJsonObject("entrance")),
        json.getBoolean("complete"),
        json.getJsonArray("streams").stream()
            .map(JsonObject.class::cast)
            .map(StreamStatus::fromJson)
            .toList(),
        Candidacy.fromJson(json.getJsonObject("candidacy")),
        json.getJsonArray("links", new JsonArray()).stream()
            .limit(MAX_LINKS)
            .map(JsonObject.class::cast)
            .map(LinkStatus::fromJson)
            .toList());
  }
}
