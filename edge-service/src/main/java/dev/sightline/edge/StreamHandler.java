package dev.sightline.edge;

import static dev.sightline.edge.Mistakes.sentence;

import dev.sightline.access.Action;
import dev.sightline.frame.StreamId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Does something with the stream that the URL means, or answers 404 with a sentence. First it is
 * looked whether who asks may, by the name alone, so that strangers don't learn which there are.
 *
 * @param finding finds the stream by the name in the URL, which is null if there is none
 * @param whyNot says why nothing was found
 */
record StreamHandler(
    Gatekeeper gatekeeper,
    Action action,
    Function<String, Optional<StreamId>> finding,
    StreamPath.WhyNot whyNot,
    BiConsumer<RoutingContext, StreamId> then)
    implements Handler<RoutingContext> {

  @Override
  public void handle(RoutingContext context) {
    String name = context.pathParam("stream");
    Optional<StreamId> found = finding.apply(name);
    Optional<StreamId> meant = found.or(() -> StreamPath.nameIn(name));
    gatekeeper.admit(context, action, meant, () -> goOn(context, name, found));
  }

  private void goOn(RoutingContext context, String name, Optional<StreamId> found) {
    try {
      found.ifPresentOrElse(
          stream -> then.accept(context, stream),
          () ->
              sentence(
                  context, 404, whyNot.sentence(name, gatekeeper.sightOf(context, action)::sees)));
    } catch (BadQueryException e) {
      sentence(context, 400, e.getMessage() + "\n");
    }
  }
}
