package dev.sightline.ingest;

import dev.sightline.bus.RelayBus;
import dev.sightline.node.Bitrate;
import dev.sightline.node.ClusterAddress;
import dev.sightline.node.ConnectionLimits;
import dev.sightline.node.DrainStep;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.RelayNode;
import io.vertx.core.Future;
import java.util.Optional;

/** The ingest on a node that is up. */
public final class IngestRole {

  private static final HttpConfig HERE = new HttpConfig("127.0.0.1", 0);

  private final RelayBus bus;
  private final IngestVerticle verticle;

  private IngestRole(RelayBus bus, IngestVerticle verticle) {
    this.bus = bus;
    this.verticle = verticle;
  }

  /**
   * Deploys the sources and what answers for them, and listens on this machine only, for edges of
   * the same process to pass on what is pushed; the node's close undeploys it.
   */
  public static Future<IngestRole> start(RelayNode node, RelayBus bus, IngestConfig config) {
    return start(node, bus, config, HERE);
  }

  /**
   * The same for an ingest with a port of its own, where it takes what is pushed and tells of its
   * streams; edges pass on to it under the node's address in the cluster.
   *
   * @return fails with a sentence for the user when the port can't be had
   */
  public static Future<IngestRole> start(
      RelayNode node, RelayBus bus, IngestConfig config, HttpConfig http) {
    return start(node, bus, config, http, IngestVerticle.LIMITS);
  }

  static Future<IngestRole> start(
      RelayNode node, RelayBus bus, IngestConfig config, HttpConfig http, ConnectionLimits limits) {
    return start(node, bus, config, Optional.of(http), limits);
  }

  /** The same for an ingest that may listen nowhere: that of a site. */
  static Future<IngestRole> start(
      RelayNode node,
      RelayBus bus,
      IngestConfig config,
      Optional<HttpConfig> http,
      ConnectionLimits limits) {
    IngestVerticle verticle =
        new IngestVerticle(
            config, http, limits, node.outDegree(), bus, node.metrics(), node.tracing());
    IngestRole role = new IngestRole(bus, verticle);
    node.onDrain(DrainStep.GIVE_UP_CAMERAS, role::handOver);
    return bus.deploy(verticle)
        .onSuccess(
            v -> http.ifPresent(at -> bus.announceEntrance(reachable(node, at), role.port())))
        .map(role);
  }

  /** Where the other nodes find what listens there. */
  private static String reachable(RelayNode node, HttpConfig http) {
    boolean everywhere = http.host().equals("0.0.0.0") || http.host().equals("::");
    return everywhere ? node.cluster().map(ClusterAddress::host).orElse(HERE.host()) : http.host();
  }

  /** The port as it really is; 0 where it listens nowhere. */
  public int port() {
    return verticle.port().orElse(0);
  }

  /**
   * Pulls the cameras of {@code config} from now on. Those that stay as they are notice nothing,
   * those that changed begin anew with the same viewers, and the streams of removed ones end.
   *
   * @return completes when that is done, which the next change must wait for
   */
  public Future<Void> change(IngestConfig config) {
    return verticle.change(config);
  }

  /** Sends no more than this to any edge from now on; that of a site is the cluster it dials. */
  void limit(Bitrate most) {
    verticle.limit(most);
  }

  /**
   * Gives all cameras up, since this ingest is about to be stopped: first closed, then announced as
   * free, and none is taken any more.
   *
   * @return completes when other ingests have taken them or none can, within 3 s at most
   */
  public Future<Void> handOver() {
    verticle.sendSitesAway();
    return bus.handOver();
  }
}
