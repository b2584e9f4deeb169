package dev.sightline.edge;

import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Connections;
import io.micrometer.core.instrument.Counter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where connections come in: it counts them, and closes those beyond the limit before anything is
 * made for them, TLS among it. One for all ports and event loops; any thread.
 *
 * <p>It sits on the sockets that listen, which Vert.x keeps to itself; so they are taken from its
 * private fields. With {@link ViewerChannel} the only place in the edge that knows of channels.
 */
@Sharable
final class Turnstile extends ChannelInboundHandlerAdapter {

  private static final String NAME = "turnstile";

  /** A whole answer may take as long as a whole frame may. */
  private static final int TIMES_FOR_AN_ANSWER = 10;

  private final EdgeLimits limits;
  private final Duration patience;
  private final boolean protocol;
  private final RelayMetrics metrics;
  private final Counter refused;
  private final AtomicInteger present = new AtomicInteger();

  /**
   * @param patience how long somebody may take nothing of what is sent
   * @param protocol whether each connection begins with a header of the PROXY protocol
   */
  Turnstile(EdgeLimits limits, Duration patience, boolean protocol, RelayMetrics metrics) {
    this.limits = limits;
    this.patience = patience;
    this.protocol = protocol;
    this.metrics = metrics;
    this.refused = metrics.node().connectionsEnded("limit");
    metrics.edge().connections(present::get);
  }

  /** Those of one event loop. */
  Connections newConnections() {
    return new Connections(
        limits.ofEach(patience.multipliedBy(TIMES_FOR_AN_ANSWER)),
        ViewerChannel.WIRE,
        metrics.node()::connectionsEnded,
        System::nanoTime);
  }

  /** Sits on the socket of a server that listens; several servers may share one. */
  Future<HttpServer> guard(HttpServer server) {
    Object tcp = part(server, "tcpServer");
    Future<?> bound = (Future<?>) part(part(tcp, "actualServer"), "bindFuture");
    return bound.compose(channel -> sitOn((Channel) channel)).map(server);
  }

  private Future<Void> sitOn(Channel listening) {
    Promise<Void> done = Promise.promise();
    listening
        .eventLoop()
        .execute(
            () -> {
              if (listening.pipeline().get(NAME) == null) {
                listening.pipeline().addFirst(NAME, this);
              }
              done.complete();
            });
    return done.future();
  }

  private static Object part(Object whole, String name) {
    try {
      Field field = whole.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(whole);
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException("this version of Vert.x keeps its sockets elsewhere", e);
    }
  }

  /** What is read from a socket that listens is connections. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel connection = (Channel) message;
    if (present.incrementAndGet() > limits.connections()) {
      present.decrementAndGet();
      refused.increment();
      connection.unsafe().closeForcibly();
      return;
    }
    connection.closeFuture().addListener(closed -> present.decrementAndGet());
    if (protocol) {
      connection.pipeline().addLast(new HAProxyMessageDecoder(), new ProxyHeader());
    }
    context.fireChannelRead(connection);
  }
}
