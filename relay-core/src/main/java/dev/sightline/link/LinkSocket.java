package dev.sightline.link;

import dev.sightline.bus.FramePublisher;
import dev.sightline.bus.PlainText;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * One connection of a link: whole messages, in pieces of {@link #PIECE} at most, so that a large
 * picture on a thin line shows that it is under way. Used on the socket's event loop.
 *
 * <p>Who brings too much at once, or something else than messages, is told so and cut off. So is
 * who asks for ever more and doesn't read it: what waits here is one window at most, whatever the
 * other end says of what it has got.
 */
final class LinkSocket {

  /** What a WebSocket of Vert.x takes in one piece unless told otherwise. */
  static final int PIECE = 64 << 10;

  /** Nothing of any kind for so many seconds, and the connection counts as broken. */
  static final int SILENCE_SECONDS = 10;

  /** Who is told goodbye, and doesn't take that, isn't waited for any longer. */
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  /** Each is answered by Vert.x, whether there is room or not. */
  static final int MOST_PINGS = 1_000;

  private static final int LONGEST_REASON = 120;

  interface Listener {

    /** Takes a message, which may be anything. */
    void message(Buffer message);

    /** A message is too large, and left out; what it tells of itself may be anything. */
    void oversized(Buffer beginning);

    /** A ping has come back after so many nanoseconds. */
    void pinged(long took);

    /** The connection is no more. */
    void closed(String reason);
  }

  private final Vertx vertx;
  private final WebSocketBase socket;
  private final LinkChannel channel;
  private final IntSupplier largest;
  private final Listener listener;

  /** What has come of a message that isn't whole yet. */
  private Buffer begun;

  /** What comes belongs to a message that is left out. */
  private boolean leavesOut;

  /** Bytes that were written and haven't left. */
  private long waiting;

  private long largestSent;

  /** Since there was room for what is written. */
  private int pings;

  private int silentSeconds;
  private long ping;
  private long pingedAt;
  private boolean waitsForPong;
  private String ownReason;

  /**
   * @param channel below it
   * @param largest bytes of a message at most, which may become another number
   */
  LinkSocket(
      Vertx vertx,
      WebSocketBase socket,
      LinkChannel channel,
      IntSupplier largest,
      Listener listener) {
    this.vertx = vertx;
    this.socket = socket;
    this.channel = channel;
    this.largest = largest;
    this.listener = listener;
  }

  void begin() {
    socket
        .frameHandler(this::frame)
        .pongHandler(this::pong)
        .exceptionHandler(broken -> {}) // What follows is the close.
        .closeHandler(
            v -> {
              if (ownReason == null) {
                listener.closed(whyClosed());
              }
            });
  }

  private String whyClosed() {
    String said = socket.closeReason();
    String plain = said == null ? "" : PlainText.of(said, LONGEST_REASON);
    return plain.isEmpty() ? "the connection ended" : "it was told: " + plain;
  }

  void send(Buffer message) {
    int length = message.length();
    largestSent = Math.max(largestSent, length);
    if (waiting + length > mostWaiting()) {
      cut("it doesn't take what it asks for");
    }
    for (int from = 0; from < length && ownReason == null && !socket.isClosed(); from += PIECE) {
      int to = Math.min(length, from + PIECE);
      Buffer piece = message.slice(from, to);
      boolean isLast = to == length;
      waiting += piece.length();
      socket
          .writeFrame(
              from == 0
                  ? WebSocketFrame.binaryFrame(piece, isLast)
                  : WebSocketFrame.continuationFrame(piece, isLast))
          .onComplete(left -> waiting -= piece.length());
    }
  }

  /** What a window lets pass, and one more. */
  private long mostWaiting() {
    return Math.max(FramePublisher.WIDEST_WINDOW, 2 * largestSent) + largestSent;
  }

  /** Pings and pongs come here too, and are signs of life. */
  private void frame(WebSocketFrame frame) {
    silentSeconds = 0;
    if (ownReason != null) {
      return;
    }
    if (frame.isPing()) {
      pings = socket.isClosed() || socket.writeQueueFull() ? pings + 1 : 0;
      if (pings > MOST_PINGS) {
        cut("it doesn't take the answers to its pings");
      }
    } else if (frame.isText()) {
      close(CloseCode.PROTOCOL, "a message can't be understood");
    } else if (frame.isBinary() && frame.isFinal()) {
      listener.message(frame.binaryData());
    } else if (frame.isBinary()) {
      begin(frame.binaryData());
    } else if (frame.isContinuation() && leavesOut) {
      leavesOut = !frame.isFinal();
    } else if (frame.isContinuation() && begun != null) {
      goOn(frame.binaryData(), frame.isFinal());
    }
  }

  /** A message says how long it is, which is believed up to the limit. */
  private void begin(Buffer piece) {
    if (piece.length() < LinkMessage.HEADER) {
      close(CloseCode.PROTOCOL, "a message can't be understood");
    } else if (LinkMessage.lengthOf(piece) > largest.getAsInt()) {
      leavesOut = true;
      listener.oversized(piece);
    } else {
      begun = Buffer.buffer(Math.max(piece.length(), LinkMessage.lengthOf(piece)));
      begun.appendBuffer(piece);
    }
  }

  private void goOn(Buffer piece, boolean isLast) {
    if (begun.length() + piece.length() > largest.getAsInt()) {
      begun = null;
      tooLarge();
      return;
    }
    begun.appendBuffer(piece);
    if (isLast) {
      Buffer whole = begun;
      begun = null;
      listener.message(whole);
    }
  }

  /** Hangs up on who brings more than is taken here. */
  void tooLarge() {
    close(CloseCode.TOO_LARGE, "a message is larger than %d bytes".formatted(largest.getAsInt()));
  }

  /** Measures the round trip, unless that is under way already. */
  void ping() {
    if (!waitsForPong && ownReason == null && !socket.isClosed()) {
      waitsForPong = true;
      pingedAt = System.nanoTime();
      socket.writePing(Buffer.buffer().appendLong(++ping));
    }
  }

  /** Others than the one that is waited for say nothing, nor does one after the end. */
  private void pong(Buffer echo) {
    if (ownReason == null
        && waitsForPong
        && echo.length() == Long.BYTES
        && echo.getLong(0) == ping) {
      waitsForPong = false;
      listener.pinged(System.nanoTime() - pingedAt);
    }
  }

  /** To be called once a second; a turn that is missed counts for nothing. */
  void everySecond() {
    silentSeconds++;
    if (silentSeconds > SILENCE_SECONDS) {
      close(CloseCode.PROTOCOL, "nothing came for %d s".formatted(SILENCE_SECONDS));
    }
  }

  /**
   * Hangs up; the listener is told the reason, too.
   *
   * @param reason a sentence for people at both ends, without secrets
   */
  void close(CloseCode code, String reason) {
    if (ownReason == null) {
      ownReason = reason;
      socket.close(code.number(), reason);
      // One that is gone doesn't say goodbye, and isn't waited for.
      vertx.setTimer(GOODBYE.toMillis(), id -> channel.cut());
      listener.closed(reason);
    }
  }

  /**
   * Ends it at once, whatever is under way; only the listener is told.
   *
   * @param reason as that of {@link #close}
   */
  void cut(String reason) {
    if (ownReason == null) {
      ownReason = reason;
      channel.cut();
      listener.closed(reason);
    }
  }
}
