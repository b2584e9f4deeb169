package dev.sightline.demo;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * One connection that receives every picture it has time for. Event loop only.
 *
 * <p>A picture is dropped when the one before it has not left yet: never more than one is under
 * way, and what follows it is the newest.
 */
final class DemoViewer {

  private static final String BOUNDARY = "sightline-demo";

  private final HttpServerResponse response;
  private boolean writing;

  DemoViewer(HttpServerResponse response) {
    this.response = response;
    response
        .setChunked(true)
        .putHeader("Content-Type", "multipart/x-mixed-replace; boundary=" + BOUNDARY)
        .putHeader("Cache-Control", "no-store");
  }

  /**
   * @param part made by {@link #part}
   */
  void offer(Buffer part) {
    if (!writing) {
      writing = true;
      response.write(part).onComplete(written -> writing = false);
    }
  }

  /** Ends the connection. */
  void close() {
    response.reset();
  }

  /** A picture as it is sent to every viewer. */
  static Buffer part(Buffer jpeg) {
    return Buffer.buffer(jpeg.length() + 128)
        .appendString("--" + BOUNDARY + "\r\nContent-Type: image/jpeg\r\n")
        .appendString("Content-Length: " + jpeg.length() + "\r\n\r\n")
        .appendBuffer(jpeg)
        .appendString("\r\n");
  }
}
