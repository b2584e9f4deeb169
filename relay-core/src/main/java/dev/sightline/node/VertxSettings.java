package dev.sightline.node;

import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.VertxPrometheusOptions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;

/** Vert.x's settings for a relay. */
final class VertxSettings {

  /** Long enough for the second try of a lost first packet, which TCP makes after a second. */
  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;

  /**
   * A connection is given up when nothing has been acknowledged for this time after bytes were sent
   * again, or when the other side has had no room for so long (Linux): such a node is as good as
   * gone, and what it didn't read would be old. TCP itself would try for a quarter of an hour, ever
   * more rarely: a cut of ten seconds would last for twenty, and on a link that loses a fifth,
   * where longer and shorter times were tried, pictures come later than over a new connection.
   */
  private static final int UNACKNOWLEDGED_MILLIS = 2_500;

  /**
   * A pong waits behind the frames on the same connection, so the bus's own ping is no judge of who
   * is alive; it only clears away connections that are long dead.
   */
  private static final int PING_MILLIS = 10_000;

  /** Both ends of a connection hear a ping or a pong more often, unless the other one is gone. */
  private static final int SILENCE_SECONDS = 30;

  private VertxSettings() {}

  /** Falls back to NIO by itself where there is no native transport. */
  static VertxOptions local() {
    return new VertxOptions().setPreferNativeTransport(true).setMetricsOptions(metrics());
  }

  static VertxOptions clustered(String host, int busPort, Optional<BusTls> tls) {
    EventBusOptions bus =
        new EventBusOptions()
            .setHost(host)
            .setClusterPublicHost(host)
            .setPort(busPort)
            .setTcpNoDelay(true)
            .setTcpUserTimeout(UNACKNOWLEDGED_MILLIS)
            .setReadIdleTimeout(SILENCE_SECONDS)
            .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
            .setClusterPingInterval(PING_MILLIS)
            .setClusterPingReplyInterval(PING_MILLIS);
    tls.ifPresent(t -> BusTlsOptions.addTo(bus, t.identity()));
    return local().setEventBusOptions(bus);
  }

  /**
   * No label takes its values from a request: each new path or method would stay in memory as a
   * time series of its own. Registries are found by name in the whole JVM, so each node has a name
   * of its own.
   */
  private static MicrometerMetricsOptions metrics() {
    MicrometerMetricsOptions options =
        new MicrometerMetricsOptions()
            .setEnabled(true)
            .setRegistryName(UUID.randomUUID().toString())
            .setPrometheusOptions(new VertxPrometheusOptions().setEnabled(true))
            .setJvmMetricsEnabled(true)
            .setLabels(EnumSet.of(Label.HTTP_CODE, Label.POOL_TYPE, Label.POOL_NAME));
    for (MetricsDomain domain :
        EnumSet.of(
            MetricsDomain.EVENT_BUS,
            MetricsDomain.NET_CLIENT,
            MetricsDomain.NET_SERVER,
            MetricsDomain.HTTP_CLIENT,
            MetricsDomain.DATAGRAM_SOCKET)) {
      options.addDisabledMetricsCategory(domain);
    }
    return options;
  }
}
