package dev.sightline.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sightline.node.SeldomLog;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /upload/{secret}} of an ingest: takes MPEG-TS for the stream with this secret, whatever
 * follows behind it. Who doesn't know a secret is turned away before the body is read.
 *
 * <p>Next: {@link UploadRequest}
 */
final class UploadHandler implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(UploadHandler.class);
  private static final String PATH = "/upload/";

  /** The trouble that is told seldom. */
  private enum Trouble {
    WRONG_SECRET
  }

  private final UploadSecrets secrets;
  private final Counter denied;
  private final SeldomLog seldom = new SeldomLog(LOG);

  /**
   * @param denied counts uploads with a secret that no stream has
   */
  UploadHandler(UploadSecrets secrets, Counter denied) {
    this.secrets = secrets;
    this.denied = denied;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request().pause();
    HttpMethod method = request.method();
    if (!method.equals(HttpMethod.POST) && !method.equals(HttpMethod.PUT)) {
      request.response().putHeader(HttpHeaders.ALLOW, "POST, PUT");
      EarlyAnswer.refuse(context.vertx(), request, 405, "uploads come by POST or PUT");
      return;
    }
    Optional<TsSource> source = secretIn(request.path()).flatMap(secrets::find);
    if (source.isPresent()) {
      source.get().receive(request);
    } else {
      deny(context.vertx(), request);
    }
  }

  private void deny(Vertx vertx, HttpServerRequest request) {
    denied.increment();
    seldom.warn(
        Trouble.WRONG_SECRET,
        "an upload from {} was refused: no stream has its secret",
        request.remoteAddress().host());
    EarlyAnswer.refuse(vertx, request, 403, "no stream takes uploads with this secret");
  }

  /** The first segment behind our own; what can't be decoded is no secret. */
  private static Optional<String> secretIn(String path) {
    String behind = path.length() < PATH.length() ? "" : path.substring(PATH.length());
    String segment = behind.split("/", 2)[0];
    try {
      // In a path a plus is a plus.
      return Optional.of(URLDecoder.decode(segment.replace("+", "%2B"), UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
