package dev.sightline.chaos;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.NetClientOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a row plays on: four cameras, two ingests that have all of them, three edges, haproxy, 60
 * viewers behind it and 12 who go to the edges directly, one to each stream of each edge.
 */
final class Scene implements AutoCloseable {

  static final int INGESTS = 2;
  static final int EDGES = 3;
  static final int VIEWERS = 60;
  private static final int FRAMES_PER_SECOND = 10;

  /** How long pictures must have come to everybody before a fault. */
  private static final Duration QUIET = Duration.ofSeconds(8);

  private static final long FLOWING_MILLIS = 500;
  private static final Duration START = Duration.ofMinutes(2);

  private final Vertx vertx = Vertx.vertx();
  private final Deque<AutoCloseable> running = new ConcurrentLinkedDeque<>();
  private final List<FakeCamera> cameras = new ArrayList<>();
  private final List<Node> ingests = new ArrayList<>();
  private final List<Node> edges = new ArrayList<>();
  private final List<Watcher> viewers = new ArrayList<>();
  private final List<Watcher> direct = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private final Path home;
  private final Path directory;
  private final Net net;
  private final Samples samples = new Samples();
  private OptionalLong outdatedBefore = OptionalLong.empty();
  private Balancer balancer;
  private Watcher.Clients clients;

  /**
   * @param home the clone
   * @param directory of this row, for configurations and logs
   */
  private Scene(Path home, Path directory) {
    this.home = home;
    this.directory = directory;
    this.net = new Net(home);
  }

  /** A scene in which everybody sees all streams when this returns. */
  static Scene open(Path home, Path directory, int frameBytes) {
    Scene scene = new Scene(home, directory);
    try {
      scene.build(frameBytes);
      return scene;
    } catch (RuntimeException | Error e) {
      scene.close();
      throw e;
    }
  }

