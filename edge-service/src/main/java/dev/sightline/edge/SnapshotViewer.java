package dev.sightline.edge;

import dev.sightline.frame.Frame;
import dev.sightline.multipart.PartWriter;
import dev.sightline.node.Exchange;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A viewer that wants one picture, as fresh as it says: it takes the newest frame if that is fresh
 * enough, or waits for the next one. A camera that is slower than the wait is served its last
 * picture to those who don't mind its age; when there is none to serve the answer is 503.
 *
 * <p>It holds a place among the viewers while it waits, and over HTTP/2 until the picture has left.
 * All who wait are given the same frame.
 */
final class SnapshotViewer implements FrameViewer, Guest {

  private static final String RETRY_AFTER_SECONDS = "5";

  /** Also who doesn't want to wait does for as long as asking the ingest takes. */
  private static final long SHORTEST_WAIT_MILLIS = 50;

  /** The day has two digits, unlike in Java's own form of RFC 1123. */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Vertx vertx;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final StreamFeed feed;
  private final OfflineCards cards;
  private final Freshness freshness;
  private final long notBefore;
  private final long timer;

  /** The way of a picture that shares its connection. */
  private final Optional<PictureDelivery> delivery;

  /** A viewer who begins to wait. */
  SnapshotViewer(
      Vertx vertx,
      HttpServerRequest request,
      StreamFeed feed,
      OfflineCards cards,
      Freshness freshness) {
    this.vertx = vertx;
    this.request = request;
    this.response = request.response();
    this.feed = feed;
    this.cards = cards;
    this.freshness = freshness;
    boolean isShared = Exchange.isShared(request) && !Answers.isHead(request);
    this.delivery = isShared ? Optional.of(new PictureDelivery(request)) : Optional.empty();
    this.notBefore = System.nanoTime() - freshness.maxAge().toNanos();
    long wait = Math.max(SHORTEST_WAIT_MILLIS, freshness.maxWait().toMillis());
    this.timer = vertx.setTimer(wait, id -> timeOut());
  }

  @Override
  public void offer(OutboundFrame frame) {
    if (!frame.isCard() && frame.arrivedAt() - notBefore >= 0) {
      send(frame);
    }
  }

  private void timeOut() {
    OutboundFrame newest = feed.newest();
    boolean isLive = newest != null && !newest.isCard();
    if (isLive && freshness.strict()) {
      unavailable("The camera gave no picture in time that is as fresh as was asked for.\n");
    } else if (isLive) {
      send(newest);
    } else if (wantsImage()) {
      cards.draw(feed.stream(), card -> card.ifPresentOrElse(this::unavailable, this::unavailable));
    } else {
      unavailable();
    }
  }

  /** As browsers do for images; they show the picture of an answer whatever its code. */
  private boolean wantsImage() {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.toLowerCase(Locale.ROOT).contains("image/");
  }

  private void unavailable() {
    unavailable("The camera gives no picture at the moment; its status page says why.\n");
  }

  private void unavailable(String sentence) {
    if (isOpen()) {
      response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
      refuse(503, sentence);
    }
  }

  private void unavailable(Frame card) {
    if (isOpen()) {
      NoCache.putHeaders(response);
      AnswerHeaders.forAnySite(response);
      response
          .setStatusCode(503)
          .putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
          .putHeader(HttpHeaders.CONTENT_TYPE, "image/jpeg");
      Answers.end(request, card.jpeg());
    }
  }

  @Override
  public void dismiss() {
    vertx.cancelTimer(timer);
    refuse(404, "This stream is no more.\n");
  }

  /** Its picture, or the end of its wait, may come in the time of grace. */
  @Override
  public void sendAway() {}

  @Override
  public void cut() {
    vertx.cancelTimer(timer);
    delivery.filter(PictureDelivery::hasBegun).ifPresent(PictureDelivery::abandon);
    if (isOpen()) {
      response
          .putHeader(HttpHeaders.RETRY_AFTER, Door.RETRY_AFTER)
          .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      refuse(503, Door.SENTENCE);
    }
  }

  private void refuse(int code, String sentence) {
    if (isOpen()) {
      NoCache.putHeaders(response);
      response.setStatusCode(code).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
      Answers.end(request, sentence);
    }
  }

  private void send(OutboundFrame fresh) {
    vertx.cancelTimer(timer);
    if (!isOpen()) {
      return;
    }
    Frame frame = fresh.frame();
    if (EntityTag.isKnown(request.getHeader(HttpHeaders.IF_NONE_MATCH), frame)) {
      putHeaders(fresh);
      response.setStatusCode(304).end();
    } else if (delivery.isEmpty()) {
      putHeadersOfPicture(fresh);
      Answers.end(request, frame.jpeg());
    } else {
      fresh
          .in(WireForm.PICTURE)
          .ifPresentOrElse(picture -> deliver(fresh, picture), this::withoutMemory);
    }
  }

  private void deliver(OutboundFrame fresh, SharedBuffer picture) {
    putHeadersOfPicture(fresh);
    delivery.ifPresent(way -> way.begin(picture));
  }

  private void withoutMemory() {
    feed.counts().droppedForMemory();
    unavailable("This edge has no memory left for pictures at the moment; try again.\n");
  }

  @Override
  public void everySecond(Patience patience) {
    delivery
        .filter(way -> way.isTooSlow(patience))
        .ifPresent(
            way -> {
              feed.counts().gaveUp();
              way.abandon();
            });
  }

  private void putHeadersOfPicture(OutboundFrame fresh) {
    putHeaders(fresh);
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "image/jpeg")
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(fresh.frame().size()));
  }

  /** The age is that of the picture and not the difference of two machines' clocks. */
  private void putHeaders(OutboundFrame fresh) {
    Frame frame = fresh.frame();
    Duration age = Duration.ofNanos(System.nanoTime() - fresh.arrivedAt());
    AnswerHeaders.forAnySite(response);
    Instant capturedAt = Instant.ofEpochMilli(TimeUnit.MICROSECONDS.toMillis(frame.capturedAt()));
    NoCache.putHeaders(response);
    response
        .putHeader(HttpHeaders.ETAG, EntityTag.of(frame))
        .putHeader(HttpHeaders.LAST_MODIFIED, HTTP_DATE.format(capturedAt))
        .putHeader(HttpHeaders.AGE, Long.toString(Math.max(0, age.toSeconds())))
        .putHeader("X-Timestamp", PartWriter.timestamp(frame.capturedAt()));
  }

  private boolean isOpen() {
    boolean isUnderWay = delivery.map(PictureDelivery::hasBegun).orElse(false);
    return !isUnderWay && !response.ended() && !response.closed();
  }

  @Override
  public String toString() {
    return "snapshot";
  }
}
