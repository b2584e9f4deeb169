package dev.sightline.link;

import dev.sightline.bus.Announcement;
import dev.sightline.bus.Answer;
import dev.sightline.bus.Ask;
import dev.sightline.bus.AskCodec;
import dev.sightline.bus.FrameCodec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * One connection of a link, from its hello to its end: what comes over it is understood here, or
 * ends it. Used on the socket's event loop.
 */
final class LinkConnection implements LinkSocket.Listener {

  /** Who doesn't say who it is by then isn't one of us. */
  static final Duration HELLO = Duration.ofSeconds(10);

  /** The round trip is measured at the beginning of a connection and then so often. */
  static final int PING_SECONDS = 5;

  /** Of all that is said on a link; who speaks another one is told so. */
  static final int VERSION = 1 << 16 | AskCodec.VERSION << 8 | FrameCodec.VERSION;

  private static final int LONGEST_NAME = 255;

  interface Listener {

    /** The other end has said who it is. */
    void joined();

    void heard(Announcement announcement);

    /** The other end asks, and is answered once. */
    void asked(Ask ask, Consumer<Answer> answer);

    /**
     * @param answer null when the ask is refused
     * @return whether that is an answer to what was asked; else the connection ends
     */
    boolean answered(long number, Answer answer);

    /** An answer was too large, and is left out. */
    void oversized(long number, int size);

    /** The round trip took so many nanoseconds. */
    void pinged(long took);

    /** It has ended. */
    void left(LinkConnection gone);
  }

  private final Vertx vertx;
  private final String node;
  private final LinkSocket socket;
  private final String address;
  private final Listener listener;
  private final Promise<String> ended = Promise.promise();
  private Optional<String> peer = Optional.empty();
  private Announcement told;
  private int seconds;

  /**
   * @param node how this end is called
   * @param channel below the WebSocket
   * @param largest bytes of a message at most, which may become another number
   */
  LinkConnection(
      Vertx vertx,
      String node,
      WebSocketBase webSocket,
      LinkChannel channel,
      IntSupplier largest,
      Listener listener) {
    this.vertx = vertx;
    this.node = node;
    this.socket = new LinkSocket(vertx, webSocket, channel, largest, this);
    this.address = webSocket.remoteAddress().toString();
    this.listener = listener;
  }

  /** Says hello, and tells why it ended when it has. */
  Future<String> begin() {
    socket.begin();
    say(new JsonObject().put("hello", VERSION).put("node", node));
    vertx.setTimer(
        HELLO.toMillis(),
        id -> {
          if (peer.isEmpty()) {
            refuse("nobody said hello for %d s".formatted(HELLO.toSeconds()));
          }
        });
    return ended.future();
  }

  /** How the other end is called, once it has said so. */
  Optional<String> peer() {
    return peer;
  }

  /** Of the other end. */
  String address() {
    return address;
  }

  /** As that of {@link LinkSocket}. */
  void close(CloseCode code, String reason) {
    socket.close(code, reason);
  }

  /** As that of {@link LinkSocket}. */
  void cut(String reason) {
    socket.cut(reason);
  }

  private void refuse(String reason) {
    socket.close(CloseCode.PROTOCOL, reason);
  }

  void everySecond() {
    seconds++;
    if (peer.isPresent() && seconds % PING_SECONDS == 0) {
      socket.ping();
    }
    socket.everySecond();
  }

  /** After the end it goes nowhere. */
  void send(LinkMessage message) {
    socket.send(message.encode());
  }

  private void say(JsonObject words) {
    send(LinkMessage.of(words));
  }

  /** The figures of each second are told only as far as they have changed. */
  void tell(Announcement announcement) {
    say(announcement.since(told).toJson());
    if (announcement.complete()) {
      told = announcement;
    }
  }

  @Override
  public void message(Buffer wire) {
    understand(() -> LinkMessage.decode(wire)).ifPresent(this::take);
  }

  private <T> Optional<T> understand(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (RuntimeException e) {
      refuse("a message can't be understood");
      return Optional.empty();
    }
  }

  private void take(LinkMessage message) {
    JsonObject words = message.words();
    if (peer.isEmpty()) {
      understand(() -> words.getInteger("hello", 0)).ifPresent(version -> hello(version, words));
    } else if (words != null) {
      understand(() -> Announcement.fromJson(words)).ifPresent(this::heard);
    } else if (message.ask() != null) {
      asked(message);
    } else if (!listener.answered(message.number(), message.answer())) {
      refuse("an answer is none to what was asked");
    }
  }

  private void hello(int version, JsonObject words) {
    if (version != VERSION) {
      refuse("the two ends are of versions that don't understand each other");
      return;
    }
    String name = words.getValue("node") instanceof String text ? text : "";
    if (name.isBlank() || name.length() > LONGEST_NAME || name.equals(node)) {
      refuse("the other end has no name, or this one's");
      return;
    }
    peer = Optional.of(name);
    socket.ping();
    listener.joined();
  }

  private void heard(Announcement announcement) {
    if (peer.filter(announcement.epoch().node()::equals).isPresent()) {
      listener.heard(announcement);
    } else {
      refuse("the other end speaks for somebody else");
    }
  }

  /** Whoever it says that it is, it is who is at the other end. */
  private void asked(LinkMessage message) {
    if (message.ask().stream() == null && message.ask().kind() != Ask.Kind.PROBE) {
      refuse("an ask names no stream");
      return;
    }
    listener.asked(
        message.ask().by(peer.orElseThrow()),
        answer -> send(LinkMessage.of(message.number(), answer)));
  }

  @Override
  public void oversized(Buffer beginning) {
    if (peer.isEmpty() || !LinkMessage.isAnswer(beginning)) {
      socket.tooLarge();
    } else {
      listener.oversized(LinkMessage.numberOf(beginning), LinkMessage.lengthOf(beginning));
    }
  }

  @Override
  public void pinged(long took) {
    listener.pinged(took);
  }

  @Override
  public void closed(String reason) {
    listener.left(this);
    ended.tryComplete(reason);
  }
}
