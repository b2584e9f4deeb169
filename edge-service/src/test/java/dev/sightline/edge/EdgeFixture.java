package dev.sightline.edge;

import dev.sightline.access.AccessConfig;
import dev.sightline.bus.RelayBus;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.node.AddressRange;
import dev.sightline.node.BearerToken;
import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.node.FrameAncestors;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.HttpTls;
import dev.sightline.node.LogConfig;
import dev.sightline.node.ManagementConfig;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.ProxyConfig;
import dev.sightline.node.RelayNode;
import dev.sightline.node.Role;
import dev.sightline.node.Secret;
import dev.sightline.node.ShutdownConfig;
import dev.sightline.node.StartException;
import dev.sightline.node.TracingConfig;
import dev.sightline.node.UrlConfig;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.TsViewer;
import dev.sightline.testkit.ViewerOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A whole edge on free ports of this machine, an ingest that shows what the test says, and a second
 * Vert.x for the viewers.
 */
final class EdgeFixture implements AutoCloseable {

  /** A socket that has just been slow takes one of so many frames, one that is full takes none. */
  private static final int BLOCKED = 20;

  /** The size of a frame unless told otherwise. */
  static final int FRAME_SIZE = 5_000;

  /** So that viewers of one stream are on several, on any machine. */
  static final int EVENT_LOOPS = 2;

  private final Vertx outside = Vertx.vertx();
  private final RelayNode node;
  private EdgeLimits limits = EdgeLimits.of(1_000);
  private ProxyConfig proxies = ProxyConfig.NONE;
  private FrameAncestors frames = FrameAncestors.ANY;
  private Duration snapshotWait = Duration.ofMinutes(1);
  private Duration viewerTimeout = EdgeConfig.DEFAULT.viewerTimeout();
  private int frameMemory = EdgeConfig.DEFAULT.frameMemory();
  private UrlConfig urls = UrlConfig.DEFAULT;
  private Optional<HttpTls> tls = Optional.empty();
  private Duration offlineAfter = EdgeConfig.DEFAULT.offlineAfter();
  private OfflinePicture offlinePicture = EdgeConfig.DEFAULT.offlinePicture();
  private AccessConfig access = AccessConfig.OPEN;
  private List<StreamId> ts = List.of();
  private List<DownlinkConfig> downlinks = List.of();
  private RelayBus bus;
  private TestIngest ingest;
  private EdgeRole listening;

  private EdgeFixture(ShutdownConfig shutdown) {
    ManagementConfig off = new ManagementConfig("127.0.0.1", OptionalInt.empty());
    try {
      node =
          RelayNode.start(
              new NodeConfig(
                  Role.STANDALONE,
                  off,
                  Optional.empty(),
                  LogConfig.DEFAULT,
                  shutdown,
                  TracingConfig.OFF));
    } catch (StartException e) {
      throw new IllegalStateException(e);
    }
  }

  static EdgeFixture edge() {
    return new EdgeFixture(ShutdownConfig.defaultFor(Role.STANDALONE));
  }

  /** One that sends its viewers away over so much time. */
  static EdgeFixture withGrace(Duration grace) {
    return new EdgeFixture(new ShutdownConfig(Duration.ZERO, grace));
  }

  EdgeFixture withMaxViewers(int most) {
    return withLimits(EdgeLimits.of(most));
  }

  EdgeFixture withLimits(EdgeLimits limits) {
    this.limits = limits;
    return this;
  }

  EdgeFixture framedBy(String... words) {
    frames = new FrameAncestors(List.of(words));
    return this;
  }

  /** What stands before it, as the configuration has it. */
  EdgeFixture behind(boolean protocol, String... trusted) {
    proxies = new ProxyConfig(Stream.of(trusted).map(AddressRange::parse).toList(), protocol);
    return this;
  }

  EdgeFixture withSnapshotWait(Duration wait) {
    snapshotWait = wait;
    return this;
  }

  EdgeFixture withViewerTimeout(Duration timeout) {
    viewerTimeout = timeout;
    return this;
  }

  EdgeFixture withUrls(UrlConfig urls) {
    this.urls = urls;
    return this;
  }

  /** Its ports speak TLS, and another one leads there. */
  EdgeFixture withTls(HttpTls config) {
    tls = Optional.of(config);
    return this;
  }

