package dev.sightline.ingest;

import dev.sightline.bus.FramePublisher;
import dev.sightline.bus.LinkStatus;
import dev.sightline.bus.Metronome;
import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Bitrate;
import dev.sightline.node.ConnectionLimits;
import dev.sightline.node.Connections;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.Ports;
import dev.sightline.node.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ingest role of a node: its cameras, and the asks of edges for their streams. Everything in it
 * runs on the bus's event loop.
 */
final class IngestVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(IngestVerticle.class);

  private static final Duration SECOND = Duration.ofSeconds(1);

  /** As those of a camera. */
  private static final int CHUNK_BYTES = 64 << 10;

  /** For edges, each of which passes on some hundred pushes and keeps a connection for a minute. */
  static final ConnectionLimits LIMITS =
      new ConnectionLimits(
          10_000, Duration.ofSeconds(10), Duration.ofSeconds(75), Duration.ofSeconds(60));

  /** Who acknowledges nothing of an answer for so long is gone (Linux). */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  /** A site that doesn't say goodbye isn't waited for. */
  private static final int CLOSING_SECONDS = 1;

  private IngestConfig config;
  private final RelayBus bus;
  private final RelayMetrics metrics;
  private final Tracing tracing;
  private final FramePublisher publisher;
  private final Optional<HttpConfig> http;
  private final Connections connections;
  private CameraRoster roster;
  private OwnedCameras owned;
  private UploadSecrets uploads;
  private RemoteStreams remotes;
  private Uplinks uplinks;
  private Upstreams upstreams;
  private HttpServer server;

  /**
   * @param http where it listens for what is pushed to it, and for sites; nowhere when empty
   * @param outDegree to how many edges it gives one stream; 0 for all of them
   */
  IngestVerticle(
      IngestConfig config,
      Optional<HttpConfig> http,
      ConnectionLimits limits,
      int outDegree,
      RelayBus bus,
      RelayMetrics metrics,
      Tracing tracing) {
    this.config = config;
    this.http = http;
    this.bus = bus;
    this.metrics = metrics;
    this.tracing = tracing;
    this.connections =
        new Connections(
            limits, Connections.Wire.PLAIN, metrics.node()::connectionsEnded, System::nanoTime);
    this.publisher = new FramePublisher(System::nanoTime, metrics, bus.fence()::holds, outDegree);
  }

  @Override
  public Future<?> start() {
    roster = new CameraRoster(context, publisher, metrics, this::newSource);
    owned = new OwnedCameras(context, roster, bus::announceNow, this::overruled, metrics, tracing);
    uploads = new UploadSecrets(roster::sources);
    linkPlaces();
    keepTime();
    tellOf(Map.of(), config.elsewhere());
    publisher.weigh(config.weights());
    return owned
        .configure(config.cameras())
        .compose(v -> linkTo(config))
        .compose(v -> bus.transport().listenForAsks(publisher))
        .compose(v -> listen())
        .onSuccess(v -> bus.announceUploads(() -> uploads.keys(bus.epoch())))
        .onSuccess(v -> bus.announceUplinks(uplinks::isOpen))
        .onSuccess(v -> bus.announceLinks(this::links))
        .onSuccess(v -> bus.announceStreams(owned::statuses))
        .compose(v -> bus.takePart(owned));
  }

  /** Sites that dial in, and clusters that are dialled. */
  private void linkPlaces() {
    remotes = new RemoteStreams(owned::remote);
    uplinks = new Uplinks(vertx, bus, connections, metrics.links(), remotes::look);
    upstreams = new Upstreams(vertx, bus, metrics.links(), remotes::look);
    remotes.add(uplinks::places);
    remotes.add(upstreams::places);
    owned.upstreams(upstreams::any, upstreams::elect);
  }

  private Future<?> linkTo(IngestConfig next) {
    int largest = next.defaults().limits().maxBodyBytes();
    return Future.join(
            uplinks.configure(next.uplinks(), largest),
            upstreams.configure(next.upstreams(), largest))
        .onSuccess(v -> bus.announceNow());
  }

  private List<LinkStatus> links() {
    return Stream.of(uplinks.places(), upstreams.places())
        .flatMap(List::stream)
        .map(RemotePlace::status)
        .toList();
  }

  private void overruled(RemotePlace place) {
    place.overruled();
    remotes.look();
  }

  /** Looks what other places have by now, and tells those of them whose names are taken. */
  private void lookAround() {
    remotes.look();
    // Two places of this ingest may have one name as well.
    Map<StreamId, String> holders = remotes.holders();
    holders.putAll(owned.takenElsewhere());
    uplinks.taken(holders);
    upstreams.taken(holders);
  }

  /** Sends no more than this to any edge from now on. Any thread. */
  void limit(Bitrate most) {
    context.runOnContext(v -> publisher.limit(vertx, most.bytesPerSecond()));
  }

  /** Sends the sites elsewhere, since this ingest is about to be stopped. */
  void sendSitesAway() {
    context.runOnContext(v -> uplinks.close());
  }

  /**
   * On the ingest's own event loop, so that what is pushed is parsed where cameras are. A push
   * without end ends with its connection, which HTTP/2 would share between pushes.
   */
  private Future<?> listen() {
    return http.isEmpty() ? Future.succeededFuture() : listen(http.get());
  }

  private Future<?> listen(HttpConfig where) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxChunkSize(CHUNK_BYTES)
            .setHttp2ClearTextEnabled(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setWebSocketClosingTimeout(CLOSING_SECONDS)
            .setTcpUserTimeout((int) SILENCE.toMillis())
            .setTcpKeepAlive(true);
    return vertx
        .createHttpServer(options)
        .connectionHandler(connections::opened)
        .requestHandler(
            new IngestRouter(
                    vertx, bus, connections, roster, uploadHandler(), uplinks, metrics.bus())
                .routes())
        .listen(where.port(), where.host())
        .recover(Ports.explain(where.host(), where.port(), "--port"))
        .onSuccess(listening -> server = listening);
  }

  private UploadHandler uploadHandler() {
    return new UploadHandler(uploads, metrics.ingest().uploadsDenied());
  }

  /** The port as it really is; empty when it listens nowhere. */
  OptionalInt port() {
    return server == null ? OptionalInt.empty() : OptionalInt.of(server.actualPort());
  }

  private StreamSource newSource(OwnedCamera camera) {
    return camera
        .config()
        .source(new SourceTools(vertx, camera.epoch(), publisher, this::changed, metrics, tracing));
  }

  private void keepTime() {
    bus.transport().onNodeLeft(node -> context.runOnContext(v -> publisher.nodeLeft(node)));
    Metronome.every(
        vertx,
        SECOND,
        () -> {
          publisher.everySecond();
          connections.everySecond();
          lookAround();
        });
  }

  private void changed(StreamStatus status) {
    if (roster.has(status.stream())) {
      bus.announceChange(status);
    }
  }

  /** Pulls other cameras from now on; whatever goes wrong with it fails the future. Any thread. */
  Future<Void> change(IngestConfig next) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        v -> {
          tellOf(config.elsewhere(), next.elsewhere());
          config = next;
          publisher.weigh(next.weights());
          Future.succeededFuture(next.cameras())
              .compose(owned::configure)
              .compose(w -> linkTo(next))
              .<Void>mapEmpty()
              .onComplete(done);
        });
    return done.future();
  }

  /** Says once of each camera that it is left to others. */
  private static void tellOf(Map<StreamId, Reach> before, Map<StreamId, Reach> now) {
    now.forEach(
        (stream, reach) -> {
          if (!reach.equals(before.get(stream))) {
            LOG.info("{}: left to ingests that reach {}", stream, reach);
          }
        });
  }

  @Override
  public Future<?> stop() {
    return roster.stop();
  }
}
