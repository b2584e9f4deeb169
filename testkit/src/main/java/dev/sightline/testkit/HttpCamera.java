package dev.sightline.testkit;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A camera that gives any answer which an orderly HTTP server can give: single pictures, redirects,
 * refusals. For streams with bytes of their own there is {@link FakeCamera}.
 *
 * <p>Its answers are given on its event loop; the rest may be called from any other thread. It
 * closes with its Vert.x.
 */
public final class HttpCamera {

  private final HttpServer server;
  private final List<HttpServerRequest> requests = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger connectionsEver = new AtomicInteger();
  private final AtomicInteger mostConnections = new AtomicInteger();

  private HttpCamera(Vertx vertx, Handler<HttpServerRequest> answers) {
    server =
        vertx
            .createHttpServer()
            .connectionHandler(
                connection -> {
                  connectionsEver.incrementAndGet();
                  connections.incrementAndGet();
                  mostConnections.accumulateAndGet(1, Math::max);
                  vertx.setTimer(
                      CameraServer.SETTLING_MILLIS,
                      id -> mostConnections.accumulateAndGet(connections.get(), Math::max));
                  connection.closeHandler(closed -> connections.decrementAndGet());
                })
            .requestHandler(request -> request.bodyHandler(body -> note(request, body, answers)));
  }

  /** A camera that listens on a free port of the loopback interface when this returns. */
  public static HttpCamera start(Vertx vertx, Handler<HttpServerRequest> answers) {
    HttpCamera camera = new HttpCamera(vertx, answers);
    Await.result(camera.server.listen(0, "127.0.0.1"));
    return camera;
  }

  private void note(HttpServerRequest request, Buffer body, Handler<HttpServerRequest> answers) {
    bodies.add(body.toString());
    requests.add(request);
    answers.handle(request);
  }

  public int port() {
    return server.actualPort();
  }

  /** {@code http://127.0.0.1:port} and this path. */
  public String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(port(), path);
  }

  /** Requests so far, their bodies read. */
  public List<HttpServerRequest> requests() {
    return requests;
  }

  /** The body of each of them. */
  public List<String> bodies() {
    return bodies;
  }

  /** Connections now. */
  public int connections() {
    return connections.get();
  }

  /** All connections that there ever were. */
  public int connectionsEver() {
    return connectionsEver.get();
  }

  /** The most connections that there were at a time, for longer than a blink. */
  public int mostConnections() {
    return mostConnections.get();
  }
}
