package dev.sightline.node;

import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.util.function.BooleanSupplier;

/**
 * Whether a balancer should send viewers here: the roles run, all that was registered says yes, and
 * the node isn't stopping. Thread-safe.
 */
public final class Readiness {

  private enum Phase {
    STARTING,
    SERVING,
    STOPPING
  }

  private final HealthChecks checks;
  private volatile Phase phase = Phase.STARTING;

  Readiness(Vertx vertx) {
    checks = HealthChecks.create(vertx);
    register("node", () -> phase == Phase.SERVING);
  }

  /**
   * Adds a condition; it is asked at every probe, on an event loop.
   *
   * @param name shown in the answer of the probe
   */
  public void register(String name, BooleanSupplier ready) {
    register(name, check -> check.complete(ready.getAsBoolean() ? Status.OK() : Status.KO()));
  }

  /** Adds a condition that answers later; without an answer for a second it counts as no. */
  public void register(String name, Handler<Promise<Status>> check) {
    checks.register(name, check);
  }

  /** All roles run: from now on what was registered decides. */
  void serving() {
    become(Phase.SERVING);
  }

  /**
   * From now on the node is not ready, while what runs goes on.
   *
   * @return whether anybody may have been sent here
   */
  boolean stopping() {
    return become(Phase.STOPPING) == Phase.SERVING;
  }

  boolean isStopping() {
    return phase == Phase.STOPPING;
  }

  /** There is no way back: a node may be told to stop while it starts. */
  private synchronized Phase become(Phase next) {
    Phase before = phase;
    if (next.compareTo(before) > 0) {
      phase = next;
    }
    return before;
  }

  HealthChecks checks() {
    return checks;
  }
}
