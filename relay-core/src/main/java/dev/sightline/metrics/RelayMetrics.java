package dev.sightline.metrics;

import dev.sightline.frame.StreamId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Every metric of the product: its name, unit and labels.
 *
 * <p>Labels are bounded: {@code stream} is a configured name, {@code place} is one of {@link
 * DropPlace}. The meters are thread-safe and are looked up once by those who count, never per
 * frame. Prometheus shows the dots as underscores and adds {@code _total} to counters.
 */
public final class RelayMetrics {

  /** Where a frame, or bytes of an ordered stream, may be left out on purpose. */
  public enum DropPlace {
    /** At the ingest: the edge had no ask waiting or no room in its window, or was late. */
    BUS,
    /** At the edge: an event loop had not taken the frame before. */
    LOOP,
    /** At the edge: the viewer had not taken the frame before. */
    VIEWER,
    /** At the edge: the viewer asked for fewer frames a second. */
    RATE,
    /** At the edge: there was no memory left for the frame. */
    MEMORY,
    /**
     * At the edge: it was asked for before this process stood still, or is of an earlier owner of
     * the stream.
     */
    OUTDATED;

    /** Those that are counted by an edge. */
    public static final Set<DropPlace> AT_EDGES =
        Collections.unmodifiableSet(EnumSet.of(LOOP, VIEWER, RATE, MEMORY, OUTDATED));

    /** Those where an edge counts packets of MPEG-TS. */
    public static final Set<DropPlace> OF_PACKETS =
        Collections.unmodifiableSet(EnumSet.of(VIEWER, MEMORY));
  }

  private static final String STREAM = "stream";
  private static final String CAMERA_LIVE = "sightline.camera.live";

  private final MeterRegistry registry;

  public RelayMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Whole pictures that a camera sent. */
  public Counter cameraFrames(StreamId stream) {
    return counter("sightline.camera.frames", "Whole pictures received from the camera", stream);
  }

  /** Bytes of those pictures. */
  public Counter cameraBytes(StreamId stream) {
    return counter("sightline.camera.bytes", "Bytes of pictures received from the camera", stream);
  }

  /** Pictures from a camera that never became frames, by a short fixed reason. */
  public Counter cameraRefused(StreamId stream, String reason) {
    return Counter.builder("sightline.camera.refused")
        .description("Pictures that were refused since they aren't whole")
        .tag(STREAM, stream.name())
        .tag("reason", reason)
        .register(registry);
  }

  /** Pushes that were refused, and pushed pictures that were left out, by a short fixed reason. */
  public Counter pushesRefused(StreamId stream, String reason) {
    return Counter.builder("sightline.pushes.refused")
        .description("Pushes that were refused, and pushed pictures that were left out")
        .tag(STREAM, stream.name())
        .tag("reason", reason)
        .register(registry);
  }

  /** Parts from a camera that are no pictures and don't claim to be: no fault of the camera. */
  public Counter cameraSkipped(StreamId stream) {
    return counter("sightline.camera.skipped", "Parts of other types between pictures", stream);
  }

  /** Pictures from a camera that were given the Huffman tables they lack. */
  public Counter cameraRepaired(StreamId stream) {
    return counter(
        "sightline.camera.repaired", "Pictures that were given missing Huffman tables", stream);
  }

  /** Attempts to connect to a camera. */
  public Counter cameraConnects(StreamId stream) {
    return counter("sightline.camera.connects", "Attempts to connect to the camera", stream);
  }

  /** Single pictures that were asked for, of a camera that gives no streams. */
  public Counter cameraPolls(StreamId stream) {
    return counter("sightline.camera.polls", "Pictures asked for one by one", stream);
  }

  /** Connections to a camera that ended or didn't come about, by a short fixed reason. */
  public Counter cameraEnded(StreamId stream, String reason) {
    return Counter.builder("sightline.camera.ended")
        .description("Connections to the camera that ended or didn't come about")
        .tag(STREAM, stream.name())
        .tag("reason", reason)
        .register(registry);
  }

  /** Uploads of MPEG-TS that have begun. */
  public Counter uploads(StreamId stream) {
    return counter("sightline.uploads", "Uploads that have begun", stream);
  }

  /** Uploads that were refused or ended before their end, by a short fixed reason. */
  public Counter uploadsRefused(StreamId stream, String reason) {
    return Counter.builder("sightline.uploads.refused")
        .description("Uploads that were refused or did not come to their end")
        .tag(STREAM, stream.name())
        .tag("reason", reason)
        .register(registry);
  }

  /** Uploads with a secret that no stream has. */
  public Counter uploadsDenied() {
    return Counter.builder("sightline.uploads.denied")
        .description("Uploads with a secret that no stream has")
        .register(registry);
  }

  /** Bytes of uploads. */
  public Counter uploadBytes(StreamId stream) {
    return counter("sightline.upload.bytes", "Bytes of uploads", stream);
  }

