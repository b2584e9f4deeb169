package dev.sightline.edge;

import dev.sightline.access.Pass;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.node.SeldomLog;
import dev.sightline.node.UnwantedBody;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The WebSocket port of mjpeg-relay's clients: any path, any origin, frames pushed as text.
 *
 * <p>The last segment that names a stream is meant; a path without one means the default or only
 * stream. A connection is for one socket, or for one refusal.
 */
final class SocketServer {

  /** The trouble that is told seldom, since each request may bring it. */
  private enum Trouble {
    OURS
  }

  private static final SeldomLog SELDOM =
      new SeldomLog(LoggerFactory.getLogger(SocketServer.class));

  private final Vertx vertx;
  private final HttpServerOptions options;
  private final WebSocketEntrance entrance;
  private final Reception reception;
  private final StreamPath paths;

  SocketServer(
      Vertx vertx,
      HttpServerOptions options,
      WebSocketEntrance entrance,
      Reception reception,
      StreamPath paths) {
    this.vertx = vertx;
    this.options = options;
    this.entrance = entrance;
    this.reception = reception;
    this.paths = paths;
  }

  Future<HttpServer> listen(int port, String host) {
    return vertx
        .createHttpServer(options)
        .connectionHandler(reception.connections()::opened)
        .requestHandler(this::handle)
        .listen(port, host);
  }

  private void handle(HttpServerRequest request) {
    if (request.response().writeQueueFull()) {
      ViewerChannel.cut(request);
      return;
    }
    reception.connections().attend(request);
    // Whatever is answered here is the last; only a handshake has another word in its place.
    AnswerHeaders.put(request)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    request.response().bodyEndHandler(v -> UnwantedBody.close(vertx, request));
    carefully(request, () -> answer(request));
  }

  private void answer(HttpServerRequest request) {
    if (!hasParameters(request)) {
      refuse(request, 400, Mistakes.BROKEN_URL);
    } else if (!request.canUpgradeToWebSocket()) {
      request.response().putHeader(HttpHeaders.UPGRADE, "websocket");
      refuse(request, 426, "This port speaks WebSocket; pages are on the other one.\n");
    } else if (reception.door().isClosed()) {
      request.response().putHeader(HttpHeaders.RETRY_AFTER, Door.RETRY_AFTER);
      refuse(request, 503, Door.SENTENCE);
    } else {
      Optional<StreamId> stream = find(request.path());
      reception
          .gatekeeper()
          .admit(request, stream, pass -> carefully(request, () -> open(request, pass, stream)));
    }
  }

  /** Whether they can be read, by whoever looks for one. */
  private static boolean hasParameters(HttpServerRequest request) {
    try {
      request.params();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void open(HttpServerRequest request, Pass pass, Optional<StreamId> stream) {
    stream.ifPresentOrElse(
        found -> entrance.push(request, pass, found, WireForm.TEXT_MESSAGE, FrameRateCap.NONE),
        () -> refuse(request, 404, ""));
  }

  private static void refuse(HttpServerRequest request, int status, String sentence) {
    request.response().setStatusCode(status);
    Answers.end(request, sentence);
  }

  /** What a mistake of ours says may quote the request, and that may have a token in it. */
  private static void carefully(HttpServerRequest request, Runnable answering) {
    try {
      answering.run();
    } catch (RuntimeException e) {
      SELDOM.error(
          Trouble.OURS,
          "a request for a WebSocket failed ({} at {})",
          e.getClass().getName(),
          Stream.of(e.getStackTrace()).findFirst().map(Object::toString).orElse("?"));
      ViewerChannel.cut(request);
    }
  }

  private Optional<StreamId> find(String path) {
    String[] segments = path.split("/");
    for (int i = segments.length - 1; i >= 0; i--) {
      if (paths.isStream(segments[i])) {
        return paths.find(segments[i], StreamKind.PICTURES);
      }
    }
    return paths.find(null, StreamKind.PICTURES);
  }
}
