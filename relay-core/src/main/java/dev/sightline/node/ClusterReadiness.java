package dev.sightline.node;

import io.vertx.core.Vertx;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Whether this node has found its place in the cluster; once it has, it keeps it.
 *
 * <p>The question is only asked while the node starts: during any later migration the cluster is
 * "not safe" on every node at once, and a balancer would have nobody left. A node that is still
 * alone waits for the time in which clusters that started side by side merge.
 */
final class ClusterReadiness implements BooleanSupplier {

  /** How often the cluster is asked until it is safe. */
  static final int ASK_EVERY_MILLIS = 250;

  private static final int ASKS_WHILE_ALONE =
      (HazelcastConfig.MERGE_SECONDS + 1) * 1_000 / ASK_EVERY_MILLIS;

  private final IntSupplier nodes;
  private final BooleanSupplier isSafe;
  private int asks;
  private boolean asking;
  private volatile boolean settled;

  /**
   * @param nodes how many there are, this one included
   * @param isSafe whether all data has its backup; may block
   */
  ClusterReadiness(IntSupplier nodes, BooleanSupplier isSafe) {
    this.nodes = nodes;
    this.isSafe = isSafe;
  }

  /** Asks at intervals, off the event loops, until the answer is yes. */
  static ClusterReadiness watch(Vertx vertx, IntSupplier nodes, BooleanSupplier isSafe) {
    ClusterReadiness readiness = new ClusterReadiness(nodes, isSafe);
    vertx.setPeriodic(ASK_EVERY_MILLIS, timer -> readiness.askAgain(vertx, timer));
    return readiness;
  }

  private void askAgain(Vertx vertx, long timer) {
    if (settled) {
      vertx.cancelTimer(timer);
    } else if (!asking) {
      asking = true;
      vertx.executeBlocking(this::ask, false).onComplete(asked -> asking = false);
    }
  }

  /** One question to the cluster. */
  boolean ask() {
    asks++;
    if (nodes.getAsInt() > 1 || asks > ASKS_WHILE_ALONE) {
      settled = isSafe.getAsBoolean();
    }
    return settled;
  }

  @Override
  public boolean getAsBoolean() {
    return settled;
  }
}
