package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clusters whose streams appear in each other: processes on loopback. */
class RegionIT {

  private static final Logger LOG = LoggerFactory.getLogger(RegionIT.class);

  private static final String TOKEN = "a-token-for-regions";

  @TempDir Path directory;

  private Places places;

  @BeforeEach
  void open() {
    places = new Places(directory);
  }

  @AfterEach
  void close() throws Exception {
    places.close();
  }

  @Test
  void aStreamCrossesOnceAndGoesOnWhenTheIngestThatPullsItIsKilled() throws IOException {
    NodeProcess eu =
        places.start(
            "--config",
            places.write("eu.yaml", "region: eu", downlinks()),
            "--camera",
            places.yard());
    String us = places.write("us.yaml", "region: us", upstream("eu", eu.viewersPort(), ""));
    int port = FreePort.onLoopback();
    NodeProcess edge = places.startNode("edge", port, port, "--config", us);
    NodeProcess one = places.startNode("ingest", port, FreePort.onLoopback(), "--config", us);
    NodeProcess other = places.startNode("ingest", port, FreePort.onLoopback(), "--config", us);
    edge.awaitReady();
    Await.until("the stream is listed there", () -> names(edge).contains("yard"));
    assertThat(places.camera().connectionsEver()).as("nobody watches").isZero();

    TestViewer first = places.watch(edge, "yard");
    TestViewer second = places.watch(edge, "yard");
    first.awaitFrames(20);
    second.awaitFrames(20);
    double crossed = eu.metric("sightline_link_frames_sent_total", "any");
    assertThat(crossed)
        .as("one copy, whoever watches there")
        .isBetween(20.0, 1.5 * first.tally().frames());

    NodeProcess owner =
        one.program().lines().toString().contains("this ingest pulls") ? one : other;
    NodeProcess next = owner == one ? other : one;
    owner.program().signal("KILL");
    long killed = System.nanoTime();
    next.awaitLine("this ingest pulls the upstreams");
    first.awaitMoreFrames(20);
    LOG.info("pictures go on after {} ms", (System.nanoTime() - killed) / 1_000_000);
    assertThat(first.isDisconnected()).isFalse();
    assertThat(first.tally().corrupt()).isZero();
    assertThat(first.tally().backwards()).as("no older picture comes").isZero();
  }

  @Test
  void aLoopOfThreeIsRefusedWithASentence() throws IOException {
    NodeProcess eu =
        places.start(
            "--config",
            places.write("eu.yaml", "region: eu", downlinks()),
            "--camera",
            places.yard());
    NodeProcess us = places.start("--config", places.write("us.yaml", "region: us", downlinks()));
    NodeProcess asia =
        places.start("--config", places.write("asia.yaml", "region: asia", downlinks()));
    places.write("us.yaml", "region: us", downlinks(), upstream("eu", eu.viewersPort(), "x-"));
    places.write("asia.yaml", "region: asia", downlinks(), upstream("us", us.viewersPort(), "x-"));
    places.write("eu.yaml", "region: eu", downlinks(), upstream("asia", asia.viewersPort(), "x-"));

    eu.awaitLine(
        "upstream asia: left out, since the stream x-x-yard comes from here: eu > us > asia");
    Await.until("it has come around", () -> names(asia).contains("x-x-yard"));
    assertThat(names(eu)).containsExactly("yard");
    assertThat(names(us)).contains("x-yard").noneMatch(name -> name.startsWith("x-x-x"));
    assertThat(names(asia)).noneMatch(name -> name.startsWith("x-x-x"));
    assertThat(places.camera().connectionsEver()).as("nobody watches").isZero();

    TestViewer far = places.watch(asia, "x-x-yard");
    far.awaitFrames(20);
    assertThat(places.camera().mostConnections()).isEqualTo(1);
    assertThat(far.tally().corrupt()).isZero();
  }

