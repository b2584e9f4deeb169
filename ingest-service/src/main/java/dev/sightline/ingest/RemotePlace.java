package dev.sightline.ingest;

import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.LinkKind;
import dev.sightline.bus.LinkStatus;
import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StreamDirectory;
import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamId;
import dev.sightline.link.LinkTransport;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.SeldomLog;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.LoggerFactory;

/**
 * A place whose streams come here over a link: what it has, and the way to it. Connections come and
 * go; what was heard of it last is kept as long as the directory keeps a stream without an owner.
 *
 * <p>Lives on the ingest's event loop.
 */
final class RemotePlace {

  private enum Trouble {
    TAKEN,
    OVERSIZE
  }

  /** What passes over a link is counted where it comes out, so its ends need no meters. */
  private static final RelayMetrics UNCOUNTED = RelayMetrics.none();

  /** Streams of one site that are taken, so that it leaves room for others. */
  static final int MOST_OF_A_SITE = 1_000;

  /** Ten thousand streams are told of in fewer bytes. */
  private static final int LONGEST_LIST = 8 << 20;

  private final RemoteNames names;
  private final RemoteSelection selection;
  private final LinkFigures figures;
  private final Vertx vertx;
  private final RelayBus home;
  private final LinkTransport transport;
  private final RelayBus link;
  private final FrameReceiver receiver;
  private final Set<RemoteSource> sources = new LinkedHashSet<>();
  private final SeldomLog seldom = new SeldomLog(LoggerFactory.getLogger(RemotePlace.class));
  private int largest;
  private String absence;
  private Runnable onJoin = () -> {};
  private boolean overruled;
  private boolean lookIsDue;

  /**
   * @param figures of the link there
   * @param absence why it isn't connected as yet, in words for viewers
   * @param largest bytes of a picture at most
   */
  RemotePlace(
      Vertx vertx,
      RelayBus home,
      RemoteNames names,
      LinkFigures figures,
      String absence,
      int largest) {
    this.vertx = vertx;
    this.home = home;
    this.names = names;
    this.figures = figures;
    this.selection =
        new RemoteSelection(
            names,
            figures.kind() == LinkKind.SITE
                ? MOST_OF_A_SITE
                : StreamDirectory.MAX_STREAMS_PER_NODE);
    this.absence = absence;
    this.transport = new LinkTransport(vertx, "relay-" + UUID.randomUUID(), LONGEST_LIST);
    take(largest);
    this.link = new RelayBus(transport);
    this.receiver = new FrameReceiver(link, UNCOUNTED);
  }

  /**
   * @param onNews called when it has other streams, or they are doing something else
   */
  Future<?> begin(Runnable onNews) {
    figures.show(transport::roundTrip);
    transport.onJoin(this::joined);
    return home.deploy(link)
        .onSuccess(v -> link.onChange(entry -> changed(onNews)))
        .onSuccess(v -> link.onRemoval(stream -> changed(onNews)))
        .compose(v -> link.deploy(receiver));
  }

  /**
   * Takes larger pictures from now on, or no larger ones.
   *
   * @param picture bytes at most
   */
  void take(int picture) {
    largest = picture;
    transport.take(
        Math.max(picture, LONGEST_LIST) + LinkTransport.OVERHEAD, picture, this::oversized);
  }

  private void oversized(StreamId there, int size) {
    seldom.warn(
        Trouble.OVERSIZE,
        "{}: a picture of the stream {} is left out: it has {} bytes, and max-frame-size is {} here",
        names,
        there,
        size,
        largest);
    List.copyOf(sources).stream()
        .filter(source -> source.isOf(there))
        .forEach(source -> source.oversized(largest));
  }

  /** Calls {@code listener} when the other end has said who it is, at each connection. */
  void onJoin(Runnable listener) {
    onJoin = listener;
  }

  private void joined() {
    onJoin.run();
    figures.connected();
    link.announceNow();
    home.announceNow();
  }

  /** What is heard together is looked at once: there may be thousands of streams in it. */
  private void changed(Runnable onNews) {
    if (!lookIsDue) {
      lookIsDue = true;
      vertx.runOnContext(
          v -> {
            lookIsDue = false;
            onNews.run();
            List.copyOf(sources).forEach(RemoteSource::look);
          });
    }
  }

