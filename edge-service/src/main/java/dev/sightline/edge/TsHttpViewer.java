package dev.sightline.edge;

import dev.sightline.edge.LatestFrameWriter.Outcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;

/** A viewer of MPEG-TS over HTTP, such as ffplay or VLC: a body of packets without an end. */
final class TsHttpViewer implements TsViewer, TsWriter.Sink, Guest {

  private static final String CONTENT_TYPE = "video/mp2t";

  private final ViewerChannel channel;
  private final TsWriter writer;

  private TsHttpViewer(ViewerChannel channel, TsFeed feed) {
    this.channel = channel;
    this.writer = feed.newWriter(this);
  }

  /** Sends the response's head; packets follow when there are some. */
  static TsHttpViewer open(HttpServerRequest request, TsFeed feed) {
    TsHttpViewer viewer = new TsHttpViewer(ViewerChannel.ofResponse(request), feed);
    HttpServerResponse response = request.response();
    putHeaders(response);
    viewer.channel.begin(response, Buffer.buffer());
    return viewer;
  }

  static void putHeaders(HttpServerResponse response) {
    response.putHeader(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE);
    NoCache.putHeaders(response);
  }

  @Override
  public void proceed() {
    writer.proceed();
  }

  @Override
  public Outcome write(TsMessage message, ViewerChannel.Follower follower) {
    return channel.writeFrom(message.header(), message.bytes(), follower);
  }

  @Override
  public long waiting() {
    return channel.waiting();
  }

  @Override
  public void abandon() {
    channel.abandon();
  }

  @Override
  public void everySecond(Patience patience) {
    writer.everySecond(patience);
  }

  @Override
  public Optional<ViewerFigures> figures() {
    return Optional.of(writer.figures("ts-http"));
  }

  /** The body ends between two packets. */
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
    return "HTTP viewer of MPEG-TS, " + writer;
  }
}
