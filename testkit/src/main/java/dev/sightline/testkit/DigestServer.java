package dev.sightline.testkit;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * An HTTP server on a free port of 127.0.0.1 that wants Digest authentication by RFC 7616, and asks
 * for more care than any camera: see {@link DigestCheck}. Usable from any thread but an event loop;
 * close it before its Vert.x.
 */
public final class DigestServer implements AutoCloseable {

  private static final int KEPT_REFUSALS = 1_000;

  private final DigestOptions options;
  private final Handler<HttpServerRequest> authorized;
  private final DigestCheck check;
  private final HttpServer server;
  private final Deque<String> refusals = new ArrayDeque<>();
  private int accepted;

  private DigestServer(Vertx vertx, DigestOptions options, Handler<HttpServerRequest> authorized) {
    this.options = options;
    this.authorized = authorized;
    this.check = new DigestCheck(options);
    this.server = vertx.createHttpServer().requestHandler(this::requested);
  }

  /**
   * A server that listens when this returns.
   *
   * @param authorized answers the requests that are let in, of which the body has been read
   */
  public static DigestServer start(
      Vertx vertx, DigestOptions options, Handler<HttpServerRequest> authorized) {
    DigestServer server = new DigestServer(vertx, options, authorized);
    Await.result(server.server.listen(0, "127.0.0.1"));
    return server;
  }

  public int port() {
    return server.actualPort();
  }

  /** {@code http://127.0.0.1:port/}; the path may be anything. */
  public String url() {
    return "http://127.0.0.1:" + port() + "/";
  }

  /** Requests that were let in. */
  public synchronized int accepted() {
    return accepted;
  }

  /** Why requests were refused, the latest 1,000 of them. */
  public synchronized List<String> refusals() {
    return List.copyOf(refusals);
  }

  /** Every nonce so far is unknown from now on, as after a restart. */
  public synchronized void forgetNonces() {
    check.forget();
  }

  @Override
  public void close() {
    Await.result(server.close());
  }

  private void requested(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              if (isRight(request, body)) {
                authorized.handle(request);
              }
            });
  }

  private synchronized boolean isRight(HttpServerRequest request, Buffer body) {
    String header = request.getHeader("Authorization");
    if (header == null) {
      refuse(request, "no answer", false);
      return false;
    }
    try {
      if (check.check(request.method().name(), request.uri(), body, header)
          == DigestCheck.Result.STALE) {
        refuse(request, "stale", options.saysStale());
        return false;
      }
    } catch (IllegalArgumentException e) {
      refuse(request, e.getMessage(), false);
      return false;
    }
    accepted++;
    return true;
  }

  private void refuse(HttpServerRequest request, String reason, boolean stale) {
    refusals.add(reason);
    if (refusals.size() > KEPT_REFUSALS) {
      refusals.remove();
    }
    List<String> challenges = new ArrayList<>(options.others());
    challenges.add(check.challenge(stale));
    if (options.oneHeader()) {
      challenges = List.of(String.join(", ", challenges));
    }
    request.response().setStatusCode(401).putHeader("WWW-Authenticate", challenges);
    if (!options.keepAlive()) {
      request.response().putHeader("Connection", "close");
    }
    request.response().end("Unauthorized");
  }
}
