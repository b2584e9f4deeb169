package dev.sightline.ingest;

import dev.sightline.bus.RelayBus;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.Ports;
import dev.sightline.node.RelayNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;

/** The ingest on a node that is up. */
public final class IngestRole {

  private final IngestVerticle verticle;

  private IngestRole(IngestVerticle verticle) {
    this.verticle = verticle;
  }

  /** Deploys the cameras and what answers for them; the node's close undeploys it. */
  public static Future<IngestRole> start(RelayNode node, RelayBus bus, IngestConfig config) {
    RelayMetrics metrics = new RelayMetrics(node.registry());
    IngestVerticle verticle = new IngestVerticle(config, bus, metrics);
    return bus.deploy(verticle).map(new IngestRole(verticle));
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

  /**
   * Opens the ingest's own port, where it tells of the streams that this node knows. A node that is
   * an edge as well has its port already.
   *
   * @return the port as it really is; fails with a sentence for the user when it can't be had
   */
  public static Future<Integer> listen(RelayNode node, RelayBus bus, HttpConfig http) {
    return node.vertx()
        .createHttpServer()
        .requestHandler(new IngestRouter(node.vertx(), bus).routes())
        .listen(http.port(), http.host())
        .map(HttpServer::actualPort)
        .recover(Ports.explain(http.host(), http.port(), "--port"));
  }
}
