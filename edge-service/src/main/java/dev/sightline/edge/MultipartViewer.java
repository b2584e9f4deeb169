package dev.sightline.edge;

import dev.sightline.multipart.PartWriter;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A viewer of {@code multipart/x-mixed-replace}: a browser's image, or any program that reads
 * MJPEG.
 */
final class MultipartViewer implements Viewer {

  private final ViewerChannel channel;
  private final LatestFrameWriter writer;

  private MultipartViewer(ViewerChannel channel, FrameRateCap cap, StreamFeed feed) {
    this.channel = channel;
    FormSink sink = new FormSink(channel, WireForm.PART);
    this.writer = new LatestFrameWriter(sink, cap, feed, System::nanoTime);
  }

  /** Sends the response's head and the first delimiter; frames follow when there are some. */
  static MultipartViewer open(HttpServerRequest request, StreamFeed feed, FrameRateCap cap) {
    HttpServerResponse response = request.response();
    putHeaders(response);
    sendIdentityBody(response);
    response.write(PartWriter.preamble());
    return new MultipartViewer(ViewerChannel.ofResponse(request.connection()), cap, feed);
  }

  static void putHeaders(HttpServerResponse response) {
    response.putHeader("Content-Type", PartWriter.CONTENT_TYPE);
    NoCache.putHeaders(response);
  }

  /**
   * The body has no length and no transfer encoding and ends with the connection, which HTTP/1.0
   * readers understand too and which spares a chunk header per write. Vert.x wants to hear
   * "chunked" first.
   */
  private static void sendIdentityBody(HttpServerResponse response) {
    response.setChunked(true);
    response.headersEndHandler(
        v -> response.headers().remove(HttpHeaders.TRANSFER_ENCODING).set("Connection", "close"));
  }

  @Override
  public void offer(OutboundFrame frame) {
    writer.offer(frame);
  }

  @Override
  public void everySecond(long patience) {
    writer.everySecond(patience);
    writer.repeatAfterSilence();
  }

  /** The body ends with its connection, between two parts. */
  @Override
  public void dismiss() {
    writer.finish(channel::abandon);
  }

  @Override
  public String toString() {
    return "HTTP viewer, " + writer;
  }
}
