package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code /{id}/frames} of an ingest: takes pictures that are pushed, and tells who pushes them how
 * many are watching. All that can be said by a request's head is said before its body is read.
 *
 * <p>Next: {@link PushRequest}
 */
final class PushHandler implements Handler<RoutingContext> {

  private static final String METHODS = "GET, POST, PUT, OPTIONS";

  private final Function<StreamId, Optional<StreamSource>> sources;

  /**
   * @param sources finds the source of a stream
   */
  PushHandler(Function<StreamId, Optional<StreamSource>> sources) {
    this.sources = sources;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request().pause();
    String name = context.pathParam("stream");
    Optional<StreamSource> found =
        StreamId.isValid(name) ? sources.apply(new StreamId(name)) : Optional.empty();
    if (found.isEmpty()) {
      refuse(context, 404, "There is no stream named '%s' here.".formatted(name));
    } else if (found.get() instanceof PushedSource source) {
      serve(request, source);
    } else {
      refuse(context, 404, "'%s' is no stream to push to: its URL isn't push:".formatted(name));
    }
  }

  private static void refuse(RoutingContext context, int code, String sentence) {
    EarlyAnswer.refuse(context.vertx(), context.request(), code, sentence);
  }

  private static void serve(HttpServerRequest request, PushedSource source) {
    HttpMethod method = request.method();
    attempt(
        request,
        source,
        () -> {
          if (method.equals(HttpMethod.PUT) || method.equals(HttpMethod.POST)) {
            receive(request, source);
          } else if (method.equals(HttpMethod.GET)) {
            tell(request, source);
          } else {
            otherMethod(request);
          }
        });
  }

  private static void attempt(HttpServerRequest request, PushedSource source, Runnable step) {
    try {
      step.run();
    } catch (PushRefusal e) {
      source.answers().refuse(request, e);
    }
  }

  private static void receive(HttpServerRequest request, PushedSource source) {
    source.check(request);
    Optional<Duration> wait = wait(request, source);
    source.door().admit(request);
    if (wait.isPresent() && PushHeaders.expectsContinue(request)) {
      Runnable next = () -> receiveIfWatched(request, source);
      source.hold(wait, request, () -> attempt(request, source, next));
    } else {
      source.receive(request, wait);
    }
  }

  /** Nobody watched all the time, so the picture isn't even asked for. */
  private static void receiveIfWatched(HttpServerRequest request, PushedSource source) {
    if (source.watching() > 0) {
      source.receive(request, Optional.empty());
    } else {
      source.answers().reportEarly(request, source.report().put("frames", 0));
    }
  }

  private static void tell(HttpServerRequest request, PushedSource source) {
    source.check(request);
    Optional<Duration> wait = wait(request, source);
    request.resume();
    source.hold(wait, request, () -> source.answers().report(request, source.report()));
  }

  private static Optional<Duration> wait(HttpServerRequest request, PushedSource source) {
    Optional<Duration> wait = PushHeaders.wait(request);
    wait.ifPresent(most -> source.admitWait());
    return wait;
  }

  /** OPTIONS asks just that, and is no mistake. */
  private static void otherMethod(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.ALLOW, METHODS);
    if (request.method().equals(HttpMethod.OPTIONS)) {
      request.resume().response().setStatusCode(204).end();
    } else {
      throw PushRefusal.of(PushRefusal.Kind.MISTAKE, 405, "only PUT, POST and GET work here");
    }
  }
}
