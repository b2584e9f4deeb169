package dev.sightline.node;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.TrustOptions;
import java.lang.reflect.Field;

/**
 * Gives Vert.x's event bus other certificates while it runs; connections that exist go on.
 *
 * <p>The event bus makes its server and its client of JSON, which keeps nothing but files and
 * bytes, and keeps both to itself. Each of them can change its certificates; so they are taken from
 * its private fields. Nothing that is public leads to the client.
 */
final class BusTlsSwitch {

  private final NetServer server;
  private final NetClient client;

  /**
   * @param bus that of a clustered Vert.x which runs
   * @throws IllegalStateException when it is made in another way than the Vert.x known here
   */
  BusTlsSwitch(EventBus bus) {
    server = part(bus, "server", NetServer.class);
    client = part(bus, "client", NetClient.class);
  }

  private static <T> T part(EventBus bus, String name, Class<T> type) {
    try {
      Field field = bus.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return type.cast(field.get(bus));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "this version of Vert.x can't change the event bus's certificates", e);
    }
  }

  /** A new identity gets new TLS sessions: those of the old one are resumed no more. */
  Future<?> use(BusIdentity identity, BusTrust trust) {
    TrustOptions options = TrustOptions.wrap(trust);
    return server
        .updateSSLOptions(BusTlsOptions.server(identity, options))
        .compose(v -> client.updateSSLOptions(BusTlsOptions.client(identity, options)));
  }
}