  /** Not everybody may do everything: what the section of the configuration says. */
  EdgeFixture withAccess(JsonObject section) {
    ConfigReader reader =
        new ConfigReader(
            new ConfigSources(new JsonObject().put("access", section), Map.of(), new Flags()));
    access = AccessConfig.read(reader);
    try {
      reader.finish();
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
    return this;
  }

  EdgeFixture withFrameMemory(int bytes) {
    frameMemory = bytes;
    return this;
  }

  EdgeFixture offlineAfter(Duration away) {
    offlineAfter = away;
    return this;
  }

  EdgeFixture withOfflinePicture(OfflinePicture picture) {
    offlinePicture = picture;
    return this;
  }

  /** These of its streams are MPEG-TS. */
  EdgeFixture withTs(String... names) {
    ts = Stream.of(names).map(StreamId::new).toList();
    return this;
  }

  /** This other cluster may take all of its streams. */
  EdgeFixture withDownlink(String name, String token) {
    downlinks = List.of(new DownlinkConfig(name, new BearerToken(new Secret(token)), List.of()));
    return this;
  }

  /** Starts it with these streams, which the edge knows when this returns. */
  EdgeFixture start(String... names) {
    bus = Await.result(RelayBus.start(node.vertx(), node.metrics()));
    List<StreamId> streams = Stream.of(names).map(StreamId::new).toList();
    ingest = new TestIngest(bus, node.metrics(), streams).withTs(ts);
    Await.result(node.vertx().deployVerticle(ingest));
    EdgeConfig config =
        new EdgeConfig(
            OptionalInt.of(0),
            limits,
            snapshotWait,
            viewerTimeout,
            frameMemory,
            offlineAfter,
            offlinePicture,
            EVENT_LOOPS,
            false,
            access,
            downlinks,
            EdgeConfig.DEFAULT.region());
    listening = Await.result(EdgeRole.start(node, bus, config, ports()));
    Await.until(
        "the edge knows all streams", () -> bus.directory().entries().size() == names.length);
    return this;
  }

  private ViewerPorts ports() {
    OptionalInt redirect = tls.isPresent() ? OptionalInt.of(0) : OptionalInt.empty();
    try {
      return ViewerPorts.of(new HttpConfig("127.0.0.1", 0, tls, redirect, urls, proxies, frames));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The edge ends before its viewers do. */
  void stopEdge() {
    node.close();
  }

  TestIngest ingest() {
    return ingest;
  }

  RelayBus bus() {
    return bus;
  }

  /** Where the viewers of a test live. */
  Vertx outside() {
    return outside;
  }

  int port() {
    return listening.httpPort();
  }

  int redirectPort() {
    return listening.redirectPort().orElseThrow();
  }

  int socketPort() {
    return listening.wsPort().orElseThrow();
  }

  PlainRequest request(String path) {
    String scheme = tls.isPresent() ? "https" : "http";
    return PlainRequest.get(scheme + "://127.0.0.1:" + port() + path);
  }

  HttpReply get(String path) {
    return request(path).send();
  }

  TestViewer open(String path) {
    return TestViewer.open(outside, request(path), ViewerOptions.defaults().withPictures());
  }

  /** A viewer that has got the response's head. */
  TestViewer watch(String path) {
    TestViewer viewer = open(path);
    viewer.awaitHead();
    return viewer;
  }

  /** A player of MPEG-TS on a WebSocket that begins to connect. */
  TsViewer openTs(String path) {
    return TsViewer.open(outside, "http://127.0.0.1:" + port() + path);
  }

  /** A player of MPEG-TS that is connected. */
  TsViewer watchTs(String path) {
    TsViewer viewer = openTs(path);
    viewer.awaitConnection();
    return viewer;
  }

  /** Publishes a frame of the stream {@code front}. */
  Frame publish() {
    return ingest.publish(TestFrames.FRONT, FRAME_SIZE);
  }

  /** Publishes until a viewer's socket is full, and another frame has been dropped for it. */
  void publishUntilBlocked(int size) {
    Await.until(
        "a frame is dropped",
        () -> {
          ingest.publish(TestFrames.FRONT, size);
          return dropped() > 0;
        });
  }

  /** The same of a viewer who doesn't ask for each, until the socket takes nothing more at all. */
  void publishUntilFull(int size) {
    AtomicInteger inARow = new AtomicInteger();
    AtomicLong before = new AtomicLong(dropped());
    Await.until(
        "one frame after the other is dropped",
        () -> {
          ingest.publish(TestFrames.FRONT, size);
          long now = dropped();
          boolean isDropped = now > before.getAndSet(now);
          return (isDropped ? inARow.incrementAndGet() : inARow.getAndSet(0)) >= BLOCKED;
        });
  }

  /** Frames on their way to viewers. */
  int frameBuffers() {
    return (int) metric("sightline.frame.buffers");
  }

  int viewers(String stream) {
    return (int) metric("sightline.viewers", "stream", stream);
  }

  void awaitViewers(int count) {
    Await.until(count + " viewers of the front", () -> viewers("front") == count);
  }

  long dropped() {
    return (long) metric("sightline.frames.dropped", "place", "viewer");
  }

  /** The sum of a counter or gauge over the labels that are not given. */
  double metric(String name, String... tags) {
    return node.registry().find(name).tags(tags).meters().stream()
        .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
        .mapToDouble(measurement -> measurement.getValue())
        .sum();
  }

  @Override
  public void close() {
    Await.result(outside.close());
    node.close();
  }
}
