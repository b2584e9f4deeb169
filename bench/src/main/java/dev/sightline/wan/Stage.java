package dev.sightline.wan;

import dev.sightline.chaos.Clock;
import dev.sightline.chaos.Node;
import dev.sightline.chaos.Track;
import dev.sightline.chaos.Watcher;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.NetClientOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/** What a show is played on: places, wires, nodes, cameras and viewers; all gone after it. */
final class Stage implements AutoCloseable {

  /** 40 KB at 25 fps are 8 Mbit/s. */
  static final int FRAME_BYTES = 40_000;

  static final int FRAMES_PER_SECOND = 25;

  /** Of one stream, bytes a second. */
  static final int ONE_COPY = FRAME_BYTES * FRAMES_PER_SECOND;

  static final int PORT = 8080;

  private static final int CAMERA_PORT = 8001;
  private static final Duration START = Duration.ofMinutes(2);
  private static final long FLOWING_MILLIS = 2_000;

  private final Path home;
  private final Path directory;
  private final Vertx vertx = Vertx.vertx();
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final List<Place> places = new ArrayList<>();
  private final Watcher.Clients clients;
  private int wires;

  /**
   * @param home the clone
   * @param directory of this show, for configurations and logs
   */
  Stage(Path home, Path directory) {
    this.home = home;
    this.directory = directory;
    this.clients =
        new Watcher.Clients(
            vertx,
            vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true)),
            vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxConnections(1_000).setMaxFrameSize(1 << 20)));
  }

  Place place(String name) {
    Place place = started(new Place(name, places.size() + 1));
    places.add(place);
    return place;
  }

  Wire wire(Place one, Place other, int oneWayMillis) {
    return started(new Wire(home, ++wires, one, other, oneWayMillis));
  }

  Meter meter(Wire wire, Place from) {
    return started(new Meter(wire, from));
  }

  /**
   * Cameras at a place, called by its name and a number.
   *
   * @return the section {@code cameras} of who pulls them
   */
  Cameras cameras(Place place, int number) {
    List<FakeCamera> cameras = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      CameraOptions options =
          CameraOptions.defaults()
              .withHost(place.address())
              .withPort(CAMERA_PORT + i)
              .withFps(FRAMES_PER_SECOND)
              .withFrameSize(FRAME_BYTES);
      cameras.add(started(FakeCamera.start(vertx, options)));
    }
    return new Cameras(place.name(), List.copyOf(cameras));
  }

  /**
   * Starts a node on a host of its own.
   *
   * @param role none for both in one process
   */
  Node node(Place place, String name, List<String> role, String options, String... settings) {
    return started(
        new Node(
                home,
                place.newHost(name),
                role,
                options,
                String.join("\n", settings) + "\n",
                directory)
            .start());
  }

  Watcher watch(Node node, String stream) {
    String url = "http://%s:%d/%s/ws".formatted(node.host().address(), PORT, stream);
    return started(new Watcher(clients, url, true, new Track(node.name(), stream)));
  }

  List<Watcher> watch(Node node, Collection<String> streams) {
    return streams.stream().map(stream -> watch(node, stream)).toList();
  }

  /** So many viewers of each stream at each node. */
  Crowd crowd(List<Node> nodes, List<String> streams, int viewers) {
    Crowd crowd = started(new Crowd());
    for (Node node : nodes) {
      for (String stream : streams) {
        crowd.add(node.host().address(), PORT, "/" + stream + "/stream", viewers);
      }
    }
    return crowd.begin();
  }

  void awaitPictures(List<Watcher> watchers) {
    Await.until(
        START,
        () -> "pictures come to everybody; not to " + without(watchers),
        () -> without(watchers).isEmpty());
  }

  private static List<String> without(List<Watcher> watchers) {
    long since = System.currentTimeMillis() - FLOWING_MILLIS;
    return watchers.stream()
        .map(Watcher::track)
        .filter(track -> track.lastNewAt() < since)
        .map(track -> track.stream() + " at " + track.name())
        .toList();
  }

  /** The node that holds a link, of those that may. */
  Node awaitHolder(List<Node> nodes) {
    Await.until(
        START,
        () -> "one of %s is connected".formatted(nodes.stream().map(Node::name).toList()),
        () -> nodes.stream().anyMatch(Stage::holds));
    return nodes.stream().filter(Stage::holds).findFirst().orElseThrow();
  }

  private static boolean holds(Node node) {
    return node.metric("sightline_link_connected") > 0;
  }

  /** Lets time pass: what is seen in it is what a show measures. */
  static void pause(int seconds) {
    Clock.pass(Duration.ofSeconds(seconds));
  }

  static Seen seen(List<Watcher> watchers, long from, long to) {
    return new Seen(watchers.stream().map(Watcher::track).toList(), from, to);
  }

  static long now() {
    return System.currentTimeMillis();
  }

  private <T extends AutoCloseable> T started(T what) {
    running.push(what);
    return what;
  }

  @Override
  public void close() {
    try {
      for (AutoCloseable one : running) {
        one.close();
      }
      Await.result(vertx.close());
    } catch (Exception e) {
      throw new IllegalStateException("a show couldn't be cleared away: " + e.getMessage(), e);
    }
  }
}
