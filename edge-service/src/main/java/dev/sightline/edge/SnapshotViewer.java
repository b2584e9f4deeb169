package dev.sightline.edge;

import dev.sightline.frame.Frame;
import dev.sightline.multipart.PartWriter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A viewer that wants one picture, fresh: it takes a frame that came within the last second, or
 * waits for the next one. A camera that is slower than the wait is served its last picture; one
 * that has none is answered with 503.
 */
final class SnapshotViewer implements Viewer {

  /** A picture that came longer ago is only the second choice. */
  static final long FRESH = TimeUnit.SECONDS.toNanos(1);

  private static final String RETRY_AFTER_SECONDS = "5";

  private final Vertx vertx;
  private final HttpServerResponse response;
  private Frame secondChoice;
  private long timer = -1;

  SnapshotViewer(Vertx vertx, HttpServerResponse response) {
    this.vertx = vertx;
    this.response = response;
  }

  void waitFor(Duration wait) {
    timer = vertx.setTimer(Math.max(1, wait.toMillis()), id -> timeOut());
  }

  @Override
  public void offer(OutboundFrame frame) {
    if (System.nanoTime() - frame.arrivedAt() <= FRESH) {
      send(frame.frame());
    } else {
      secondChoice = frame.frame();
    }
  }

  private void timeOut() {
    if (secondChoice != null) {
      send(secondChoice);
    } else if (isOpen()) {
      response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
      refuse(503, "The camera gives no picture at the moment; its status page says why.\n");
    }
  }

  @Override
  public void dismiss() {
    vertx.cancelTimer(timer);
    refuse(404, "This stream is no more.\n");
  }

  private void refuse(int code, String sentence) {
    if (isOpen()) {
      response
          .setStatusCode(code)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
          .end(sentence);
    }
  }

  private void send(Frame frame) {
    vertx.cancelTimer(timer);
    if (isOpen()) {
      NoCache.putHeaders(response);
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, "image/jpeg")
          .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(frame.size()))
          .putHeader("X-Timestamp", PartWriter.timestamp(frame.capturedAt()))
          .end(frame.jpeg());
    }
  }

  private boolean isOpen() {
    return !response.ended() && !response.closed();
  }

  @Override
  public String toString() {
    return "snapshot";
  }
}
