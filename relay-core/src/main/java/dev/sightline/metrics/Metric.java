package dev.sightline.metrics;

import static dev.sightline.metrics.Metric.At.BOTH;
import static dev.sightline.metrics.Metric.At.EDGE;
import static dev.sightline.metrics.Metric.At.INGEST;
import static dev.sightline.metrics.Metric.Type.COUNTER;
import static dev.sightline.metrics.Metric.Type.GAUGE;
import static dev.sightline.metrics.Metric.Type.HISTOGRAM;
import static dev.sightline.metrics.MetricLabel.KIND;
import static dev.sightline.metrics.MetricLabel.LINK;
import static dev.sightline.metrics.MetricLabel.PLACE;
import static dev.sightline.metrics.MetricLabel.REASON;
import static dev.sightline.metrics.MetricLabel.RESULT;
import static dev.sightline.metrics.MetricLabel.STATE;
import static dev.sightline.metrics.MetricLabel.STREAM;

import java.util.List;
import java.util.Locale;

/**
 * Every metric of the product: its name, type, unit and labels, and where it is found.
 *
 * <p>{@code docs/metrics.md} is this list for people, and a test keeps the two alike. Those who
 * count get their meters from {@link RelayMetrics}.
 */
public enum Metric {
  CAMERA_STATE(INGEST, GAUGE, "0 or 1", "1 for what the source is doing now", STREAM, STATE),
  CAMERA_LIVE(INGEST, GAUGE, "0 or 1", "1 while the source gives pictures, else 0", STREAM),
  CAMERA_FRAME_AGE_SECONDS(
      INGEST, GAUGE, "seconds", "Age of the newest whole picture; NaN before the first", STREAM),
  CAMERA_FRAMES(INGEST, COUNTER, "frames", "Whole pictures that the source gave", STREAM),
  CAMERA_BYTES(INGEST, COUNTER, "bytes", "Their bytes", STREAM),
  CAMERA_REFUSED(INGEST, COUNTER, "pictures", "Pictures that aren't whole", STREAM, REASON),
  CAMERA_SKIPPED(INGEST, COUNTER, "parts", "Parts of other types between pictures", STREAM),
  CAMERA_REPAIRED(
      INGEST, COUNTER, "frames", "Pictures that were given missing Huffman tables", STREAM),
  CAMERA_CONNECTS(INGEST, COUNTER, "connections", "Attempts to connect to the camera", STREAM),
  CAMERA_ENDED(
      INGEST,
      COUNTER,
      "connections",
      "Connections to the camera that ended or didn't come about",
      STREAM,
      REASON),
  CAMERA_POLLS(INGEST, COUNTER, "requests", "Pictures asked for one by one", STREAM),
  PUSHES_REFUSED(
      INGEST,
      COUNTER,
      "requests",
      "Pushes that were refused, and pushed pictures that were left out",
      STREAM,
      REASON),
  UPLOADS(INGEST, COUNTER, "requests", "Uploads of MPEG-TS that have begun", STREAM),
  UPLOADS_REFUSED(
      INGEST,
      COUNTER,
      "requests",
      "Uploads that were refused or didn't come to their end",
      STREAM,
      REASON),
  UPLOADS_DENIED(BOTH, COUNTER, "requests", "Uploads with a secret that no stream has"),
  UPLOAD_BYTES(INGEST, COUNTER, "bytes", "Bytes of uploads", STREAM),
  UPLOAD_PACKETS(INGEST, COUNTER, "packets", "Packets of MPEG-TS in uploads", STREAM),
  UPLOAD_SKIPPED(INGEST, COUNTER, "bytes", "Bytes of uploads that are in no packet", STREAM),
  UPLOAD_DAMAGED(INGEST, COUNTER, "packets", "Packets of uploads that are damaged", STREAM),
  UPLOAD_STARTS(INGEST, COUNTER, "places", "Places in uploads where a decoder can begin", STREAM),

  STREAM_OWNED(
      INGEST,
      GAUGE,
      "0 or 1",
      "1 where this ingest owns the stream, 0 where it stands by for it",
      STREAM),
  STREAMS_OWNED(INGEST, GAUGE, "streams", "Streams that this ingest owns, which it alone pulls"),
  STREAMS_TAKEN(INGEST, COUNTER, "streams", "Streams that this ingest began to own"),
  STREAMS_GIVEN_UP(
      INGEST, COUNTER, "streams", "Streams that this ingest no longer owns, by why", REASON),

