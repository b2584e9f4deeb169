package dev.sightline.testkit;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;

/** A viewer of one multipart stream on a connection of {@link Http2Viewers}. */
public final class Http2Viewer {

  private final HttpClientResponse response;
  private final MultipartReader reader;

  // Guarded by this viewer.
  private ViewerTally tally = ViewerTally.NOTHING;
  private String end = "";

  /**
   * @param response that is paused
   */
  Http2Viewer(HttpClientResponse response) {
    this.response = response;
    this.reader = new MultipartReader(response.headers().get("Content-Type"), this::picture);
    response.handler(this::receive);
    response.endHandler(v -> ended("ended"));
    response.exceptionHandler(e -> ended(e.toString()));
    response.resume();
  }

  private synchronized void receive(Buffer chunk) {
    try {
      reader.handle(chunk);
    } catch (MalformedStreamException e) {
      ended(e.getMessage());
    }
  }

  private synchronized void picture(MultiMap headers, Buffer jpeg) {
    tally = tally.with(SeenFrame.of(headers, jpeg, false));
  }

  private synchronized void ended(String how) {
    if (end.isEmpty()) {
      end = how;
    }
  }

  public int status() {
    return response.statusCode();
  }

  public HttpVersion version() {
    return response.version();
  }

  public MultiMap headers() {
    return response.headers();
  }

  /** What it has received so far. */
  public synchronized ViewerTally tally() {
    return tally;
  }

  /** How the response ended, {@code ended} for in good order; empty while it goes on. */
  public synchronized String end() {
    return end;
  }

  /** Takes nothing more, so that its stream is blocked before long, and no other. */
  public void pause() {
    response.pause();
  }

  /** Doesn't want it any more. */
  public void leave() {
    response.request().reset(8);
  }

  /** Waits until {@code wanted} intact frames have come since it was opened. */
  public void awaitFrames(long wanted) {
    Await.until(
        Await.DEADLINE,
        () -> "%d frames; %s, %s".formatted(wanted, tally(), end()),
        () -> tally().intact() >= wanted);
  }
}
