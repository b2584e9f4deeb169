package dev.sightline.ingest;

import dev.sightline.auth.Authenticator;
import dev.sightline.ingest.EndReason.Kind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.Optional;

/**
 * From the request to the answer that brings pictures, or says why not: redirects are followed and
 * challenges answered on the way, one connection at a time.
 *
 * <p>Lives on the ingest's event loop and is used once. Credentials, headers and body of the
 * configuration are for the camera's own host; another one that it redirects to gets none of them.
 *
 * <p>Next: {@link CameraConnection} reads the body.
 */
final class Handshake {

  /** As many as browsers of old followed; a camera needs one. */
  private static final int MOST_REDIRECTS = 5;

  /** Redirects and challenges together. */
  private static final int MOST_REQUESTS = 10;

  private static final String IDENTITY = "identity";

  private static final String ABANDONED = "abandoned";
  private static final String CHALLENGE = "WWW-Authenticate";

  private final CameraConfig camera;
  private final CameraSession session;
  private final Runnable onStep;
  private final Buffer body;
  private HttpMethod method;
  private int requests;
  private int redirects;
  private boolean abandoned;

  /**
   * @param onStep told before each request
   */
  Handshake(CameraConfig camera, CameraSession session, Runnable onStep) {
    RequestPolicy request = camera.policy().request();
    this.camera = camera;
    this.session = session;
    this.onStep = onStep;
    this.method = HttpMethod.valueOf(request.method());
    this.body = request.body().map(text -> Buffer.buffer(text.value())).orElse(Buffer.buffer());
  }

  /** Fails when no answer came. */
  Future<CameraAnswer> begin() {
    session.authenticator().begin();
    return ask(camera.source());
  }

  /** Sees to it that nothing is sent any more. */
  void abandon() {
    abandoned = true;
  }

  private Future<CameraAnswer> ask(SourceUrl url) {
    if (abandoned) {
      return Future.failedFuture(ABANDONED);
    }
    requests++;
    onStep.run();
    return session
        .leaveOthersThan(url)
        .compose(left -> session.client().request(options(url)))
        .compose(request -> send(url, request))
        .compose(response -> judge(url, response));
  }

  private RequestOptions options(SourceUrl wanted) {
    SourceUrl url = session.request(wanted);
    RequestOptions options =
        CameraHttp.requestTo(url, camera.policy().link())
            .setMethod(method)
            .putHeader(HttpHeaders.ACCEPT, "*/*")
            .putHeader(HttpHeaders.ACCEPT_ENCODING, IDENTITY)
            .putHeader(HttpHeaders.USER_AGENT, camera.policy().request().userAgent());
    if (url.sameHost(camera.source())) {
      addWhatOnlyTheCameraMaySee(url, options);
    }
    if (camera.polling().flatMap(PollPolicy::cacheBuster).isEmpty()) {
      session.validators().addTo(options);
    }
    return options;
  }

  private void addWhatOnlyTheCameraMaySee(SourceUrl url, RequestOptions options) {
    if (hasBody()) {
      options.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    }
    session
        .authenticator()
        .authorization(method.name(), url.target(), hasBody() ? body : Buffer.buffer())
        .ifPresent(answer -> options.putHeader(HttpHeaders.AUTHORIZATION, answer));
    for (RequestHeader header : camera.policy().request().headers()) {
      options.putHeader(header.name(), header.value().value());
    }
  }

  private boolean hasBody() {
    return method.equals(HttpMethod.POST);
  }

  private Future<HttpClientResponse> send(SourceUrl url, HttpClientRequest request) {
    HttpConnection connection = request.connection();
    if (abandoned) {
      return connection.close().compose(v -> Future.failedFuture(ABANDONED));
    }
    boolean again = session.uses(connection, url);
    // Failures reach the future below; without a handler Vert.x logs them as errors of its own.
    connection.exceptionHandler(failure -> {});
    Future<HttpClientResponse> response = hasBody() ? request.send(body) : request.send();
    return again ? response.recover(failure -> sendAnew(url, failure)) : response;
  }

