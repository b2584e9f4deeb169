package dev.sightline.edge;

import dev.sightline.node.Exchange;
import dev.sightline.node.SeldomLog;
import dev.sightline.node.UnwantedBody;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** Answers to what no route answers: one sentence, whoever made the mistake. */
final class Mistakes {

  private static final int DELETE = 0x7f;

  static final String BROKEN_URL = "This URL is broken: after % come two digits.\n";

  /** The trouble that is told seldom, since each request may bring it. */
  private enum Trouble {
    OURS
  }

  private static final SeldomLog SELDOM = new SeldomLog(LoggerFactory.getLogger(Mistakes.class));
  private static final Set<HttpMethod> GET_OR_HEAD = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final String UPLOAD = "/upload/";
  private static final String METHODS = "GET, HEAD, OPTIONS";

  private Mistakes() {}

  static void answeredOn(Router router) {
    router.errorHandler(400, Mistakes::brokenRequest);
    answer(router, 404, "There is nothing at this URL.\n");
    router.errorHandler(405, Mistakes::otherMethod);
    router.errorHandler(500, Mistakes::failure);
  }

  static void sentence(RoutingContext context, int code, String sentence) {
    HttpServerResponse response = AnswerHeaders.put(context.request()).setStatusCode(code);
    NoCache.putHeaders(response);
    response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    Answers.end(context.request(), sentence);
  }

  /** Nobody reads the request's body, which has no end if it is an upload with a wrong URL. */
  private static void last(RoutingContext context, int code, String sentence) {
    if (isInChunks(context.request())) {
      lastOfAll(context, code, sentence);
    } else {
      sentence(context, code, sentence);
      UnwantedBody.skip(context.vertx(), context.request(), Duration.ZERO);
    }
  }

  private static void lastOfAll(RoutingContext context, int code, String sentence) {
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    sentence(context, code, sentence);
    UnwantedBody.close(context.vertx(), context.request());
  }

  private static boolean isInChunks(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  /**
   * Refuses what another server could take for another request, as a proxy in front of this one
   * might: it would give the next answer to somebody else.
   */
  static void refuseAmbiguous(RoutingContext context) {
    HttpServerRequest request = context.request();
    boolean isGet = GET_OR_HEAD.contains(request.method());
    if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
      lastOfAll(context, 400, "This request is for two hosts.\n");
    } else if (hasControls(request)) {
      lastOfAll(context, 400, "This request has characters where none of their kind may be.\n");
    } else if (isGet && isInChunks(request)) {
      lastOfAll(context, 400, "This request has a body, and there is nothing to do with it.\n");
    } else {
      context.next();
    }
  }

  /**
   * HTTP/2 carries, in one field, what would be several over HTTP/1.1, as the ingest is asked; and
   * what some servers let pass others don't.
   */
  private static boolean hasControls(HttpServerRequest request) {
    return request.uri().chars().anyMatch(each -> each <= ' ' || each == DELETE)
        || request.headers().entries().stream()
            .anyMatch(header -> header.getValue().chars().anyMatch(Mistakes::isControl));
  }

  private static boolean isControl(int character) {
    return character < ' ' && character != '\t' || character == DELETE;
  }

  private static void answer(Router router, int code, String usually) {
    router.errorHandler(code, context -> last(context, code, told(context, usually)));
  }

  private static String told(RoutingContext context, String usually) {
    boolean isTold = context.failure() instanceof HttpException told && told.getPayload() != null;
    return isTold ? ((HttpException) context.failure()).getPayload() : usually;
  }

  private static void brokenRequest(RoutingContext context) {
    boolean hasHost = context.request().authority() != null;
    String usually = hasHost ? BROKEN_URL : "This request names no host.\n";
    last(context, 400, told(context, usually));
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
      Exchange.end(context.request());
    } else {
      last(context, 500, "Something went wrong on our side; the log of this edge says what.\n");
    }
  }
}
