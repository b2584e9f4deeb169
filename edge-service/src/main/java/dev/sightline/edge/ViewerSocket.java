package dev.sightline.edge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A WebSocket on which pictures go out: finds out whether the other end is there, and listens to no
 * more than can be answered. Used on the socket's event loop.
 */
final class ViewerSocket {

  /** Close codes of RFC 6455. Unlike a normal end this one makes players try again. */
  static final short GOING_AWAY = 1001;

  static final short POLICY_VIOLATION = 1008;

  /** Close codes of the IANA registry. */
  static final short SERVICE_RESTART = 1012;

  static final short TRY_AGAIN_LATER = 1013;

  /** With so many texts under way to it, the client isn't listened to: there would be answers. */
  static final int MOST_TEXTS = 512;

  /**
   * So many messages are listened to in a second, and as long as one and the same thing is under
   * way: Vert.x answers pings by itself, however many answers are waiting already.
   */
  static final int MOST_HEARD = 1000;

  private final ServerWebSocket socket;
  private final ViewerChannel channel;
  private final Heartbeat heartbeat;
  private final long patience;
  private final Attention attention = new Attention();
  private Runnable onMessage = () -> {};
  private int heard;
  private boolean deaf;
  private int texts;
  private long textsSent;
  private long sentBefore;
  private long waiting;
  private long movedAt = System.nanoTime();

  /**
   * @param connection what became the socket
   * @param patience how long the other end may be silent, or take nothing of what is under way
   */
  ViewerSocket(ServerWebSocket socket, HttpConnection connection, Duration patience) {
    this.socket = socket;
    this.channel = ViewerChannel.ofWebSocket(connection);
    this.heartbeat = new Heartbeat(patience, System::nanoTime);
    this.patience = patience.toNanos();
    this.attention.begin(movedAt);
    socket.frameHandler(this::hear);
  }

  ViewerChannel channel() {
    return channel;
  }

  /** Calls {@code then} once, or twice, when the client says that it closes or is gone. */
  void onEnd(Runnable then) {
    socket.endHandler(v -> then.run());
    socket.closeHandler(v -> then.run());
  }

  /** Calls {@code then} for each message, whatever it says. */
  void onMessage(Runnable then) {
    onMessage = then;
  }

  /**
   * @param texts takes each text message
   * @param others is called for each binary message, and for each one that is too long
   */
  void onText(Consumer<String> texts, Runnable others) {
    socket.textMessageHandler(texts::accept);
    socket.binaryMessageHandler(bytes -> others.run());
    socket.exceptionHandler(
        problem -> {
          if (problem instanceof IllegalStateException) {
            others.run();
          }
        });
  }

  private void hear(WebSocketFrame frame) {
    heard++;
    heartbeat.heard();
    listenOrNot();
    if (frame.isFinal() && (frame.isText() || frame.isBinary() || frame.isContinuation())) {
      onMessage.run();
    }
  }

  private void listenOrNot() {
    boolean enough = heard >= MOST_HEARD || isBehind();
    if (enough != deaf) {
      deaf = enough;
      channel.listen(!deaf);
    }
  }

  /** In one piece, so that a picture can't come in between. */
  void say(String text) {
    texts++;
    listenOrNot();
    socket.writeFinalTextFrame(text).onComplete(done -> said());
  }

  private void said() {
    texts--;
    textsSent++;
    listenOrNot();
  }

  /** Whether anything that it was told is still under way. */
  boolean isSaying() {
    return texts > 0;
  }

  /** Whether so much of it is under way that nothing should be added that can be said later. */
  boolean isBehind() {
    return texts >= MOST_TEXTS;
  }

  /**
   * To be called every second. Asks a client that is silent whether it is there; false when one
   * hasn't answered, or has taken nothing for too long.
   *
   * @param sent how many pictures have left
   */
  boolean isThere(long sent) {
    boolean busy = channel.isBusy();
    long waits = channel.waiting();
    long now = System.nanoTime();
    if (attention.lapsed(now) || waits < waiting) {
      movedAt = now;
    }
    waiting = waits;
    if (!busy || sent + textsSent != sentBefore) {
      sentBefore = sent + textsSent;
      movedAt = now;
      heard = 0;
      listenOrNot();
    }
    return now - movedAt <= patience && answers(busy);
  }

  private boolean answers(boolean busy) {
    return switch (heartbeat.everySecond(busy)) {
      case NOTHING -> true;
      case ASK -> {
        socket.writePing(Buffer.buffer());
        yield true;
      }
      case GIVE_UP -> false;
    };
  }

  void close(short code, String reason) {
    socket.close(code, reason);
  }

  /** Closes the connection at once, see {@link ViewerChannel#abandon}. */
  void abandon() {
    channel.abandon();
  }
}