  @Test
  void ofThreeThatAllTakeFromAllEachGoesTheDirectWay() throws IOException {
    NodeProcess eu =
        places.start(
            "--config",
            places.write("eu.yaml", "region: eu", downlinks()),
            "--camera",
            places.yard());
    NodeProcess asia =
        places.start("--config", places.write("asia.yaml", "region: asia", downlinks()));
    NodeProcess us = places.start("--config", places.write("us.yaml", "region: us", downlinks()));
    places.write("asia.yaml", "region: asia", downlinks(), upstreams(us, eu));
    places.write("us.yaml", "region: us", downlinks(), upstreams(asia, eu));
    places.write("eu.yaml", "region: eu", downlinks(), upstreams(asia, us));

    for (NodeProcess far : List.of(asia, us)) {
      Await.until("it comes straight from there", () -> way(far).equals(List.of("eu")));
    }
    assertThat(way(eu)).as("the camera is there").isEmpty();

    places.write("us.yaml", "region: us", downlinks(), upstreams(asia));
    Await.until("it comes by the third one", () -> way(us).equals(List.of("eu", "asia")));

    places.write("us.yaml", "region: us", downlinks(), upstreams(asia, eu));
    Await.until("it comes straight again", () -> way(us).equals(List.of("eu")));
  }

  @Test
  void twoThatStandInForAThirdDontWaitForEachOtherWhenThatIsGone() throws IOException {
    NodeProcess eu =
        places.start(
            "--config",
            places.write("eu.yaml", "region: eu", downlinks()),
            "--camera",
            places.yard());
    NodeProcess asia =
        places.start("--config", places.write("asia.yaml", "region: asia", downlinks()));
    NodeProcess us = places.start("--config", places.write("us.yaml", "region: us", downlinks()));
    places.write("asia.yaml", "region: asia", downlinks(), upstreams(us, eu));
    places.write("us.yaml", "region: us", downlinks(), upstreams(asia, eu));
    List<NodeProcess> others = List.of(asia, us);
    for (NodeProcess far : others) {
      Await.until("it comes straight from there", () -> way(far).equals(List.of("eu")));
    }

    eu.program().signal("KILL");

    for (NodeProcess far : others) {
      far.awaitLine("not connected to .* it refuses the connection");
      Await.until("it waits for the direct way", () -> way(far).equals(List.of("eu")));
    }
    long before = changes(others);
    int seconds = uptime(us);
    Await.until("some time has passed", () -> uptime(us) > seconds + 2);
    assertThat(changes(others)).as("the way stays what it is").isEqualTo(before);
    assertThat(way(asia)).containsExactly("eu");
    assertThat(way(us)).containsExactly("eu");
  }

  /** How often the stream was to be pulled by another way. */
  private static long changes(List<NodeProcess> nodes) {
    return nodes.stream()
        .flatMap(node -> node.program().lines().stream())
        .filter(line -> line.contains("yard: changed"))
        .count();
  }

  private static int uptime(NodeProcess node) {
    return new JsonObject(TestViewer.get(node.url("/status.json")).body())
        .getInteger("uptimeSeconds");
  }

  private static String downlinks() {
    return "downlinks: {any: {token: %s}}".formatted(TOKEN);
  }

  private static String upstream(String name, int port, String prefix) {
    String prefixed = prefix.isEmpty() ? "" : ", prefix: " + prefix;
    return "upstreams: {%s: {url: 'ws://127.0.0.1:%d', token: %s%s}}"
        .formatted(name, port, TOKEN, prefixed);
  }

  /** Named in this order. */
  private static String upstreams(NodeProcess... others) {
    return Stream.of(others)
        .map(
            other ->
                "  from-%d: {url: 'ws://127.0.0.1:%<d', token: %s}"
                    .formatted(other.viewersPort(), TOKEN))
        .collect(Collectors.joining("\n", "upstreams:\n", ""));
  }

  /** The regions that the camera's pictures come through. */
  private static List<String> way(NodeProcess node) {
    return streams(node)
        .filter(stream -> stream.getString("stream").equals("yard"))
        .flatMap(stream -> stream.getJsonArray("regions").stream())
        .map(String.class::cast)
        .toList();
  }

  private static Stream<JsonObject> streams(NodeProcess node) {
    return new JsonObject(TestViewer.get(node.url("/status.json")).body())
        .getJsonArray("streams").stream().map(JsonObject.class::cast);
  }

  /** Those of the camera; a node shows its demo until it has something else. */
  private static Set<String> names(NodeProcess node) {
    return streams(node)
        .map(stream -> stream.getString("stream"))
        .filter(name -> name.endsWith("yard"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
