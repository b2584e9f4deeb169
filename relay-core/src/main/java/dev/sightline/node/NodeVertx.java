package dev.sightline.node;

import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import java.util.Optional;
import java.util.OptionalInt;

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

  /** Clustered, with the event bus on the port that was kept for it. */
  static Future<NodeVertx> clustered(ClusterMember member, Optional<BusTls> tls) {
    PrometheusMeterRegistry registry = newRegistry();
    ClusterNode node = member.node();
    return builder(VertxSettings.clustered(node.busHost(), node.busPort(), tls), registry)
        .withClusterManager(new MemberClusterManager(member))
        .buildClustered()
        .map(vertx -> new NodeVertx(vertx, registry, OptionalInt.of(node.busPort())));
  }

  private static VertxBuilder builder(VertxOptions options, PrometheusMeterRegistry registry) {
    return Vertx.builder().with(options).withMetrics(new MicrometerMetricsFactory(registry));
  }

  /** Vert.x adds what it knows of the JVM; of viewers, each needs an open file. */
  private static PrometheusMeterRegistry newRegistry() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new FileDescriptorMetrics().bindTo(registry);
    return registry;
  }
}
