package dev.sightline.edge;

import dev.sightline.node.SeldomLog;
import dev.sightline.node.UnwantedBody;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/** Answers to what no route answers: one sentence, whoever made the mistake. */
final class Mistakes {

  /** The trouble that is told seldom, since each request may bring it. */
  private enum Trouble {
    OURS
  }

  private static final SeldomLog SELDOM = new SeldomLog(LoggerFactory.getLogger(Mistakes.class));
  private static final String UPLOAD = "/upload/";
  private static final String METHODS = "GET, HEAD, OPTIONS";

  private Mistakes() {}

  static void answeredOn(Router router) {
    answer(router, 400, "This URL is broken: after % come two digits.\n");
    answer(router, 404, "There is nothing at this URL.\n");
    router.errorHandler(405, Mistakes::otherMethod);
    router.errorHandler(500, Mistakes::failure);
  }

  static void sentence(RoutingContext context, int code, String sentence) {
    HttpServerResponse response = context.response().setStatusCode(code);
    NoCache.putHeaders(response);
    response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8").end(sentence);
  }

  /** Nobody reads the request's body, which has no end if it is an upload with a wrong URL. */
  private static void last(RoutingContext context, int code, String sentence) {
    sentence(context, code, sentence);
    UnwantedBody.skip(context.vertx(), context.request(), Duration.ZERO);
  }

  private static void answer(Router router, int code, String usually) {
    router.errorHandler(code, context -> last(context, code, told(context, usually)));
  }

  private static String told(RoutingContext context, String usually) {
    boolean isTold = context.failure() instanceof HttpException told && told.getPayload() != null;
    return isTold ? ((HttpException) context.failure()).getPayload() : usually;
  }

  /** OPTIONS asks just that, and is no mistake. */
  private static void otherMethod(RoutingContext context) {
    context.response().putHeader(HttpHeaders.ALLOW, METHODS);
    if (context.request().method().equals(HttpMethod.OPTIONS)) {
      context.response().setStatusCode(204).end();
    } else {
      last(context, 405, "Only GET and HEAD work here.\n");
    }
  }

  /** The rest of an upload's path is its secret. */
  private static String shown(RoutingContext context) {
    String path = context.normalizedPath();
    return path.startsWith(UPLOAD) ? UPLOAD + "…" : path;
  }

  /** A mistake of ours: the log gets all of it, the viewer nothing that he could not mend. */
  private static void failure(RoutingContext context) {
    SELDOM.error(
        Trouble.OURS,
        "{} {} failed",
        context.request().method(),
        shown(context),
        context.failure());
    if (context.response().headWritten()) {
      context.request().connection().close();
    } else {
      last(context, 500, "Something went wrong on our side; the log of this edge says what.\n");
    }
  }
}
