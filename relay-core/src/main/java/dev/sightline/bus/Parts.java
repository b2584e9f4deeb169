package dev.sightline.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;

/** What of a node is deployed on its bus's event loop, and ends with the bus. Lives there. */
final class Parts {

  private final List<VerticleBase> parts = new ArrayList<>();

  /** Something that a verticle does with its context, and that may throw. */
  interface Step {

    Future<?> on(Context loop) throws Exception;
  }

  /** What it throws fails the future. */
  static Future<?> call(Step step, Context loop) {
    try {
      return step.on(loop);
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  Future<?> begin(VerticleBase part, Context loop) {
    return call(part::deploy, loop).onSuccess(done -> parts.add(part));
  }

  /** One that isn't among them has ended already. */
  Future<?> end(VerticleBase part, Context loop) {
    return parts.remove(part) ? call(part::undeploy, loop) : Future.succeededFuture();
  }

  Future<?> endAll(Context loop) {
    return Future.join(parts.stream().map(part -> call(part::undeploy, loop)).toList());
  }
}
