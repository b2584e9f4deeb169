package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.testkit.Await;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
    String address = "greet@" + one.nodeId();
    await(one.vertx().eventBus().consumer(address, ask -> ask.reply(ask.body())).completion());
    return await(other.vertx().eventBus().request(address, "hello")).body();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(30, TimeUnit.SECONDS);
  }

  private static RelayNode start(ClusterConfig cluster) throws StartException {
    return RelayNode.start(
        new NodeConfig(Role.EDGE, noManagement(), Optional.of(cluster), LogConfig.DEFAULT));
  }

  private static NodeConfig alone() {
    return new NodeConfig(Role.STANDALONE, noManagement(), Optional.empty(), LogConfig.DEFAULT);
  }

  private static ManagementConfig noManagement() {
    return new ManagementConfig("127.0.0.1", OptionalInt.empty());
  }

  /** The event bus wants the port of the cluster itself, and has to go on to the next free one. */
  private static ClusterConfig onFreePorts(String join) throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = free.getLocalPort();
      return new ClusterConfig(List.of(JoinTarget.parse(join)), Optional.empty(), port, port);
    }
  }
}
