package dev.sightline.node;

import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Whether this node has found its place in the cluster; once it has, it keeps it.
 *
 * <p>The question is only asked while the node starts: a node that others have left alone must go
 * on serving. One that is alone from the start waits for the time in which clusters that started
 * side by side merge.
 */
final class ClusterReadiness implements BooleanSupplier {

  /** How often the members are counted until the node is ready. */
  static final int ASK_EVERY_MILLIS = 250;

  private static final int ASKS_WHILE_ALONE =
      (HazelcastConfig.FIRST_MERGE_SECONDS + 1) * 1_000 / ASK_EVERY_MILLIS;

  private final IntSupplier nodes;
  private int asks;
  private volatile boolean settled;

  /**
   * @param nodes how many there are, this one included
   */
  ClusterReadiness(IntSupplier nodes) {
    this.nodes = nodes;
  }

  /** Asks at intervals until the answer is yes. */
  static ClusterReadiness watch(Vertx vertx, IntSupplier nodes) {
    ClusterReadiness readiness = new ClusterReadiness(nodes);
    vertx.setPeriodic(
        ASK_EVERY_MILLIS,
        timer -> {
          if (readiness.ask()) {
            vertx.cancelTimer(timer);
          }
        });
    return readiness;
  }

  /** One look at the cluster. */
  boolean ask() {
    asks++;
    settled = nodes.getAsInt() > 1 || asks > ASKS_WHILE_ALONE;
    return settled;
  }

  @Override
  public boolean getAsBoolean() {
    return settled;
  }
}