  /** Hangs up for good. */
  Future<?> end() {
    transport.close("this end is being stopped, or doesn't want these streams any more");
    return home.undeploy(link);
  }

  /** Talks over this connection from now on; the one before it, if any, is ended. */
  Future<String> join(WebSocket socket) {
    overruled = false;
    return transport.join(socket);
  }

  /** The same with one that came here over this connection. */
  Future<String> accept(ServerWebSocket socket, HttpConnection connection) {
    overruled = false;
    return transport.accept(socket, connection);
  }

  /** Somebody else has a newer connection to it: what this one had is no longer told of. */
  void overruled() {
    overruled = true;
    hangUp("a newer connection brings its streams");
  }

  void hangUp(String reason) {
    transport.hangUp(reason);
  }

  boolean isConnected() {
    return transport.isConnected();
  }

  /**
   * Says why it isn't connected.
   *
   * @param sentence for viewers
   * @param why for those who see whose link it is
   */
  void absent(String sentence, String why) {
    absence = sentence;
    figures.absent(why);
    sources.forEach(RemoteSource::look);
    home.announceNow();
  }

  /**
   * Says by what each name is taken, by this place or somebody else.
   *
   * @param holders for people
   */
  void taken(Map<StreamId, String> holders) {
    List<StreamId> lost =
        streams().keySet().stream().filter(stream -> !isOurs(stream, holders)).sorted().toList();
    figures.flawed(lost.isEmpty() ? null : taken(lost, holders.get(lost.get(0))));
    if (!lost.isEmpty() && isConnected()) {
      seldom.warn(Trouble.TAKEN, "{}: {}", names, taken(lost, holders.get(lost.get(0))));
    }
  }

  private boolean isOurs(StreamId stream, Map<StreamId, String> holders) {
    String holder = holders.get(stream);
    return holder == null || holder.equals(names.place());
  }

  private static String taken(List<StreamId> lost, String holder) {
    String first = "left out, since the name %s is taken by %s".formatted(lost.get(0), holder);
    return lost.size() == 1 ? first : first + ", and %d more are taken".formatted(lost.size() - 1);
  }

  /** How the link there is doing, and what has come over it. */
  LinkStatus status() {
    return figures.status(streams().size(), transport.roundTrip());
  }

  LinkFigures figures() {
    return figures;
  }

  /** How long a picture is under way from there at least, nanoseconds. */
  long way() {
    return transport.roundTrip().oneWay();
  }

  /** Its streams by the names that they have here, each as it is to be pulled. */
  Map<StreamId, RemoteConfig> streams() {
    Map<StreamId, RemoteConfig> streams = new LinkedHashMap<>();
    selection
        .of(overruled ? List.of() : link.directory().entries())
        .forEach(
            (here, status) ->
                streams.put(here, new RemoteConfig(here, status.stream(), status.kind(), this)));
    return streams;
  }

  /** How a stream is doing there; empty while nobody can tell. */
  Optional<StreamStatus> find(StreamId there) {
    return link.directory().find(there).filter(entry -> entry.owner() != null).map(Entry::status);
  }

  /** Whether a stream can be had from there, as far as that is known. */
  boolean has(StreamId there) {
    return isConnected() && find(there).filter(status -> !status.away()).isPresent();
  }

  /** What was last heard of it. */
  Optional<StreamStatus> lastKnown(StreamId there) {
    return link.directory().find(there).map(Entry::status);
  }

  /** The regions that a stream has come through when it was last heard of. */
  List<String> hops(StreamId there) {
    return lastKnown(there).map(StreamStatus::hops).orElse(List.of());
  }

  /** Why a stream of it isn't there, in words for viewers. */
  String absence() {
    return absence;
  }

  FrameReceiver receiver() {
    return receiver;
  }

  void add(RemoteSource source) {
    sources.add(source);
  }

  void remove(RemoteSource source) {
    sources.remove(source);
  }

  /** For people. */
  @Override
  public String toString() {
    return names.toString();
  }
}