  BUS_FRAMES_SENT(BOTH, COUNTER, "frames", "Frames handed to edges, and to other regions", STREAM),
  BUS_STRETCH_BYTES_SENT(BOTH, COUNTER, "bytes", "Bytes of MPEG-TS handed likewise", STREAM),
  BUS_WINDOW_BYTES(
      BOTH, GAUGE, "bytes", "How much may be under way to this edge", MetricLabel.EDGE),
  BUS_UNDER_WAY_BYTES(
      BOTH,
      GAUGE,
      "bytes",
      "How much was under way to this edge a second ago at most",
      MetricLabel.EDGE),
  BUS_EDGES_SERVED(
      BOTH, GAUGE, "edges", "Edges, and other regions, that this node gives the stream to", STREAM),
  BUS_EDGES_BEYOND(
      INGEST,
      COUNTER,
      "edges",
      "Edges given the stream beyond `cluster.out-degree`, since no other edge could",
      STREAM),
  BUS_DEPTH(
      EDGE,
      GAUGE,
      "nodes",
      "Nodes that a frame comes from before it is here: 1 from the ingest itself",
      STREAM),
  BUS_COMPLAINTS(
      EDGE,
      COUNTER,
      "complaints",
      "Times that another edge didn't give this one a stream, so that it went back to the ingest"),
  BUS_ASKS(EDGE, COUNTER, "asks", "Asks for frames or bytes that were sent to ingests"),
  BUS_ASKS_FAILED(
      EDGE, COUNTER, "asks", "Asks that expired, were refused, or found nobody; asked again"),
  BUS_FRAMES_RECEIVED(EDGE, COUNTER, "frames", "Frames received from an ingest", STREAM),
  BUS_FRAMES_LOST(EDGE, COUNTER, "frames", "Frames sent to this edge that never came", STREAM),
  BUS_STRETCH_BYTES_RECEIVED(
      EDGE, COUNTER, "bytes", "Bytes of MPEG-TS received from an ingest", STREAM),
  BUS_STRETCH_BYTES_LOST(
      EDGE, COUNTER, "bytes", "Bytes of MPEG-TS that this edge never got", STREAM),
  BUS_STRETCH_BYTES_DROPPED(
      BOTH,
      COUNTER,
      "bytes",
      "Bytes of MPEG-TS left out between nodes up to a later start, by place",
      STREAM,
      PLACE),
  BUS_DEAF(BOTH, COUNTER, "nodes", "Nodes in the cluster that fell silent for this one"),
  BUS_HEALED(BOTH, COUNTER, "nodes", "Those of them that were heard again"),
  BUS_CERTIFICATE_EXPIRY_SECONDS(
      BOTH, GAUGE, "seconds since 1970", "End of the event bus's certificate; with TLS only"),
  BUS_CERTIFICATE_CHANGES(
      BOTH, COUNTER, "changes", "Changes of the certificate files; with TLS only", RESULT),
  BUS_STRANGERS(
      BOTH,
      COUNTER,
      "connections",
      "Connections refused for the other node's certificate; with TLS only"),

  FRAMES_DROPPED(BOTH, COUNTER, "frames", "Frames left out on purpose, by place", STREAM, PLACE),
  FRAME_AGE_SECONDS(
      EDGE, HISTOGRAM, "seconds", "Age of each frame when this edge gives it to its viewers"),
  FRAME_NEWEST_AGE_SECONDS(
      EDGE,
      GAUGE,
      "seconds",
      "Age of the newest frame that viewers are shown here; NaN when there is none",
      STREAM),
  FRAME_BUFFERS(EDGE, GAUGE, "buffers", "Frames in memory on their way to viewers"),
  FRAME_MEMORY_BYTES(EDGE, GAUGE, "bytes", "Their bytes"),
  FRAME_MEMORY_LIMIT_BYTES(EDGE, GAUGE, "bytes", "The most that there may be of them"),

  VIEWERS(EDGE, GAUGE, "viewers", "Viewers of the stream on this node", STREAM),
  VIEWER_PLACES(EDGE, GAUGE, "places", "Viewers that this node may have: `edge.max-viewers`"),
  VIEWER_PLACES_TAKEN(EDGE, GAUGE, "places", "Viewers that it has, of all streams"),
  VIEWER_SOCKETS(
      EDGE, GAUGE, "connections", "WebSockets of `/streams`, which have as many places besides"),
  VIEWERS_REFUSED(
      EDGE,
      COUNTER,
      "viewers",
      "Viewers refused since all places were taken, by which they are",
      REASON),
  CONNECTIONS(EDGE, GAUGE, "connections", "Connections to the ports for viewers"),
  CONNECTIONS_ENDED(
      BOTH,
      COUNTER,
      "connections",
      "Connections ended that were too many, or on which nothing came or went in time, by why",
      REASON),
  VIEWERS_GIVEN_UP(EDGE, COUNTER, "viewers", "Viewers disconnected for taking nothing", STREAM),
  VIEWERS_SENT_AWAY(
      EDGE,
      COUNTER,
      "viewers",
      "Viewers sent away since the node stops, ended in good order or cut off",
      RESULT),
  VIEWER_FRAMES(EDGE, COUNTER, "frames", "Frames written to viewers", STREAM),
  VIEWER_REPEATS(EDGE, COUNTER, "frames", "Frames written again after a silence", STREAM),
  VIEWER_BYTES(EDGE, COUNTER, "bytes", "Bytes written to viewers", STREAM),
  VIEWER_FIRST_FRAME_SECONDS(
      EDGE, HISTOGRAM, "seconds", "Time from a viewer's request to its first frame"),
  ACCESS_GRANTED(
      EDGE,
      COUNTER,
      "requests",
      "Requests let in for what they showed; those of anyone, where anyone may, aren't counted",
      MetricLabel.MEANS),
  ACCESS_REFUSED(
      EDGE, COUNTER, "requests", "Requests not let in, where not everybody is, by why", REASON),
  TS_MESSAGES(EDGE, COUNTER, "messages", "Messages of MPEG-TS written to viewers", STREAM),
  TS_PACKETS_DROPPED(
      EDGE,
      COUNTER,
      "packets",
      "Packets of MPEG-TS left out for viewers up to a later start, by place",
      STREAM,
      PLACE),
  TLS_CERTIFICATE_EXPIRY_SECONDS(
      EDGE, GAUGE, "seconds since 1970", "End of the viewers' certificate; with `http.tls` only"),
  TLS_CERTIFICATE_CHANGES(
      EDGE, COUNTER, "changes", "Changes of its files; with `http.tls` only", RESULT),

