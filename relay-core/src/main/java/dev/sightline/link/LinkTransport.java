package dev.sightline.link;

import dev.sightline.bus.Announcement;
import dev.sightline.bus.Answer;
import dev.sightline.bus.Ask;
import dev.sightline.bus.FrameTransport;
import dev.sightline.bus.Metronome;
import dev.sightline.frame.StreamId;
import dev.sightline.link.OpenAsks.OpenAsk;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One end of a link: what two nodes talk by that are no cluster. To the rest of the product it is a
 * bus with two nodes, or with one while nobody is connected; connections may come and go.
 *
 * <p>All of it on one event loop: that on which it is made, its sockets live and it is asked.
 *
 * <p>Bounded: asks wait for {@link OpenAsks#MOST} answers and each for its expiry; what pictures
 * are under way the window of who sends them decides, and {@link LinkSocket} in the worst case; a
 * connection over which nothing comes for {@link LinkSocket#SILENCE_SECONDS} ends.
 */
public final class LinkTransport implements FrameTransport {

  /** What a message takes besides the picture in it, at most. */
  public static final int OVERHEAD = 64 << 10;

  /** The largest message for an end that is only asked. */
  static final int ASKS_ONLY = OVERHEAD;

  /** Who doesn't say who it is by then isn't one of us. */
  static final Duration HELLO = Duration.ofSeconds(10);

  /** The round trip is measured at the beginning of a connection and then so often. */
  static final int PING_SECONDS = 5;

  /** Of the language on a link; who speaks another one is told so. */
  private static final int VERSION = 1;

  private static final int LONGEST_NAME = 255;

  /** Who wants to know that a picture is larger than is taken here, and was left out. */
  public interface OversizeHandler {

    /**
     * @param size bytes
     */
    void handle(StreamId stream, int size);
  }

  private final Vertx vertx;
  private final Context context;
  private final String node;
  private final OpenAsks open = new OpenAsks();
  private final List<Handler<String>> leaveHandlers = new ArrayList<>();
  private final Metronome seconds;
  private AskHandler asks = (ask, answer) -> answer.accept(null);
  private Handler<Announcement> announcements = announcement -> {};
  private Runnable onJoin = () -> {};
  private boolean onlyGives;
  private OversizeHandler onOversize = (stream, size) -> {};
  private int largest;
  private int largestPicture;
  private Connection connection;

  /** Read by whoever counts it, on any thread. */
  private volatile RoundTrip roundTrip = RoundTrip.UNKNOWN;

  /**
   * @param node how this end is called at the other one; another name in each run of a process
   * @param largest bytes of a message at most, which a picture with some names must fit into
   */
  public LinkTransport(Vertx vertx, String node, int largest) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.node = node;
    this.largest = largest;
    this.largestPicture = largest;
    this.seconds = Metronome.every(vertx, Duration.ofSeconds(1), this::everySecond);
  }

  /**
   * An end that is only asked: what the other one says of streams of its own is of no interest, and
   * nothing of it is kept.
   */
  public static LinkTransport giving(Vertx vertx, String node) {
    LinkTransport transport = new LinkTransport(vertx, node, ASKS_ONLY);
    transport.onlyGives = true;
    return transport;
  }

  /**
   * Talks over this connection until it ends; one that was there before is ended.
   *
   * @return why it ended, in words for people
   */
  public Future<String> join(WebSocketBase socket) {
    if (connection != null) {
      connection.socket.close(CloseCode.REPLACED, "another connection has taken its place");
    }
    connection = new Connection(socket);
    connection.begin();
    return connection.ended.future();
  }

  /**
   * Takes larger pictures from now on, or no larger ones.
   *
   * @param most bytes of a message at most
   * @param picture bytes of a picture at most; one that is larger is left out, and {@code listener}
   *     is told
   */
  public void take(int most, int picture, OversizeHandler listener) {
    largest = most;
    largestPicture = picture;
    onOversize = listener;
  }

  /** Calls {@code listener} when the other end has said who it is, at each connection. */
  public void onJoin(Runnable listener) {
    onJoin = listener;
  }

  /** Ends the connection that is there, if any, and whatever waits; nothing may be used then. */
  public void close(String reason) {
    seconds.stop();
    hangUp(reason);
  }

  /** Ends the connection that is there, if any. */
  public void hangUp(String reason) {
    if (connection != null) {
      connection.socket.close(CloseCode.GOING_AWAY, reason);
    }
  }

  /** The same at once, whatever is under way, and without a word to the other end. */
  public void cut(String reason) {
    if (connection != null) {
      connection.socket.cut(reason);
    }
  }

  /** Whether the other end is there and has said who it is. */
  public boolean isConnected() {
    return connection != null && connection.peer != null;
  }

  /** Of the connection that is there; unknown without one. Any thread. */
  public RoundTrip roundTrip() {
    return roundTrip;
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public List<String> nodes() {
    return isConnected() ? List.of(connection.peer, node) : List.of(node);
  }

  /** There is nobody to be waited for, and nobody else to decide anything. */
  @Override
  public boolean isClustered() {
    return false;
  }

  @Override
  public void onNodeLeft(Handler<String> handler) {
    leaveHandlers.add(handler);
  }

  @Override
  public Future<Answer> ask(String ingest, Ask ask, Duration expiry) {
    if (!isConnected() || !ingest.equals(connection.peer)) {
      return Future.failedFuture("the other end of the link isn't connected");
    }
    if (open.isFull()) {
      return Future.failedFuture("too many asks wait for an answer");
    }
    Promise<Answer> promise = Promise.promise();
    connection.send(LinkMessage.of(open.add(ask, promise, expiry), ask));
    return promise.future();
  }

  @Override
  public Future<Void> listenForAsks(AskHandler handler) {
    asks = handler;
    return Future.succeededFuture();
  }

  @Override
  public void announce(Announcement announcement) {
    context.runOnContext(v -> announcements.handle(announcement));
    if (isConnected()) {
      connection.tell(announcement);
    }
  }

  @Override
  public Future<Void> listenForAnnouncements(Handler<Announcement> handler) {
    announcements = handler;
    return Future.succeededFuture();
  }

  @Override
  public String addressOf(String other) {
    return isConnected() && other.equals(connection.peer) ? connection.address : other;
  }

  private void everySecond() {
    open.expire();
    if (connection != null) {
      connection.everySecond();
    }
  }

  private void left(Connection gone) {
    if (connection != gone) {
      return;
    }
    connection = null;
    roundTrip = RoundTrip.UNKNOWN;
    open.lose();
    if (gone.peer != null) {
      leaveHandlers.forEach(handler -> handler.handle(gone.peer));
    }
  }

  /** One of the connections, from its beginning to its end. */
  private final class Connection implements LinkSocket.Listener {

    private final LinkSocket socket;
    private final String address;
    private final Promise<String> ended = Promise.promise();
    private String peer;
    private Announcement told;
    private int seconds;

    Connection(WebSocketBase webSocket) {
      this.socket = new LinkSocket(vertx, webSocket, () -> largest, this);
      this.address = webSocket.remoteAddress().toString();
    }

    void begin() {
      socket.begin();
      say(new JsonObject().put("hello", VERSION).put("node", node));
      vertx.setTimer(
          HELLO.toMillis(),
          id -> {
            if (peer == null) {
              socket.close(
                  CloseCode.PROTOCOL, "nobody said hello for %d s".formatted(HELLO.toSeconds()));
            }
          });
    }

    void everySecond() {
      seconds++;
      if (peer != null && seconds % PING_SECONDS == 0) {
        socket.ping();
      }
      socket.everySecond();
    }

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
      if (connection == this) {
        understand(() -> LinkMessage.decode(wire)).ifPresent(this::take);
      }
    }

    private <T> Optional<T> understand(Supplier<T> reading) {
      try {
        return Optional.of(reading.get());
      } catch (RuntimeException e) {
        socket.close(CloseCode.PROTOCOL, "a message can't be understood");
        return Optional.empty();
      }
    }

    private void take(LinkMessage message) {
      JsonObject words = message.words();
      if (peer == null) {
        understand(() -> words.getInteger("hello", 0)).ifPresent(version -> hello(version, words));
      } else if (words != null) {
        understand(() -> Announcement.fromJson(words)).ifPresent(this::heard);
      } else if (message.ask() != null) {
        asked(message);
      } else {
        answered(message);
      }
    }

    private void hello(int version, JsonObject words) {
      if (version != VERSION) {
        socket.close(
            CloseCode.PROTOCOL, "the other end speaks another version of the link's language");
        return;
      }
      String name = words.getValue("node") instanceof String text ? text : "";
      if (name.isBlank() || name.length() > LONGEST_NAME || name.equals(node)) {
        socket.close(CloseCode.PROTOCOL, "the other end has no name, or this one's");
        return;
      }
      peer = name;
      socket.ping();
      onJoin.run();
    }

    private void heard(Announcement announcement) {
      if (announcement.epoch().node().equals(peer)) {
        announcements.handle(onlyGives ? announcement.ofNodeOnly() : announcement);
      } else {
        socket.close(CloseCode.PROTOCOL, "the other end speaks for somebody else");
      }
    }

    /** Whoever it says that it is, it is who is at the other end. */
    private void asked(LinkMessage message) {
      if (message.ask().stream() == null && message.ask().kind() != Ask.Kind.PROBE) {
        socket.close(CloseCode.PROTOCOL, "an ask names no stream");
        return;
      }
      asks.handle(
          message.ask().by(peer),
          answer -> {
            if (connection == this) {
              send(LinkMessage.of(message.number(), answer));
            }
          });
    }

    private void answered(LinkMessage message) {
      open.remove(message.number()).ifPresent(known -> answered(known, message.answer()));
    }

    private void answered(OpenAsk known, Answer answer) {
      if (answer == null) {
        known.promise().fail("the other end doesn't have the stream");
      } else if (answer.elsewhere() != null || !answer.fits(known.ask().kind())) {
        // There are two nodes only, so nobody else can be asked instead.
        known.promise().fail("the other end answers something else");
        socket.close(CloseCode.PROTOCOL, "an answer is none to what was asked");
      } else if (answer.hasFrame() && answer.size() > largestPicture) {
        leaveOut(known, answer.size());
      } else {
        known.promise().complete(answer);
      }
    }

    /** The other streams go on. */
    private void leaveOut(OpenAsk known, int size) {
      known.promise().fail("the picture is too large");
      onOversize.handle(known.ask().stream(), size);
    }

    @Override
    public void oversized(Buffer beginning) {
      if (connection != this || peer == null || !LinkMessage.isAnswer(beginning)) {
        socket.tooLarge();
        return;
      }
      open.remove(LinkMessage.numberOf(beginning))
          .ifPresent(known -> leaveOut(known, LinkMessage.lengthOf(beginning)));
    }

    @Override
    public void pinged(long took) {
      if (connection == this) {
        roundTrip = roundTrip.then(took);
      }
    }

    @Override
    public void closed(String reason) {
      left(this);
      ended.tryComplete(reason);
    }
  }
}
