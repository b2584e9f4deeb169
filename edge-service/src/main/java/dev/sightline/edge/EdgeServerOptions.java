package dev.sightline.edge;

import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;
import java.util.List;

/** How the viewers' ports listen. */
final class EdgeServerOptions {

  /** What is heard of a WebSocket message that comes in pieces; one piece may be as large. */
  private static final int MOST_HEARD = 64 << 10;

  /** Our own look at viewers comes first, since it counts those it gives up. */
  private static final Duration LATER = Duration.ofSeconds(2);

  /**
   * A client that offers subprotocols wants to be told which one is spoken, or hangs up; players of
   * MPEG-TS offer all sorts, down to "null". So the first is echoed.
   */
  private static final List<String> ANY_SUBPROTOCOL = List.of("*");

  private EdgeServerOptions() {}

  /**
   * In the clear, where no browser speaks HTTP/2; see {@link ViewerTls}. Pictures are compressed
   * already, and doing it again for each viewer costs twenty times what sending does; browsers ask
   * for it on WebSockets unless the server declines.
   *
   * @param patience how long a viewer may take nothing; a little later the system ends a connection
   *     on which nothing was acknowledged, or which had no room for more (Linux)
   */
  static HttpServerOptions create(Duration patience) {
    return new HttpServerOptions()
        .setStrictThreadMode(true)
        .setHttp2ClearTextEnabled(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setWebSocketSubProtocols(ANY_SUBPROTOCOL)
        .setMaxWebSocketMessageSize(MOST_HEARD)
        .setTcpUserTimeout((int) patience.plus(LATER).toMillis())
        .setTcpKeepAlive(true);
  }
}
