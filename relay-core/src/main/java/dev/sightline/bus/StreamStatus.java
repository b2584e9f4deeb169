package dev.sightline.bus;

import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How one stream is doing, told by its ingest to all nodes.
 *
 * @param stream its name
 * @param kind what it is made of
 * @param state what its source is doing
 * @param since when it began to, milliseconds since 1970; attempts and the pauses between them are
 *     one absence, so it tells since when there is no picture
 * @param reason why the last connection ended or failed, without credentials; null if none did
 * @param source where its pictures come from, without credentials
 * @param frames whole pictures received since the ingest started
 * @param bytes bytes of these pictures
 * @param connects attempts to connect since the ingest started
 * @param position where its camera stands in the configuration of its ingest, from 0
 * @param width pixels of a line of the newest picture; 0 while there was none that says so
 * @param height lines of the newest picture; 0 like the width
 * @param newestAt when the newest picture was captured, microseconds since 1970 by the ingest's
 *     clock; 0 while there was none
 * @param hops the regions that the stream has come through, the first one first; none for a camera
 *     of this cluster
 * @param away whether nobody can tell how it is doing, since a link on the way there is cut or its
 *     ingest is gone: who has another way takes that
 */
public record StreamStatus(
    StreamId stream,
    StreamKind kind,
    StreamState state,
    long since,
    String reason,
    String source,
    long frames,
    long bytes,
    long connects,
    int position,
    int width,
    int height,
    long newestAt,
    List<String> hops,
    boolean away) {

  /** A few more than any stream is taken with, see the ingest's places. */
  private static final int MOST_HOPS = 16;

  private static final Pattern HOP = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
  private static final int LONGEST_TEXT = 1_000;

  public StreamStatus {
    hops = List.copyOf(hops);
  }

  /** Of a stream that begins in this cluster. */
  public StreamStatus(
      StreamId stream,
      StreamKind kind,
      StreamState state,
      long since,
      String reason,
      String source,
      long frames,
      long bytes,
      long connects,
      int position,
      int width,
      int height,
      long newestAt) {
    this(
        stream, kind, state, since, reason, source, frames, bytes, connects, position, width,
        height, newestAt, List.of(), false);
  }

  /** The same for programs, and on the bus. */
  public JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("stream", stream.name())
            .put("kind", kind.text())
            .put("state", state.name())
            .put("since", since)
            .put("reason", reason)
            .put("source", source)
            .put("frames", frames)
            .put("bytes", bytes)
            .put("connects", connects)
            .put("position", position)
            .put("width", width)
            .put("height", height)
            .put("newestAt", newestAt);
    if (!hops.isEmpty()) {
      json.put("hops", new JsonArray(hops));
    }
    return away ? json.put("away", true) : json;
  }

  /** What was added later is missing in the announcements of older nodes. */
  static StreamStatus fromJson(JsonObject json) {
    return new StreamStatus(
        new StreamId(json.getString("stream")),
        StreamKind.of(json.getString("kind", StreamKind.PICTURES.text())),
        StreamState.valueOf(json.getString("state")),
        json.getLong("since"),
        plain(json.getString("reason")),
        plain(json.getString("source")),
        json.getLong("frames"),
        json.getLong("bytes"),
        json.getLong("connects"),
        json.getInteger("position", 0),
        json.getInteger("width", 0),
        json.getInteger("height", 0),
        json.getLong("newestAt", 0L),
        hops(json.getJsonArray("hops", new JsonArray())),
        json.getBoolean("away", false));
  }

  /** What another place says is kept for each of its streams, so it is not believed at length. */
  private static String plain(String text) {
    return text == null ? null : PlainText.of(text, LONGEST_TEXT);
  }

  private static List<String> hops(JsonArray names) {
    List<String> hops = names.stream().map(String.class::cast).toList();
    if (hops.size() > MOST_HOPS || hops.stream().anyMatch(hop -> !HOP.matcher(hop).matches())) {
      throw new IllegalArgumentException("a stream's hops are too many, or no regions");
    }
    return hops;
  }

  /**
   * The same as it is told to another region, which counts for itself: so nothing is told while
   * pictures merely go on coming.
   *
   * @param place what that one is told of where it comes from
   * @param through the hops of it, this region included
   * @param owned whether it has an ingest here
   */
  public StreamStatus passedOn(String place, List<String> through, boolean owned) {
    return new StreamStatus(
        stream,
        kind,
        state,
        since,
        reason,
        place,
        0,
        0,
        0,
        position,
        0,
        0,
        0,
        through,
        away || !owned);
  }

  /**
   * The same stream while it has no ingest.
   *
   * @param why a reason for people
   */
  StreamStatus orphaned(long now, String why) {
    return new StreamStatus(
        stream,
        kind,
        StreamState.RETRYING,
        now,
        why,
        source,
        frames,
        bytes,
        connects,
        position,
        width,
        height,
        newestAt,
        hops,
        away);
  }
}
