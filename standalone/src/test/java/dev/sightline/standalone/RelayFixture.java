package dev.sightline.standalone;

import dev.sightline.access.AccessConfig;
import dev.sightline.bus.Entrance;
import dev.sightline.bus.RelayBus;
import dev.sightline.edge.EdgeConfig;
import dev.sightline.edge.EdgeLimits;
import dev.sightline.edge.EdgeRole;
import dev.sightline.edge.ViewerPorts;
import dev.sightline.frame.StreamId;
import dev.sightline.ingest.CameraConfig;
import dev.sightline.ingest.IngestConfig;
import dev.sightline.ingest.IngestRole;
import dev.sightline.ingest.SourcePolicy;
import dev.sightline.ingest.SourceUrl;
import dev.sightline.ingest.StreamConfig;
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
import dev.sightline.node.StartException;
import dev.sightline.node.UrlConfig;
import dev.sightline.node.UrlDialect;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.TestCertificate;
import dev.sightline.tls.PemFiles;
import dev.sightline.tls.TlsFile;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/** Both roles in this JVM, without a cluster, on free ports: a relay as a hobbyist runs it. */
final class RelayFixture implements AutoCloseable {

  /** So that viewers of one stream are on several, on any machine. */
  private static final int EVENT_LOOPS = 2;

  private final RelayNode node;
  private final List<StreamConfig> cameras = new ArrayList<>();
  private SourcePolicy policy = SourcePolicy.DEFAULT;
  private EdgeLimits limits = EdgeLimits.of(1_000);
  private ProxyConfig proxies = ProxyConfig.NONE;
  private Duration snapshotWait = Duration.ofSeconds(5);
  private Duration viewerTimeout = EdgeConfig.DEFAULT.viewerTimeout();
  private int port;
  private Duration offlineAfter = EdgeConfig.DEFAULT.offlineAfter();
  private AccessConfig access = AccessConfig.OPEN;
  private UrlConfig urls = UrlConfig.DEFAULT;
  private Optional<HttpTls> tls = Optional.empty();
  private RelayBus bus;
  private EdgeRole listening;

  private RelayFixture() {
    try {
      ManagementConfig off = new ManagementConfig("127.0.0.1", OptionalInt.empty());
      node =
          RelayNode.start(
              new NodeConfig(Role.STANDALONE, off, Optional.empty(), LogConfig.DEFAULT));
    } catch (StartException e) {
      throw new IllegalStateException(e);
    }
  }

  static RelayFixture relay() {
    return new RelayFixture();
  }

  RelayFixture lingering(Duration linger) {
    policy =
        new SourcePolicy(
            policy.onDemand(),
            linger,
            policy.connectTimeout(),
            policy.stallTimeout(),
            policy.limits(),
            policy.retry(),
            policy.pollEvery(),
            policy.request(),
            policy.link());
    return this;
  }

  RelayFixture stallingAfter(Duration stall) {
    policy =
        new SourcePolicy(
            policy.onDemand(),
            policy.linger(),
            policy.connectTimeout(),
            stall,
            policy.limits(),
            policy.retry(),
            policy.pollEvery(),
            policy.request(),
            policy.link());
    return this;
  }

  RelayFixture withSnapshotWait(Duration wait) {
    snapshotWait = wait;
    return this;
  }

  RelayFixture withMaxViewers(int most) {
    return withLimits(EdgeLimits.of(most));
  }

  RelayFixture withLimits(EdgeLimits limits) {
    this.limits = limits;
    return this;
  }

  RelayFixture behind(ProxyConfig proxies) {
    this.proxies = proxies;
    return this;
  }

  RelayFixture withPrefix(String prefix) {
    urls = new UrlConfig(List.of(prefix), Optional.empty(), List.of(), UrlDialect.OWN);
    return this;
  }

  /** Pages of this site may do all that its own may. */
  RelayFixture trusting(String origin) {
    urls = new UrlConfig(List.of(), Optional.empty(), List.of(origin), UrlDialect.OWN);
    return this;
  }

  RelayFixture withViewerTimeout(Duration timeout) {
    viewerTimeout = timeout;
    return this;
  }

  /** Viewers come by TLS, and are shown a certificate that nobody vouches for. */
  RelayFixture withTls(Path directory) throws IOException {
    TestCertificate own = TestCertificate.selfSigned(directory, "ip:127.0.0.1");
    Path cert = Files.writeString(directory.resolve("cert.pem"), own.pem());
    Path key = Files.writeString(directory.resolve("key.pem"), own.keyPem());
    PemFiles files =
        new PemFiles(
            new TlsFile("http.tls.cert-file", cert), new TlsFile("http.tls.key-file", key));
    tls = Optional.of(new HttpTls(files, Optional.empty()));
    return this;
  }

  /** For one that comes back where it was; a free one unless set. */
  RelayFixture onPort(int port) {
    this.port = port;
    return this;
  }

  RelayFixture offlineAfter(Duration away) {
    offlineAfter = away;
    return this;
  }

  /** Not everybody may do everything: what the section of the configuration says. */
  RelayFixture withAccess(JsonObject section) {
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

  RelayFixture with(String name, String url) {
    cameras.add(new CameraConfig(new StreamId(name), SourceUrl.parse(url), policy));
    return this;
  }

  RelayFixture with(StreamConfig stream) {
    cameras.add(stream);
    return this;
  }

  RelayFixture with(String name, FakeCamera camera) {
    return with(name, camera.url());
  }

  RelayFixture start() {
    bus = Await.result(RelayBus.start(vertx(), node.metrics()));
    Await.result(IngestRole.start(node, bus, new IngestConfig(cameras, policy)));
    EdgeConfig edge =
        new EdgeConfig(
            OptionalInt.of(0),
            limits,
            snapshotWait,
            viewerTimeout,
            EdgeConfig.DEFAULT.frameMemory(),
            offlineAfter,
            EdgeConfig.DEFAULT.offlinePicture(),
            EVENT_LOOPS,
            false,
            access,
            EdgeConfig.DEFAULT.downlinks(),
            EdgeConfig.DEFAULT.region());
    listening = Await.result(EdgeRole.start(node, bus, edge, ports()));
    Await.until(
        "the edge knows all streams", () -> bus.directory().entries().size() == cameras.size());
    return this;
  }

  private ViewerPorts ports() {
    try {
      return ViewerPorts.of(
          new HttpConfig(
              "127.0.0.1", port, tls, OptionalInt.empty(), urls, proxies, FrameAncestors.ANY));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }

  Vertx vertx() {
    return node.vertx();
  }

  RelayBus bus() {
    return bus;
  }

  String url(String path) {
    String scheme = tls.isPresent() ? "https" : "http";
    return scheme + "://127.0.0.1:" + listening.httpPort() + path;
  }

  int webSocketPort() {
    return listening.wsPort().orElseThrow();
  }

  /** Where the ingest takes what edges pass on to it. */
  int ingestPort() {
    return cameras.stream()
        .flatMap(stream -> bus.directory().entranceOf(stream.id()).stream())
        .mapToInt(Entrance::port)
        .findFirst()
        .orElseThrow();
  }

  /** The sum of a counter or gauge over all its labels. */
  double metric(String name, String... tags) {
    return node.registry().find(name).tags(tags).meters().stream()
        .flatMap(meter -> StreamSupport.stream(meter.measure().spliterator(), false))
        .mapToDouble(measurement -> measurement.getValue())
        .sum();
  }

  @Override
  public void close() {
    node.close();
  }
}