  /** Packets of MPEG-TS in them. */
  public Counter uploadPackets(StreamId stream) {
    return counter("sightline.upload.packets", "Packets in uploads", stream);
  }

  /** Bytes that were in no packet. */
  public Counter uploadSkipped(StreamId stream) {
    return counter("sightline.upload.skipped", "Bytes of uploads that are in no packet", stream);
  }

  /** Packets that were left out since they are damaged. */
  public Counter uploadDamaged(StreamId stream) {
    return counter("sightline.upload.damaged", "Packets of uploads that are damaged", stream);
  }

  /** Places where a decoder can begin. */
  public Counter uploadStarts(StreamId stream) {
    return counter("sightline.upload.starts", "Places to begin in uploads", stream);
  }

  /** 1 while the camera delivers pictures, else 0. */
  public void cameraLive(StreamId stream, Supplier<Number> live) {
    gauge(CAMERA_LIVE, "1 while the camera delivers pictures", stream, live);
  }

  /** Ends {@link #cameraLive} of a stream that is no more; its counters stay as they are. */
  public void forgetCameraLive(StreamId stream) {
    forget(CAMERA_LIVE, stream);
  }

  /** Frames that an ingest gave to edges. */
  public Counter busFramesSent(StreamId stream) {
    return counter("sightline.bus.frames.sent", "Frames handed to edges", stream);
  }

  /** Frames that an edge received. */
  public Counter busFramesReceived(StreamId stream) {
    return counter("sightline.bus.frames.received", "Frames received from an ingest", stream);
  }

  /** Frames that were sent to an edge and never arrived. */
  public Counter busFramesLost(StreamId stream) {
    return counter("sightline.bus.frames.lost", "Frames sent to this edge that never came", stream);
  }

  /** Bytes of an ordered stream that an ingest gave to edges. */
  public Counter busStretchBytesSent(StreamId stream) {
    return counter("sightline.bus.stretch.bytes.sent", "Ordered bytes handed to edges", stream);
  }

  /** Bytes of an ordered stream that an edge received. */
  public Counter busStretchBytesReceived(StreamId stream) {
    return counter(
        "sightline.bus.stretch.bytes.received", "Ordered bytes received from an ingest", stream);
  }

  /** Bytes of an ordered stream that an edge never got: a jump to a later start. */
  public Counter busStretchBytesLost(StreamId stream) {
    return counter(
        "sightline.bus.stretch.bytes.lost", "Ordered bytes that this edge never got", stream);
  }

