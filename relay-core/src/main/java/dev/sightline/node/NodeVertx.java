package dev.sightline.node;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.OptionalInt;
import java.util.PrimitiveIterator;

/**
 * A Vert.x that runs, with the registry its metrics go to.
 *
 * @param busPort the event bus's port as it really is; empty without a cluster
 */
record NodeVertx(Vertx vertx, PrometheusMeterRegistry registry, OptionalInt busPort) {

  static NodeVertx local() {
    PrometheusMeterRegistry registry = newRegistry();
    Vertx vertx = builder(VertxSettings.local(), registry).build();
    return new NodeVertx(vertx, registry, OptionalInt.empty());
  }

  /** Clustered, with the event bus on the first free port from {@code wantedBusPort} on. */
  static Future<NodeVertx> clustered(ClusterMember member, int wantedBusPort) {
    return onFirstFree(member, Ports.upwardsFrom(wantedBusPort).iterator(), wantedBusPort);
  }

  /**
   * A port that looks free is only taken for sure by listening on it, and another node that starts
   * on the same machine may be quicker; so a failure to listen goes on to the next port.
   */
  private static Future<NodeVertx> onFirstFree(
      ClusterMember member, PrimitiveIterator.OfInt ports, int wanted) {
    while (ports.hasNext()) {
      int port = ports.nextInt();
      if (Ports.isFree(member.host(), port)) {
        return on(member, port)
            .recover(
                failure ->
                    Ports.isTaken(failure)
                        ? onFirstFree(member, ports, wanted)
                        : Future.failedFuture(failure));
      }
    }
    return Future.failedFuture(
        new StartException(
            "no free event bus port from %d on; choose another with --bus-port".formatted(wanted),
            null));
  }

  private static Future<NodeVertx> on(ClusterMember member, int port) {
    PrometheusMeterRegistry registry = newRegistry();
    return builder(VertxSettings.clustered(member.host(), port), registry)
        .withClusterManager(new HazelcastClusterManager(member.hazelcast()))
        .buildClustered()
        .map(vertx -> new NodeVertx(vertx, registry, OptionalInt.of(port)));
  }

  private static VertxBuilder builder(VertxOptions options, PrometheusMeterRegistry registry) {
    return Vertx.builder().with(options).withMetrics(new MicrometerMetricsFactory(registry));
  }

  private static PrometheusMeterRegistry newRegistry() {
    return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  }
}
