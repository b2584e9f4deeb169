package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a real event bus and another node that is only a socket. */
@Timeout(60)
class BusConnectionsTest {

  private static final String SELF = "self";
  private static final String OTHER = "other";

  private final Vertx outside = Vertx.vertx();
  private final List<NetSocket> accepted = new CopyOnWriteArrayList<>();
  private NetServer other;
  private Vertx vertx;

  @BeforeEach
  void startTheOtherNode() {
    other = outside.createNetServer().connectHandler(this::accept);
    Await.result(other.listen(0, "127.0.0.1"));
    vertx = Await.result(Vertx.builder().withClusterManager(twoNodes()).buildClustered());
  }

  /**
   * Takes the beginning only, so that what is sent to it soon waits at the sender, who knows of the
   * connection by then.
   */
  private void accept(NetSocket socket) {
    socket.handler(
        beginning -> {
          socket.pause().handler(rest -> {});
          accepted.add(socket);
        });
  }

  @Test
  void theNextMessageAfterADropConnectsAnew() {
    EventBus bus = vertx.eventBus();
    bus.send("greet", "hello");
    Await.until("connected", () -> accepted.size() == 1);
    new BusConnections(bus).drop(OTHER);
    bus.send("greet", "hello again");
    Await.until("connected again", () -> accepted.size() == 2);
  }

  @Test
  void aConnectionThatIsFullIsClosedAtOnce() {
    EventBus bus = vertx.eventBus();
    byte[] much = new byte[1 << 20];
    for (int i = 0; i < 32; i++) {
      bus.send("greet", much);
    }
    Await.until("connected", () -> accepted.size() == 1);
    List<Boolean> closed = new CopyOnWriteArrayList<>();
    accepted.get(0).closeHandler(v -> closed.add(true));
    new BusConnections(bus).drop(OTHER);
    accepted.get(0).resume();
    Await.until("closed", () -> !closed.isEmpty());
  }

  @Test
  void droppingWhatIsNotThereDoesNothing() {
    new BusConnections(vertx.eventBus()).drop(OTHER);
    assertThat(accepted).isEmpty();
  }

  @AfterEach
  void close() {
    Await.result(vertx.close());
    Await.result(outside.close());
  }

  /** A cluster of this node and the socket; all messages are for the socket. */
  private ClusterManager twoNodes() {
    return (ClusterManager)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ClusterManager.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getNodeId" -> SELF;
                  case "isActive" -> true;
                  case "getNodes" -> List.of(SELF, OTHER);
                  case "init" -> {
                    if (arguments[0] instanceof io.vertx.core.internal.VertxBootstrap bootstrap) {
                      bootstrap.clusterManager((ClusterManager) proxy);
                    }
                    yield null;
                  }
                  default -> complete(arguments, method.getName());
                });
  }

  @SuppressWarnings("unchecked")
  private Object complete(Object[] arguments, String method) {
    Object last = arguments == null ? null : arguments[arguments.length - 1];
    if (last instanceof Completable<?> promise) {
      switch (method) {
        case "getNodeInfo" ->
            ((Completable<NodeInfo>) promise)
                .succeed(new NodeInfo("127.0.0.1", other.actualPort(), null));
        case "getRegistrations" ->
            ((Completable<List<RegistrationInfo>>) promise)
                .succeed(List.of(new RegistrationInfo(OTHER, 0, false)));
        default -> promise.succeed();
      }
    }
    return null;
  }
}
