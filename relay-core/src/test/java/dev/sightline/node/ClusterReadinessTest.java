package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClusterReadinessTest {

  private static final int ASKS_WHILE_ALONE = 24;

  private final AtomicInteger nodes = new AtomicInteger(1);
  private final AtomicBoolean safe = new AtomicBoolean(true);
  private final ClusterReadiness readiness = new ClusterReadiness(nodes::get, safe::get);

  @Test
  void waitsWhileAloneForOthersThatStartedAtTheSameTime() {
    for (int i = 0; i < ASKS_WHILE_ALONE; i++) {
      assertThat(readiness.ask()).isFalse();
    }
    assertThat(readiness.ask()).isTrue();
  }

  @Test
  void isReadyAmongOthersOnceTheDataIsSafe() {
    nodes.set(2);
    safe.set(false);
    readiness.ask();
    assertThat(readiness.getAsBoolean()).isFalse();
    safe.set(true);
    readiness.ask();
    assertThat(readiness.getAsBoolean()).isTrue();
  }
}
