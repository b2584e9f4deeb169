package dev.sightline.node;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the roles of a node do before it ends, step by step, each for a bounded time. */
final class Drain {

  private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

  private final Map<DrainStep, List<Supplier<Future<?>>>> actions = new EnumMap<>(DrainStep.class);

  /** Adds what belongs to a step; what several add to one runs side by side. */
  synchronized void add(DrainStep step, Supplier<Future<?>> action) {
    actions.computeIfAbsent(step, s -> new ArrayList<>()).add(action);
  }

  /**
   * Takes all steps. Blocks; what fails or takes too long keeps nothing that follows from coming.
   */
  void run(ShutdownConfig shutdown, Operation whole) {
    for (DrainStep step : DrainStep.values()) {
      take(step, step.limit(shutdown), whole.begin(step.operation()));
    }
  }

  private void take(DrainStep step, Duration limit, Operation operation) {
    try {
      begin(step).await(limit.toMillis(), TimeUnit.MILLISECONDS);
      operation.end();
    } catch (TimeoutException e) {
      LOG.warn("{}: takes longer than {} ms; going on without waiting", step, limit.toMillis());
      operation.fail("takes longer than %d ms".formatted(limit.toMillis()));
    } catch (Exception e) {
      LOG.warn("{}: went wrong: {}", step, e.toString());
      operation.fail(e.toString());
    }
  }

  private synchronized Future<?> begin(DrainStep step) {
    return Future.join(
        actions.getOrDefault(step, List.of()).stream().map(action -> begin(action)).toList());
  }

  /** One that can't even begin keeps none of the others from it. */
  private static Future<?> begin(Supplier<Future<?>> action) {
    try {
      return action.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
