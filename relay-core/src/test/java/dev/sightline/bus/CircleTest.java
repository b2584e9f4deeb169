package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that share a task, on one event bus. */
class CircleTest {

  private static final JsonObject WORD = new JsonObject().put("tell", "all");
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicLong clock = new AtomicLong();
  private final List<String> nodes = new CopyOnWriteArrayList<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void isTheTaskOfTheOldestOfThoseWhoTakePart() {
    nodes.addAll(List.of("ingest", "old", "young"));
    Circle young = join("young");
    Circle old = join("old");
    pass(Circle.SILENCE.plusSeconds(1));
    Await.until("the oldest of the two knows", old::isOldest);
    Await.until("the other one knows", () -> !young.isOldest());
  }

  @Test
  void passesToTheNextWhenTheOldestLeaves() {
    nodes.addAll(List.of("old", "young"));
    join("old");
    Circle young = join("young");
    pass(Circle.SILENCE.plusSeconds(1));
    Await.until("it isn't the oldest", () -> !young.isOldest());
    nodes.remove("old");
    Await.until("it is the oldest now", young::isOldest);
  }

  @Test
  void passesToTheNextWhenTheOldestFallsSilent() {
    nodes.addAll(List.of("old", "young"));
    Circle old = join("old");
    Circle young = join("young");
    pass(Circle.SILENCE.plusSeconds(1));
    Await.until("it isn't the oldest", () -> !young.isOldest());
    Await.result(vertx.undeploy(old.deploymentID()));
    pass(Circle.SILENCE.plusSeconds(1));
    Await.until("it is the oldest now", young::isOldest);
  }

  @Test
  void whoIsNewInAClusterListensFirst() {
    nodes.addAll(List.of("ingest", "edge"));
    Circle edge = join("edge");
    pass(Circle.SILENCE);
    assertThat(edge.isOldest()).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(edge.isOldest()).isTrue();
  }

  @Test
  void whoIsAloneNeedNotListen() {
    nodes.add("edge");
    assertThat(join("edge").isOldest()).isTrue();
  }

  @Test
  void tellsAllOthersAndKnowsThatTheyHaveTakenIt() {
    nodes.addAll(List.of("a", "b", "c"));
    Circle first = join("a");
    join("b");
    join("c");
    Await.until("they know each other", () -> first.members().size() == 3);
    Await.result(first.tell(WORD, SOON));
    assertThat(heard).containsExactlyInAnyOrder("b all", "c all");
  }

  @Test
  void waitsForNoneWhoDoesNotAnswer() {
    nodes.addAll(List.of("a", "b"));
    Circle first = join("a");
    Circle second = join("b");
    Await.until("they know each other", () -> first.members().size() == 2);
    Await.result(vertx.undeploy(second.deploymentID()));
    Await.result(first.tell(WORD, Duration.ofMillis(50)));
    assertThat(heard).isEmpty();
  }

  @Test
  void hasNobodyToTellWhereThereIsNoCluster() {
    Circle alone =
        new Circle("task", new Members("local", false), word -> heard.add("none"), clock::get);
    nodes.add("local");
    Await.result(vertx.deployVerticle(alone));
    assertThat(alone.isOldest()).isTrue();
    Await.result(alone.tell(WORD, SOON));
    assertThat(heard).isEmpty();
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private Circle join(String node) {
    Circle circle =
        new Circle(
            "task",
            new Members(node, true),
            word -> heard.add(node + " " + word.getString("tell")),
            clock::get);
    Await.result(vertx.deployVerticle(circle));
    return circle;
  }

  /** The member list as one node sees it. */
  private final class Members implements FrameTransport {

    private final String node;
    private final boolean clustered;

    private Members(String node, boolean clustered) {
      this.node = node;
      this.clustered = clustered;
    }

    @Override
    public String node() {
      return node;
    }

    @Override
    public List<String> nodes() {
      return List.copyOf(nodes);
    }

    @Override
    public boolean isClustered() {
      return clustered;
    }

    @Override
    public void onNodeLeft(Handler<String> handler) {}

    @Override
    public Future<Answer> ask(String ingest, Ask ask, Duration expiry) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> listenForAsks(AskHandler handler) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void announce(Announcement announcement) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Future<Void> listenForAnnouncements(Handler<Announcement> handler) {
      throw new UnsupportedOperationException();
    }
  }
}
