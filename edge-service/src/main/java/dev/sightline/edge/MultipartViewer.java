package dev.sightline.edge;

import dev.sightline.multipart.PartWriter;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/**
 * A viewer of {@code multipart/x-mixed-replace}: a browser's image, or any program that reads
 * MJPEG.
 */
final class MultipartViewer implements FrameViewer, Guest {

  /** A burst is over when nothing has followed for one to two of these, in milliseconds. */
  private static final long BURST_CHECK = 250;

  private static final String OF_PYMJPEG =
      "multipart/x-mixed-replace;boundary=--" + PartWriter.BOUNDARY;

  private final PartOptions options;
  private final ViewerChannel channel;
  private final LatestFrameWriter writer;

  private MultipartViewer(
      ViewerChannel channel, PartOptions options, FrameRateCap cap, StreamFeed feed) {
    this.options = options;
    this.channel = channel;
    LatestFrameWriter.Sink sink =
        options.shareParts()
            ? new FormSink(channel, WireForm.PART)
            : new OwnParts(channel, options);
    this.writer = new LatestFrameWriter(sink, cap, feed, System::nanoTime);
  }

  /** Sends the response's head and the first delimiter; frames follow when there are some. */
  static MultipartViewer open(
      Vertx vertx,
      HttpServerRequest request,
      StreamFeed feed,
      FrameRateCap cap,
      PartOptions options) {
    HttpServerResponse response = request.response();
    ViewerChannel channel = ViewerChannel.ofResponse(request);
    MultipartViewer viewer = new MultipartViewer(channel, options, cap, feed);
    viewer.open(response);
    if (options.dualFinalFrames()) {
      viewer.watchForEndsOfBursts(vertx, response);
    }
    return viewer;
  }

  private void open(HttpServerResponse response) {
    putHeaders(response, options);
    if (options.key() != null) {
      // ustreamer's page finds itself by it among the viewers in its /state.
      response.putHeader(
          "Set-Cookie",
          "stream_client=%s/%s; path=/; max-age=30".formatted(options.key(), writer.id()));
    }
    channel.begin(response, OwnParts.preamble(options));
  }

  static void putHeaders(HttpServerResponse response, PartOptions options) {
    AnswerHeaders.forAnySite(response);
    response.putHeader("Content-Type", options.pymjpeg() ? OF_PYMJPEG : PartWriter.CONTENT_TYPE);
    NoCache.putHeaders(response);
  }

  private void watchForEndsOfBursts(Vertx vertx, HttpServerResponse response) {
    vertx.setPeriodic(
        BURST_CHECK,
        timer -> {
          if (response.closed()) {
            vertx.cancelTimer(timer);
          } else {
            writer.repeatAtEndOfBurst();
          }
        });
  }

  @Override
  public void offer(OutboundFrame frame) {
    writer.offer(frame);
  }

  @Override
  public void everySecond(Patience patience) {
    writer.everySecond(patience);
    writer.repeatAfterSilence();
  }

  @Override
  public Optional<ViewerFigures> figures() {
    return Optional.of(writer.figures("multipart").with(options));
  }

  /** The body ends between two parts. */
  @Override
  public void dismiss() {
    writer.finish(channel::end);
  }

  @Override
  public void sendAway() {
    dismiss();
  }

  @Override
  public void cut() {
    writer.end();
    channel.abandon();
  }

  @Override
  public String toString() {
    return "HTTP viewer, " + writer;
  }
}