  ACME_ORDERS(
      EDGE,
      COUNTER,
      "orders",
      "Certificates ordered of the ACME server; with `http.tls.acme` only",
      RESULT),
  ACME_RENEWAL_SECONDS(
      EDGE,
      GAUGE,
      "seconds since 1970",
      "When the certificate is to be renewed, NaN without one; with `http.tls.acme` only"),
  ACME_FAILURE_SECONDS(
      EDGE,
      GAUGE,
      "seconds since 1970",
      "When this edge last failed to get one, NaN if never; with `http.tls.acme` only"),

  LINK_CONNECTED(
      INGEST,
      GAUGE,
      "0 or 1",
      "1 while the site or the upstream is connected to this ingest, else 0",
      LINK,
      KIND),
  LINK_STREAMS(INGEST, GAUGE, "streams", "Streams that it has for this cluster", LINK, KIND),
  LINK_CONNECTS(INGEST, COUNTER, "connections", "Connections that came about", LINK, KIND),
  LINK_FRAMES_RECEIVED(INGEST, COUNTER, "frames", "Pictures that came over the link", LINK, KIND),
  LINK_BYTES_RECEIVED(
      INGEST, COUNTER, "bytes", "Bytes that came over it, of pictures and of MPEG-TS", LINK, KIND),
  LINK_FRAMES_LEFT_OUT(
      INGEST,
      COUNTER,
      "frames",
      "Pictures that the other end didn't send, since the line was too thin",
      LINK,
      KIND),
  LINK_ROUND_TRIP_SECONDS(
      INGEST,
      GAUGE,
      "seconds",
      "Time to the other end and back when it was last measured; NaN without a connection",
      LINK,
      KIND),
  LINK_SHORTEST_ROUND_TRIP_SECONDS(
      INGEST, GAUGE, "seconds", "The shortest of this connection, likewise", LINK, KIND),
  LINK_TAKERS(
      EDGE,
      GAUGE,
      "connections",
      "Connections by which another cluster takes streams from this edge",
      LINK),
  LINK_FRAMES_SENT(EDGE, COUNTER, "frames", "Pictures that it was sent", LINK),
  LINK_BYTES_SENT(EDGE, COUNTER, "bytes", "Bytes that it was sent, likewise", LINK),

  CLUSTER_NODES(BOTH, GAUGE, "nodes", "Nodes of the cluster as this one sees it, itself included"),
  CONFIG_VALID(
      INGEST,
      GAUGE,
      "0 or 1",
      "1 while the configuration file holds, 0 while it has mistakes; with a file only"),
  CONFIG_CHANGES(INGEST, COUNTER, "changes", "Changes of that file; with a file only", RESULT),
  STANDSTILLS(BOTH, COUNTER, "times", "Times that this process stood still for more than a second"),
  BUILD_INFO(
      BOTH, GAUGE, "1", "What runs here", MetricLabel.VERSION, MetricLabel.ROLE, MetricLabel.NODE);

  /** Which nodes have it; a standalone one has all but the cluster's. */
  public enum At {
    INGEST,
    EDGE,
    BOTH
  }

  /** What may be done with its values. */
  public enum Type {
    COUNTER,
    GAUGE,
    HISTOGRAM
  }

  private final At at;
  private final Type type;
  private final String unit;
  private final String meaning;
  private final List<MetricLabel> labels;

  Metric(At at, Type type, String unit, String meaning, MetricLabel... labels) {
    this.at = at;
    this.type = type;
    this.unit = unit;
    this.meaning = meaning;
    this.labels = List.of(labels);
  }

  /** Its name for Micrometer, with the unit in it where Prometheus wants that. */
  public String id() {
    return "sightline." + name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /** Its name at Prometheus. */
  public String exposedName() {
    String name = "sightline_" + name().toLowerCase(Locale.ROOT);
    return type == Type.COUNTER ? name + "_total" : name;
  }

  public At at() {
    return at;
  }

  public Type type() {
    return type;
  }

  public String unit() {
    return unit;
  }

  public String meaning() {
    return meaning;
  }

  public List<MetricLabel> labels() {
    return labels;
  }
}
