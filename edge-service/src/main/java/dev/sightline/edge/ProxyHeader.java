package dev.sightline.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the header of the PROXY protocol off a connection, and remembers what it says.
 *
 * <p>Vert.x can do that, but tells the first who asks for the address only, and those are its own
 * metrics.
 */
final class ProxyHeader extends SimpleChannelInboundHandler<HAProxyMessage> {

  private static final Logger LOG = LoggerFactory.getLogger(ProxyHeader.class);
  private static final AttributeKey<String> SOURCE = AttributeKey.valueOf("sightline.source");

  /** Whom the proxy was connected by; empty without a header, or when it speaks for itself. */
  static Optional<String> sourceOf(HttpConnection connection) {
    Attribute<String> source =
        ((HttpServerConnection) connection).channelHandlerContext().channel().attr(SOURCE);
    return Optional.ofNullable(source.get());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HAProxyMessage header) {
    if (header.command() == HAProxyCommand.PROXY) {
      context.channel().attr(SOURCE).set(header.sourceAddress());
    }
    context.pipeline().remove(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
    LOG.debug("a connection without a header of the PROXY protocol: {}", broken.toString());
    context.close();
  }
}
