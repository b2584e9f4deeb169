package dev.sightline.ingest;

import dev.sightline.program.ChildProcess;
import dev.sightline.program.LineRate;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source that is a program: what is known about it from run to run, and that there is one process
 * of it at a time, since a device can mostly be opened once. Lives on the ingest's event loop.
 */
final class ProgramAccess implements SourceAccess {

  private static final Logger LOG = LoggerFactory.getLogger(ProgramAccess.class);

  private final StreamConfig config;
  private final SourcePolicy policy;
  private final Recipe recipe;
  private final LineRate log = new LineRate(System::nanoTime, this::log);
  private ChildProcess latest;

  ProgramAccess(StreamConfig config, SourcePolicy policy, Recipe recipe) {
    this.config = config;
    this.policy = policy;
    this.recipe = recipe;
  }

  @Override
  public ProgramRun connection(SourceConnection.Listener listener) {
    return new ProgramRun(this, policy, recipe, listener);
  }

  /** What a webcam can, once it was asked. */
  Optional<WebcamModes> modes() {
    return recipe instanceof WebcamRecipe webcam ? webcam.modes() : Optional.empty();
  }

  /** Completes, on whatever thread, when the process before is gone. */
  Future<Void> free() {
    return latest == null ? Future.succeededFuture() : latest.gone();
  }

  /** Whether something that hides from us is left of the process before. */
  boolean isHeld() {
    return latest != null && latest.isOutputHeld();
  }

  ChildProcess launch(List<String> command, boolean isLogged, ChildProcess.Listener listener) {
    Context context = Vertx.currentContext();
    latest =
        new ChildProcess(
            "program-" + config.id(),
            command,
            recipe.input(),
            recipe.masking(),
            isLogged ? log : new LineRate(System::nanoTime, line -> {}),
            context,
            listener);
    latest.start();
    return latest;
  }

  private void log(String line) {
    LOG.info("{}: {}: {}", config.id(), recipe.name(), line);
  }

  @Override
  public Future<Void> close() {
    Future<Void> end = latest == null ? Future.succeededFuture() : latest.stop();
    return end.onComplete((gone, failure) -> log.end());
  }

  /** Whether the device is the same: what it couldn't give before it can't give now either. */
  @Override
  public Likeness likeness(SourceAccess before) {
    return before instanceof ProgramAccess known && config.origin().equals(known.config.origin())
        ? Likeness.SAME_DEVICE
        : Likeness.NONE;
  }
}