  /** A connection that has lain idle may have been closed at the other end, which is no trouble. */
  private Future<HttpClientResponse> sendAnew(SourceUrl url, Throwable failure) {
    boolean isClosed = failure instanceof HttpClosedException || failure instanceof IOException;
    return isClosed && !abandoned
        ? session.client().request(options(url)).compose(request -> send(url, request))
        : Future.failedFuture(failure);
  }

  private Future<CameraAnswer> judge(SourceUrl url, HttpClientResponse response) {
    // Whoever reads the body has a handler of his own; Vert.x logs the end of an unread one.
    response.exceptionHandler(failure -> {});
    if (response.statusCode() != 401 && url.sameHost(camera.source())) {
      accepted(response);
    }
    return switch (response.statusCode()) {
      case 200 -> answered(url, response, Refusal.ofEncoding(response, camera.masking()));
      case CameraAnswer.NOT_MODIFIED ->
          answered(
              url,
              response,
              session.knowsPicture()
                  ? Optional.empty()
                  : Optional.of(Refusal.ofStatus(response, camera.masking())));
      case 301, 302, 303, 307, 308 -> redirect(url, response);
      case 401 -> challenge(url, response);
      default -> answered(url, response, Optional.of(Refusal.ofStatus(response, camera.masking())));
    };
  }

  private void accepted(HttpClientResponse response) {
    session.authenticator().accepted();
    String information = response.getHeader("Authentication-Info");
    if (information != null) {
      session.authenticator().informed(information);
    }
  }

  private static Future<CameraAnswer> answered(
      SourceUrl url, HttpClientResponse response, Optional<EndReason> refusal) {
    return Future.succeededFuture(new CameraAnswer(url, response, refusal));
  }

  private Future<CameraAnswer> refused(
      SourceUrl url, HttpClientResponse response, Kind kind, String sentence) {
    EndReason reason = new EndReason(kind, sentence, Refusal.retryAfter(response));
    return answered(url, response, Optional.of(reason));
  }

  private Future<CameraAnswer> redirect(SourceUrl from, HttpClientResponse response) {
    Optional<SourceUrl> to = Redirect.target(from, response);
    Optional<String> objection =
        to.isEmpty()
            ? Optional.of("it redirects without saying where to")
            : Redirect.objection(
                from, to.get(), camera.policy().request().redirects(), camera.source(), hasBody());
    if (objection.isEmpty() && redirects++ == MOST_REDIRECTS) {
      objection = Optional.of("it redirects more than %d times".formatted(MOST_REDIRECTS));
    }
    if (objection.isPresent()) {
      return refused(from, response, Kind.REFUSED, objection.get());
    }
    if (!Redirect.keepsMethod(response)) {
      method = HttpMethod.GET;
    }
    return discard(response).compose(v -> ask(to.get()));
  }

  private Future<CameraAnswer> challenge(SourceUrl url, HttpClientResponse response) {
    if (!url.sameHost(camera.source())) {
      return refused(
          url, response, Kind.DENIED, "the host that it redirects to wants credentials (401)");
    }
    Authenticator.Verdict verdict =
        session.authenticator().challenged(response.headers().getAll(CHALLENGE));
    return switch (verdict) {
      case AGAIN ->
          requests < MOST_REQUESTS
              ? discard(response).compose(v -> ask(url))
              : refused(url, response, Kind.DENIED, "it takes no answer to its challenges");
      case NO_CREDENTIALS -> refused(url, response, Kind.DENIED, "it wants credentials (401)");
      case REJECTED -> refused(url, response, Kind.DENIED, "it refuses the credentials (401)");
      case UNSUPPORTED ->
          refused(
              url,
              response,
              Kind.DENIED,
              "it wants credentials in a way that is not supported or not allowed (401)");
    };
  }

  /** Reads what is left of a short answer, so that its connection can be used again. */
  private Future<Void> discard(HttpClientResponse response) {
    HttpConnection connection = response.request().connection();
    if (!isShort(response)) {
      return connection.close();
    }
    response.resume();
    return response.end().recover(failure -> Future.succeededFuture());
  }

  private static boolean isShort(HttpClientResponse response) {
    String length = response.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.matches("\\d{1,5}");
  }
}
