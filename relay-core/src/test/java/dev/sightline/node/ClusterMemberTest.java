package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleService;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A member whose Hazelcast leaves as the test wants it to. */
class ClusterMemberTest {

  private final CountDownLatch terminated = new CountDownLatch(1);

  /** Takes as long as Hazelcast is given, some seconds. */
  @Test
  void tellsWhenItHasNotLeftInGoodOrder() throws Exception {
    assertThat(leave(this::hang)).isFalse();
    assertThat(terminated.getCount()).as("it was ended all the same").isZero();
  }

  @Test
  void tellsWhenItHasLeftInGoodOrder() throws Exception {
    assertThat(leave(() -> null)).isTrue();
    assertThat(terminated.getCount()).isOne();
  }

  private boolean leave(Callable<?> shutdown) throws Exception {
    LifecycleService life = doing(LifecycleService.class, Map.of("terminate", this::terminate));
    HazelcastInstance hazelcast =
        doing(
            HazelcastInstance.class,
            Map.of("shutdown", shutdown, "getLifecycleService", () -> life));
    BusPort port = BusPort.reserve("127.0.0.1", TestNodes.onFreePorts());
    ClusterNode node = new ClusterNode("n1", "127.0.0.1", port.number());
    return new ClusterMember(hazelcast, node, port).leave();
  }

  private Void hang() throws InterruptedException {
    terminated.await();
    return null;
  }

  private Void terminate() {
    terminated.countDown();
    return null;
  }

  private static <T> T doing(Class<T> type, Map<String, Callable<?>> methods) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, values) -> methods.get(method.getName()).call()));
  }
}
