package dev.sightline.testkit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;

/** Viewers that share one connection by HTTP/2, as those of a browser's page do. */
public final class Http2Viewers implements AutoCloseable {

  private static final int CONNECTION_WINDOW = 12 << 20;

  private final int port;
  private final HttpClient client;

  /** Any certificate is believed. */
  public Http2Viewers(Vertx vertx, int port) {
    this.port = port;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setSsl(true)
                .setTrustAll(true)
                .setVerifyHost(false)
                // As browsers have it, so that one who takes nothing leaves room for the others.
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW),
            new PoolOptions().setHttp2MaxSize(1));
  }

  /** A viewer of a multipart stream, which has got the head of the response. */
  public Http2Viewer watch(String path) {
    return new Http2Viewer(open(path));
  }

  /** The head of an answer, of which nothing more is taken until it is resumed. */
  public HttpClientResponse open(String path) {
    return Await.result(
        ask(HttpMethod.GET, path)
            .compose(request -> request.send().map(HttpClientResponse::pause)));
  }

  /** A whole answer. */
  public HttpReply get(String path) {
    return Await.result(ask(HttpMethod.GET, path).compose(request -> whole(request.send())));
  }

  /** An answer that has no body, whatever it has of it. */
  public HttpReply head(String path) {
    return Await.result(ask(HttpMethod.HEAD, path).compose(request -> whole(request.send())));
  }

  /** The answer to a request with a body. */
  public HttpReply put(String path, Buffer body) {
    return Await.result(ask(HttpMethod.PUT, path).compose(request -> whole(request.send(body))));
  }

  /** A request to be sent as the test likes. */
  public HttpClientRequest request(HttpMethod method, String path) {
    return Await.result(ask(method, path));
  }

  /** What follows is done on the event loop, so that nothing of the answer is missed. */
  private Future<HttpClientRequest> ask(HttpMethod method, String path) {
    return client.request(method, port, "127.0.0.1", path);
  }

  private static Future<HttpReply> whole(Future<HttpClientResponse> coming) {
    return coming.compose(
        response ->
            response
                .body()
                .map(body -> new HttpReply(response.statusCode(), response.headers(), body)));
  }

  @Override
  public void close() {
    Await.result(client.close());
  }
}
