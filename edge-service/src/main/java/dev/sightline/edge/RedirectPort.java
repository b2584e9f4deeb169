package dev.sightline.edge;

import dev.sightline.acme.Challenges;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.Ports;
import dev.sightline.node.UnwantedBody;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port in the clear that leads everybody to the same place by TLS. A connection there is for one
 * request and for {@link #PATIENCE}.
 */
final class RedirectPort extends VerticleBase {

  /** Connections at a time; further ones are closed at once. */
  static final int MOST_CONNECTIONS = 1_000;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST_HEADER_BYTES = 8 << 10;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** A host's name or address, with a port or without one. */
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,252}|\\[[0-9A-Fa-f:.]{2,45}])(?::(\\d{1,5}))?");

  /** A path of this server with its query, in the characters that a URL is made of. */
  private static final Pattern TARGET = Pattern.compile("/[\\x21-\\x7e]*");

  private final HttpConfig http;
  private final int target;
  private final Optional<Handler<HttpServerRequest>> challenges;
  private int connections;
  private int actual;

  /**
   * @param target the port where viewers connect by TLS
   * @param challenges answers requests below {@link Challenges#PATH}, at once; without it they are
   *     sent on
   */
  RedirectPort(HttpConfig http, int target, Optional<Handler<HttpServerRequest>> challenges) {
    this.http = http;
    this.target = target;
    this.challenges = challenges;
  }

  /** As it really is; 0 before it listens. */
  int port() {
    return actual;
  }

  @Override
  public Future<?> start() {
    int port = http.redirectPort().orElseThrow();
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setMaxHeaderSize(MOST_HEADER_BYTES)
            .setTcpUserTimeout((int) PATIENCE.toMillis());
    return vertx
        .createHttpServer(options)
        .connectionHandler(this::letIn)
        .requestHandler(this::handle)
        .listen(port, http.host())
        .onSuccess(server -> actual = server.actualPort())
        .recover(Ports.explain(http.host(), port, "http.redirect-port"));
  }

  private void letIn(HttpConnection connection) {
    if (connections >= MOST_CONNECTIONS) {
      connection.close();
      return;
    }
    connections++;
    long end = vertx.setTimer(PATIENCE.toMillis(), id -> connection.close());
    connection.closeHandler(
        v -> {
          connections--;
          vertx.cancelTimer(end);
        });
  }

  private void handle(HttpServerRequest request) {
    if (challenges.isPresent() && request.uri().startsWith(Challenges.PATH)) {
      endAfterwards(request, () -> challenges.get().handle(request));
      return;
    }
    Optional<String> location = location(request);
    if (location.isPresent()) {
      request.response().putHeader(HttpHeaders.LOCATION, location.get());
      answer(request, 308, "This is at " + location.get() + "\n");
    } else {
      answer(request, 400, "A request needs the name of one host, and a path.\n");
    }
  }

  private Optional<String> location(HttpServerRequest request) {
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    Matcher host = HOST.matcher(hosts.size() == 1 ? hosts.get(0) : "");
    if (!host.matches() || !TARGET.matcher(request.uri()).matches()) {
      return Optional.empty();
    }
    OptionalInt port = targetFor(host.group(2) == null ? HTTP : Integer.parseInt(host.group(2)));
    return Optional.of(
        "https://%s%s%s"
            .formatted(
                host.group(1), port.isPresent() ? ":" + port.getAsInt() : "", request.uri()));
  }

  /** Who asked at another port than this one came through a mapping of ports, as in a container. */
  private OptionalInt targetFor(int asked) {
    boolean isMapped = asked != actual;
    return isMapped || target == HTTPS ? OptionalInt.empty() : OptionalInt.of(target);
  }

  private void answer(HttpServerRequest request, int code, String sentence) {
    endAfterwards(
        request,
        () ->
            request
                .response()
                .setStatusCode(code)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(sentence));
  }

  /** Whoever answers, no further request is read, so that no answers wait to be taken. */
  private void endAfterwards(HttpServerRequest request, Runnable answering) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    answering.run();
    UnwantedBody.close(vertx, request);
  }
}
