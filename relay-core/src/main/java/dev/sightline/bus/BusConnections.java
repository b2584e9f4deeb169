package dev.sightline.bus;

import io.vertx.core.eventbus.EventBus;
import io.vertx.core.internal.net.NetSocketInternal;
import java.lang.reflect.Field;
import java.util.Map;

/**
 * The event bus's connections to other nodes, which Vert.x shows to nobody: the only way to be rid
 * of one that is broken without its own knowledge before its ping finds out, if ever. The next
 * message to that node makes a new one.
 *
 * <p>It reads private fields of Vert.x; {@code BusConnectionsTest} fails when they are others.
 */
final class BusConnections {

  private final Map<?, ?> connections;

  BusConnections(EventBus clustered) {
    connections = (Map<?, ?>) read(clustered, "outboundConnections");
  }

  /**
   * Any thread. A connection that is still being made ends by itself. One that is full would put a
   * polite close off until it has room, so it is closed below Vert.x.
   */
  void drop(String node) {
    Object connection = connections.get(node);
    Object socket = connection == null ? null : read(connection, "socket");
    if (socket != null && connections.remove(node, connection)) {
      ((NetSocketInternal) socket).channelHandlerContext().channel().close();
    }
  }

  private static Object read(Object object, String field) {
    try {
      Field declared = object.getClass().getDeclaredField(field);
      declared.setAccessible(true);
      synchronized (object) {
        return declared.get(object);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "the event bus of this Vert.x has no field '%s'".formatted(field), e);
    }
  }
}