  private void build(int frameBytes) {
    for (int i = 0; i < Net.CAMERAS; i++) {
      CameraOptions options =
          CameraOptions.defaults()
              .withHost(Net.cameraAddress(i))
              .withPort(80)
              .withFps(FRAMES_PER_SECOND)
              .withFrameSize(frameBytes);
      cameras.add(started(FakeCamera.start(vertx, options)));
    }
    Settings settings = new Settings();
    IntStream.rangeClosed(1, INGESTS)
        .mapToObj(net::ingest)
        .map(host -> new Node(home, host, "ingest", settings.ofIngest(host), directory))
        .forEach(ingests::add);
    IntStream.rangeClosed(1, EDGES)
        .mapToObj(net::edge)
        .map(host -> new Node(home, host, "edge", settings.ofEdge(host), directory))
        .forEach(edges::add);
    nodes().forEach(node -> started(node.start()));
    nodes().forEach(Node::awaitReady);
    balancer =
        started(
            Balancer.start(
                home, net.balancer(), edges.stream().map(Node::host).toList(), directory));
    clients =
        new Watcher.Clients(
            vertx,
            vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true)),
            vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxConnections(1_000).setMaxFrameSize(1 << 20)));
    started(samples.begin(nodes()));
    watch();
  }

  private void watch() {
    for (int i = 0; i < VIEWERS; i++) {
      viewers.add(viewer(i));
    }
    for (Node edge : edges) {
      for (int i = 0; i < Net.CAMERAS; i++) {
        String stream = stream(i);
        String url = "http://%s:8080%s".formatted(edge.host().address(), path(stream, i % 2 == 1));
        direct.add(new Watcher(clients, url, i % 2 == 1, new Track(edge.name(), stream)));
      }
    }
    Await.until(START, this::whoIsMissing, () -> flowing(watchers()));
    pause(QUIET);
    Await.until(START, this::whoIsMissing, () -> flowing(watchers()));
  }

  private Watcher viewer(int place) {
    String stream = stream(place % Net.CAMERAS);
    boolean webSocket = place / Net.CAMERAS % 3 == 2;
    String url = balancer.url(path(stream, webSocket));
    return new Watcher(clients, url, webSocket, new Track("viewer-" + place, stream));
  }

  static String stream(int camera) {
    return "cam" + (camera + 1);
  }

  private static String path(String stream, boolean webSocket) {
    return "/" + stream + (webSocket ? "/ws" : "/stream");
  }

  private Stream<Watcher> watchers() {
    return Stream.concat(viewers.stream(), direct.stream());
  }

  private static boolean flowing(Stream<Watcher> watchers) {
    long since = System.currentTimeMillis() - FLOWING_MILLIS;
    return watchers.allMatch(watcher -> watcher.track().lastNewAt() > since);
  }

  private String whoIsMissing() {
    long since = System.currentTimeMillis() - FLOWING_MILLIS;
    List<String> missing =
        watchers()
            .map(Watcher::track)
            .filter(track -> track.lastNewAt() <= since)
            .map(track -> track.name() + " of " + track.stream())
            .toList();
    return "pictures come to everybody; not to " + missing;
  }

  // ---- what rows do

  Net net() {
    return net;
  }

  Node ingest(int number) {
    return ingests.get(number - 1);
  }

  Node edge(int number) {
    return edges.get(number - 1);
  }

  List<Node> nodes() {
    return Stream.concat(ingests.stream(), edges.stream()).toList();
  }

  /** The ingest that pulls most cameras now. */
  Node owner() {
    return ingests.stream().max(Comparator.comparingLong(this::pulls)).orElseThrow();
  }

  private long pulls(Node ingest) {
    return cameras.stream()
        .flatMap(camera -> camera.visits().stream())
        .filter(visit -> visit.ended().isEmpty())
        .filter(visit -> visit.from().equals(ingest.host().address()))
        .count();
  }

  /**
   * The viewer at a place leaves, and somebody else comes.
   *
   * @return what the one who left had met
   */
  Track replaceViewer(int place) {
    Watcher leaving = viewers.set(place, viewer(place));
    leaving.close();
    return leaving.track();
  }

  /** Of all who watch now. */
  List<Track> tracks() {
    return watchers().map(Watcher::track).toList();
  }

  void fault(String what) {
    mark(Mark.Kind.FAULT, what);
  }

  void healing(String what) {
    mark(Mark.Kind.HEALING, what);
  }

  private synchronized void mark(Mark.Kind kind, String what) {
    marks.add(new Mark(System.currentTimeMillis(), kind, what));
    System.out.println("  " + what);
  }

  /** Lets time pass: what viewers see in it is what a row measures. */
  void pause(Duration duration) {
    Clock.pass(duration);
  }

  void pause(int seconds) {
    pause(Duration.ofSeconds(seconds));
  }

  /** Waits until everybody sees pictures again, for half a minute; who never does is found then. */
  void settle() {
    for (int tries = 0; tries < 300 && !flowing(watchers()); tries++) {
      pause(Duration.ofMillis(100));
    }
  }

  /** From now on pictures that edges throw away as outdated count; all edges must run. */
  void countOutdated() {
    outdatedBefore = OptionalLong.of(outdated());
  }

  private long outdated() {
    return edges.stream().mapToLong(Node::outdated).sum();
  }

  /** All that has been noted, up to now. */
  Evidence evidence(Optional<Node> target) {
    mark(Mark.Kind.END, "end");
    return new Evidence(
        List.copyOf(marks),
        viewers.stream().map(Watcher::track).toList(),
        direct.stream().map(Watcher::track).toList(),
        cameras.stream().map(FakeCamera::visits).toList(),
        ingests.stream().map(Node::host).toList(),
        samples.list(),
        outdatedBefore.isPresent() ? outdated() - outdatedBefore.getAsLong() : 0,
        target.map(Node::name).orElse(""));
  }

  private <T extends AutoCloseable> T started(T what) {
    running.push(what);
    return what;
  }

  @Override
  public void close() {
    try {
      watchers().forEach(Watcher::close);
      for (AutoCloseable one : running) {
        one.close();
      }
      Await.result(vertx.close());
    } catch (Exception e) {
      throw new IllegalStateException("a row couldn't be cleared away: " + e.getMessage(), e);
    } finally {
      net.close();
    }
  }
}
