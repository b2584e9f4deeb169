package dev.sightline.edge;

import io.vertx.core.http.HttpServerOptions;

/** How the viewers' ports listen. */
final class EdgeServerOptions {

  private EdgeServerOptions() {}

  /**
   * An endless stream ends with its connection, which HTTP/2 would share between streams. Pictures
   * are compressed already, and doing it again for each viewer costs twenty times what sending
   * does; browsers ask for it on WebSockets unless the server declines.
   */
  static HttpServerOptions create() {
    return new HttpServerOptions()
        .setStrictThreadMode(true)
        .setHttp2ClearTextEnabled(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setTcpKeepAlive(true);
  }
}
