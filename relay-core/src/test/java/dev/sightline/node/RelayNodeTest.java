package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.FreePort;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RelayNodeTest {

  @Test
  void nodesOnOneMachineTakeTheNextFreePortsAndTalk() throws Exception {
    ClusterConfig config = onFreePorts("127.0.0.1");
    try (RelayNode first = start(config);
        RelayNode second = start(config)) {
      assertThat(first.cluster().get().port()).isEqualTo(config.port());
      assertThat(second.cluster().get().port()).isGreaterThan(config.port());
      assertThat(second.cluster().get().busPort()).isNotEqualTo(first.cluster().get().busPort());
      assertThat(second.nodeId()).isNotEqualTo(first.nodeId());
      assertThat(second.nodes()).isEqualTo(2);
      assertThat(greetingFrom(first, second)).isEqualTo("hello");
    }
  }

  @Test
  void theFirstNodeThatStartsAgainFindsTheOthers() throws Exception {
    ClusterConfig config = onFreePorts("127.0.0.1");
    RelayNode first = start(config);
    try (RelayNode second = start(config)) {
      first.close();
      Await.until("the second is alone", () -> second.nodes() == 1);
      try (RelayNode again = start(config)) {
        assertThat(again.cluster().get().port()).isEqualTo(config.port());
        assertThat(again.nodes()).isEqualTo(2);
      }
    } finally {
      first.close();
    }
  }

  @Test
  void nodesFindEachOtherByDns() throws Exception {
    ClusterConfig config = onFreePorts("dns:localhost");
    try (RelayNode first = start(config);
        RelayNode second = start(config)) {
      assertThat(first.nodes()).isEqualTo(2);
      assertThat(second.nodes()).isEqualTo(2);
    }
  }

  /**
   * The first to start knows of the second, the second of nobody; so they begin as two clusters.
   */
  @Test
  void twoClustersBecomeOneAndTheirNodesKeepTheirNames() throws Exception {
    ClusterConfig there = onFreePorts("127.0.0.1");
    int port = there.port();
    ClusterConfig here = onFreePorts("127.0.0.1:" + port);
    try (RelayNode first = start(here);
        RelayNode second = start(joining("127.0.0.1:" + port, port))) {
      String name = first.nodeId();
      answerGreetings(first);
      answerGreetings(second);
      Await.until("the second hears the first", () -> greet(second, first).succeeded());
      Await.until("the first hears the second", () -> greet(first, second).succeeded());
      assertThat(first.nodeId()).isEqualTo(name);
    }
  }

  @Test
  void messagesToANodeThatHasNeverBeenThereFailAtOnce() throws Exception {
    try (RelayNode node = start(onFreePorts("127.0.0.1"))) {
      Await.until(
          "told that nobody is there",
          () ->
              greet(node, "nobody").cause() instanceof ReplyException failure
                  && failure.failureType() == ReplyFailure.NO_HANDLERS);
    }
  }

  @Test
  void nothingCanBeStoredInTheCluster() throws Exception {
    try (RelayNode node = start(onFreePorts("127.0.0.1"))) {
      Throwable refusal =
          catchThrowableOfType(
              UnsupportedOperationException.class,
              () -> await(node.vertx().sharedData().getClusterWideMap("owners")));
      assertThat(refusal).hasMessage("no clustered map 'owners': nothing is stored in the cluster");
    }
  }

  @Test
  void tellsThatItIsOutOfTheClusterForGood() throws Exception {
    CountDownLatch lost = new CountDownLatch(1);
    try (RelayNode node = RelayNode.start(member(onFreePorts("127.0.0.1")), lost::countDown)) {
      node.hazelcast().orElseThrow().shutdown();
      assertThat(lost.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aNodeOnItsOwnHasNoCluster() throws Exception {
    try (RelayNode node = RelayNode.start(alone())) {
      assertThat(node.cluster()).isEmpty();
      assertThat(node.hazelcast()).isEmpty();
      assertThat(node.nodeId()).isEqualTo("local");
      assertThat(node.nodes()).isEqualTo(1);
    }
  }

  @Test
  void aFailedStepOfTheStartClosesTheNode() throws Exception {
    RelayNode node = RelayNode.start(alone());
    StartException failure =
        catchThrowableOfType(
            StartException.class, () -> node.await(Future.failedFuture("no such thing")));
    assertThat(failure).hasMessage("the node can't start: no such thing");
    assertThat(
            catchThrowableOfType(RuntimeException.class, () -> node.vertx().setTimer(1, t -> {})))
        .isNotNull();
  }

  private static Object greetingFrom(RelayNode one, RelayNode other) throws Exception {
    answerGreetings(one);
    return await(other.vertx().eventBus().request(addressOf(one), "hello")).body();
  }

  private static void answerGreetings(RelayNode node) throws Exception {
    await(
        node.vertx()
            .eventBus()
            .consumer(addressOf(node), ask -> ask.reply(ask.body()))
            .completion());
  }

  /** How it went, as far as it is known after half a second. */
  private static Future<?> greet(RelayNode from, RelayNode to) {
    return greet(from, to.nodeId());
  }

  private static Future<?> greet(RelayNode from, String node) {
    DeliveryOptions soon = new DeliveryOptions().setSendTimeout(500);
    Future<?> greeting = from.vertx().eventBus().request("greet@" + node, "hello", soon);
    Await.until("answered or given up", greeting::isComplete);
    return greeting;
  }

  private static String addressOf(RelayNode node) {
    return "greet@" + node.nodeId();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(30, TimeUnit.SECONDS);
  }

  private static RelayNode start(ClusterConfig cluster) throws StartException {
    return RelayNode.start(member(cluster));
  }

  private static NodeConfig member(ClusterConfig cluster) {
    return new NodeConfig(Role.EDGE, noManagement(), Optional.of(cluster), LogConfig.DEFAULT);
  }

  private static NodeConfig alone() {
    return new NodeConfig(Role.STANDALONE, noManagement(), Optional.empty(), LogConfig.DEFAULT);
  }

  private static ManagementConfig noManagement() {
    return new ManagementConfig("127.0.0.1", OptionalInt.empty());
  }

  /** The event bus wants the port of the cluster itself, and has to go on to the next free one. */
  private static ClusterConfig onFreePorts(String join) {
    return joining(join, FreePort.onLoopback());
  }

  private static ClusterConfig joining(String join, int port) {
    return new ClusterConfig(List.of(JoinTarget.parse(join)), Optional.empty(), port, port);
  }
}
