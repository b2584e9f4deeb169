package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ClusterReadinessTest {

  private static final int ASKS_WHILE_ALONE = 16;

  private final AtomicInteger nodes = new AtomicInteger(1);
  private final ClusterReadiness readiness = new ClusterReadiness(nodes::get);

  @Test
  void waitsWhileAloneForOthersThatStartedAtTheSameTime() {
    for (int i = 0; i < ASKS_WHILE_ALONE; i++) {
      assertThat(readiness.ask()).isFalse();
    }
    assertThat(readiness.ask()).isTrue();
  }

  @Test
  void isReadyAmongOthersAndStaysSoWhenTheyLeave() {
    nodes.set(2);
    assertThat(readiness.ask()).isTrue();
    nodes.set(1);
    assertThat(readiness.getAsBoolean()).isTrue();
  }
}
