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
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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
  private LinkConnection connection;

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
  public Future<String> join(WebSocket socket) {
    return join(socket, LinkChannel.of(socket));
  }

  /**
   * The same with one that somebody else has dialled.
   *
   * @param connection what became the WebSocket
   */
  public Future<String> accept(ServerWebSocket socket, HttpConnection connection) {
    return join(socket, LinkChannel.of(connection));
  }

  private Future<String> join(WebSocketBase socket, LinkChannel channel) {
    if (connection != null) {
      connection.close(CloseCode.REPLACED, "another connection has taken its place");
    }
    connection = new LinkConnection(vertx, node, socket, channel, () -> largest, new Incoming());
    return connection.begin();
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
      connection.close(CloseCode.GOING_AWAY, reason);
    }
  }

  /** The same at once, whatever is under way, and without a word to the other end. */
  public void cut(String reason) {
    if (connection != null) {
      connection.cut(reason);
    }
  }

  /** Whether the other end is there and has said who it is. */
  public boolean isConnected() {
    return peer().isPresent();
  }

  private Optional<String> peer() {
    return connection == null ? Optional.empty() : connection.peer();
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
    return peer().map(peer -> List.of(peer, node)).orElse(List.of(node));
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
    if (!isPeer(ingest)) {
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
    return isPeer(other) ? connection.address() : other;
  }

  private boolean isPeer(String other) {
    return peer().filter(other::equals).isPresent();
  }

  private void everySecond() {
    open.expire();
    if (connection != null) {
      connection.everySecond();
    }
  }

  /** What comes over the connection that is there. */
  private final class Incoming implements LinkConnection.Listener {

    @Override
    public void joined() {
      onJoin.run();
    }

    @Override
    public void heard(Announcement announcement) {
      announcements.handle(onlyGives ? announcement.ofNodeOnly() : announcement);
    }

    @Override
    public void asked(Ask ask, Consumer<Answer> answer) {
      asks.handle(ask, answer);
    }

    @Override
    public boolean answered(long number, Answer answer) {
      return open.remove(number).map(known -> answered(known, answer)).orElse(true);
    }

    private boolean answered(OpenAsk known, Answer answer) {
      if (answer == null) {
        known.promise().fail("the other end doesn't have the stream");
      } else if (answer.elsewhere() != null || !answer.fits(known.ask().kind())) {
        // There are two nodes only, so nobody else can be asked instead.
        known.promise().fail("the other end answers something else");
        return false;
      } else if (answer.hasFrame() && answer.size() > largestPicture) {
        leaveOut(known, answer.size());
      } else {
        known.promise().complete(answer);
      }
      return true;
    }

    @Override
    public void oversized(long number, int size) {
      open.remove(number).ifPresent(known -> leaveOut(known, size));
    }

    /** The other streams go on. */
    private void leaveOut(OpenAsk known, int size) {
      known.promise().fail("the picture is too large");
      onOversize.handle(known.ask().stream(), size);
    }

    @Override
    public void pinged(long took) {
      roundTrip = roundTrip.then(took);
    }

    @Override
    public void left(LinkConnection gone) {
      if (connection == gone) {
        connection = null;
        roundTrip = RoundTrip.UNKNOWN;
        open.lose();
        gone.peer().ifPresent(peer -> leaveHandlers.forEach(handler -> handler.handle(peer)));
      }
    }
  }
}
