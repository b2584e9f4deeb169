package dev.sightline.node;

import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Vert.x's settings for mutual TLS on the event bus. Nodes are told apart from strangers by the
 * authority alone: host names aren't looked at, since nodes know each other by address.
 */
final class BusTlsOptions {

  /** All nodes run on Java 17 or newer, so there is no need for anything older. */
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.3");

  private static final int HANDSHAKE_SECONDS = 5;

  private BusTlsOptions() {}

  static void addTo(EventBusOptions options, BusIdentity identity) {
    options
        .setSsl(true)
        .setKeyCertOptions(identity.keys())
        .setTrustOptions(identity.trust())
        .setClientAuth(ClientAuth.REQUIRED)
        // Vert.x's default believes everybody.
        .setTrustAll(false)
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
  }

  static ServerSSLOptions server(BusIdentity identity, TrustOptions trust) {
    return common(new ServerSSLOptions().setClientAuth(ClientAuth.REQUIRED), identity, trust);
  }

  static ClientSSLOptions client(BusIdentity identity, TrustOptions trust) {
    return common(
        new ClientSSLOptions().setTrustAll(false).setHostnameVerificationAlgorithm(""),
        identity,
        trust);
  }

  private static <T extends SSLOptions> T common(
      T options, BusIdentity identity, TrustOptions trust) {
    options
        .setKeyCertOptions(identity.keys())
        .setTrustOptions(trust)
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    return options;
  }
}