  /** Bytes of an ordered stream left out on purpose, up to a later start, by place. */
  public Counter busStretchBytesDropped(StreamId stream, DropPlace place) {
    return Counter.builder("sightline.bus.stretch.bytes.dropped")
        .description("Ordered bytes left out up to a later start, by place")
        .tag(STREAM, stream.name())
        .tag("place", place.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  /** Asks that failed: expired, refused, or with nobody to hear them. */
  public Counter busAsksFailed() {
    return Counter.builder("sightline.bus.asks.failed")
        .description("Asks for frames that failed")
        .register(registry);
  }

  /** When the certificate that this node shows on the event bus ends. */
  public void busCertificateExpiry(Supplier<Number> epochSeconds) {
    Gauge.builder("sightline.bus.certificate.expiry", epochSeconds)
        .description("End of the event bus's certificate, in seconds since 1970")
        .baseUnit("seconds")
        .register(registry);
  }

  /** Changes of the event bus's certificate files, by whether they were taken or refused. */
  public Counter busCertificateChanges(boolean taken) {
    return Counter.builder("sightline.bus.certificate.changes")
        .description("Changes of the event bus's certificates that were taken or refused")
        .tag("result", taken ? "taken" : "refused")
        .register(registry);
  }

  /** Nodes that were kept off the event bus for their certificate, at each of their attempts. */
  public Counter busStrangers() {
    return Counter.builder("sightline.bus.strangers")
        .description("Connections refused for the other node's certificate")
        .register(registry);
  }

  /** Frames left out on purpose, by place. */
  public Counter framesDropped(StreamId stream, DropPlace place) {
    return Counter.builder("sightline.frames.dropped")
        .description("Frames left out on purpose, by place")
        .tag(STREAM, stream.name())
        .tag("place", place.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  /** Messages of MPEG-TS that were written to viewers. */
  public Counter tsMessages(StreamId stream) {
    return counter("sightline.ts.messages", "Messages of MPEG-TS written to viewers", stream);
  }

  /** Packets of MPEG-TS left out up to a later start, by place. */
  public Counter tsPacketsDropped(StreamId stream, DropPlace place) {
    return Counter.builder("sightline.ts.packets.dropped")
        .description("Packets of MPEG-TS left out up to a later start, by place")
        .tag(STREAM, stream.name())
        .tag("place", place.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  /** Frames that were written to viewers. */
  public Counter viewerFrames(StreamId stream) {
    return counter("sightline.viewer.frames", "Frames written to viewers", stream);
  }

  /** Frames that were written once more to viewers who had them, since no newer one came. */
  public Counter viewerRepeats(StreamId stream) {
    return counter("sightline.viewer.repeats", "Frames written again after a silence", stream);
  }

  /** Bytes that were written to viewers. */
  public Counter viewerBytes(StreamId stream) {
    return counter("sightline.viewer.bytes", "Bytes written to viewers", stream);
  }

  /** Viewers of a stream on this node now. */
  public void viewers(StreamId stream, Supplier<Number> viewers) {
    gauge("sightline.viewers", "Viewers of the stream on this node", stream, viewers);
  }

  /** Viewers that were disconnected since they had taken nothing for too long. */
  public Counter viewersGivenUp(StreamId stream) {
    return counter("sightline.viewers.given.up", "Viewers disconnected for taking nothing", stream);
  }

  /**
   * Viewers that were sent away since the node stops, by whether they went or had to be cut off.
   */
  public Counter viewersSentAway(boolean cut) {
    return Counter.builder("sightline.viewers.sent.away")
        .description("Viewers sent away since the node stops, ended in good order or cut off")
        .tag("result", cut ? "cut" : "ended")
        .register(registry);
  }

  /** What an edge keeps for viewers who are in the middle of a frame. */
  public void frameMemory(Supplier<Number> buffers, Supplier<Number> bytes) {
    Gauge.builder("sightline.frame.buffers", buffers)
        .description("Frames in memory on their way to viewers")
        .register(registry);
    Gauge.builder("sightline.frame.memory", bytes)
        .description("Bytes of frames in memory on their way to viewers")
        .baseUnit("bytes")
        .register(registry);
  }

  /** Nodes of the cluster as this one sees it, itself included. */
  public void clusterNodes(Supplier<Number> nodes) {
    Gauge.builder("sightline.cluster.nodes", nodes)
        .description("Nodes of the cluster, this one included")
        .register(registry);
  }

  /**
   * Nodes that are in the cluster and weren't heard, and those of them that were heard again. The
   * registry holds neither; its owner must.
   */
  public void silences(AtomicLong deaf, AtomicLong healed) {
    count("sightline.bus.deaf", "Nodes in the cluster that fell silent for this one", deaf);
    count("sightline.bus.healed", "Those of them that were heard again", healed);
  }

  private void count(String name, String description, AtomicLong count) {
    FunctionCounter.builder(name, count, AtomicLong::get)
        .description(description)
        .register(registry);
  }

  /** From a viewer's request to its first frame. */
  public Timer firstFrame() {
    return Timer.builder("sightline.viewer.first.frame")
        .description("Time from a viewer's request to its first frame")
        .publishPercentileHistogram(false)
        .register(registry);
  }

  /**
   * 1 while the configuration file holds, 0 while it has mistakes or could not be put in effect.
   */
  public void configValid(Supplier<Number> valid) {
    Gauge.builder("sightline.config.valid", valid)
        .description("1 while the configuration file holds, 0 while it has mistakes")
        .register(registry);
  }

  /** Changes of the configuration file, by whether they were taken or refused. */
  public Counter configChanges(boolean taken) {
    return Counter.builder("sightline.config.changes")
        .description("Changes of the configuration file that were taken or refused")
        .tag("result", taken ? "taken" : "refused")
        .register(registry);
  }

  private Counter counter(String name, String description, StreamId stream) {
    return Counter.builder(name)
        .description(description)
        .tag(STREAM, stream.name())
        .register(registry);
  }

  /** Streams that this node's ingest owns. */
  public void streamsOwned(Supplier<Number> owned) {
    Gauge.builder("sightline.streams.owned", owned)
        .description("Streams that this ingest owns, which it alone pulls")
        .register(registry);
  }

  /** Streams that this node's ingest was given to own. */
  public Counter streamsTaken() {
    return Counter.builder("sightline.streams.taken")
        .description("Streams that this ingest began to own")
        .register(registry);
  }

  /** Streams that it no longer owns, by a short fixed reason. */
  public Counter streamsGivenUp(String reason) {
    return Counter.builder("sightline.streams.given.up")
        .description("Streams that this ingest no longer owns, by why it gave them up")
        .tag("reason", reason)
        .register(registry);
  }

  /** How often this process stood still; the registry doesn't hold who counts, its owner must. */
  public <T> void standstills(T standstills, ToDoubleFunction<T> count) {
    FunctionCounter.builder("sightline.standstills", standstills, count)
        .description("Times that this process stood still for more than a second")
        .register(registry);
  }

  /** The registry asks who registered a gauge first; a stream that begins anew wants its own. */
  private void gauge(String name, String description, StreamId stream, Supplier<Number> value) {
    forget(name, stream);
    Gauge.builder(name, value)
        .description(description)
        .tag(STREAM, stream.name())
        .register(registry);
  }

  private void forget(String name, StreamId stream) {
    Tags tags = Tags.of(STREAM, stream.name());
    registry.removeByPreFilterId(new Meter.Id(name, tags, null, null, Meter.Type.GAUGE));
  }
}
