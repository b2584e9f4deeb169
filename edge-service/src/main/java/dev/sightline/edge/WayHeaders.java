package dev.sightline.edge;

import dev.sightline.node.Exchange;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;

/** What an answer must, or mustn't, say for the way it takes: TLS, and HTTP/2 over it. */
final class WayHeaders implements Handler<RoutingContext> {

  private final Optional<String> hsts;

  /**
   * @param hsts for how long browsers are to come by TLS only
   */
  WayHeaders(Optional<Duration> hsts) {
    this.hsts = hsts.map(time -> "max-age=" + time.toSeconds());
  }

  @Override
  public void handle(RoutingContext context) {
    hsts.ifPresent(value -> context.response().putHeader("Strict-Transport-Security", value));
    if (Exchange.isShared(context.request())) {
      context.addHeadersEndHandler(v -> withoutConnection(context.response().headers()));
    }
    context.next();
  }

  /** What is about a connection makes an answer over HTTP/2 invalid. */
  private static void withoutConnection(MultiMap headers) {
    headers
        .remove(HttpHeaders.CONNECTION)
        .remove(HttpHeaders.KEEP_ALIVE)
        .remove(HttpHeaders.TRANSFER_ENCODING)
        .remove(HttpHeaders.UPGRADE);
  }
}
