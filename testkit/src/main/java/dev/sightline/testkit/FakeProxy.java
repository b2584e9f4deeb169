package dev.sightline.testkit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on the loopback interface: tunnels by CONNECT, and forwards requests whose target
 * is a whole http URL.
 *
 * <p>Its methods may be called from any thread but an event loop. Close it before its Vert.x.
 */
public final class FakeProxy implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final int MAX_CONNECTIONS = 100;

  private final NetClient tunnels;
  private final HttpClient forwards;
  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Optional<String> authorization = Optional.empty();
  private volatile int refusal;

  private FakeProxy(Vertx vertx) {
    this.tunnels = vertx.createNetClient();
    this.forwards = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
    this.server = vertx.createHttpServer().requestHandler(this::handle);
  }

  /** A proxy for everybody, that listens when this returns. */
  public static FakeProxy start(Vertx vertx) {
    FakeProxy proxy = new FakeProxy(vertx);
    Await.result(proxy.server.listen(0, HOST));
    return proxy;
  }

  /** From now on wants these credentials, by the Basic scheme. */
  public FakeProxy withCredentials(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    authorization = Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    return this;
  }

  /** From now on answers everything with {@code status}. */
  public void refuseWith(int status) {
    refusal = status;
  }

  public int port() {
    return server.actualPort();
  }

  /** {@code http://host:port}. */
  public String url() {
    return "http://" + HOST + ":" + port();
  }

  /** Method and target of every request, in order. */
  public List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    Await.result(server.close());
    Await.result(tunnels.close());
    Await.result(forwards.close());
  }

  private void handle(HttpServerRequest request) {
    requests.add(request.method() + " " + request.uri());
    String given = request.getHeader("Proxy-Authorization");
    if (refusal != 0) {
      request.response().setStatusCode(refusal).end();
    } else if (authorization.isPresent() && !authorization.get().equals(given)) {
      HttpServerResponse response = request.response().setStatusCode(407);
      response.putHeader("Proxy-Authenticate", "Basic realm=\"proxy\"").end();
    } else if (request.method().name().equals("CONNECT")) {
      tunnel(request);
    } else {
      forward(request);
    }
  }

  private void tunnel(HttpServerRequest request) {
    HostAndPort target = HostAndPort.parseAuthority(request.uri(), 443);
    tunnels
        .connect(target.port(), withoutBrackets(target.host()))
        .compose(there -> request.toNetSocket().onSuccess(here -> join(here, there)))
        .onFailure(failure -> badGateway(request));
  }

  private static void join(NetSocket here, NetSocket there) {
    here.pipeTo(there);
    there.pipeTo(here);
  }

  private void forward(HttpServerRequest request) {
    request.pause();
    Future.succeededFuture()
        .compose(v -> forwards.request(onward(request)))
        .compose(onward -> onward.send(request).onSuccess(back -> answer(request, onward, back)))
        .onFailure(failure -> badGateway(request));
  }

  private static RequestOptions onward(HttpServerRequest request) {
    RequestOptions options =
        new RequestOptions().setAbsoluteURI(request.uri()).setMethod(request.method());
    options.setHost(withoutBrackets(options.getHost()));
    request.headers().forEach((name, value) -> addUnlessOurs(options, name, value));
    return options;
  }

  private static void addUnlessOurs(RequestOptions options, String name, String value) {
    if (!name.equalsIgnoreCase("Proxy-Authorization") && !name.equalsIgnoreCase("Connection")) {
      options.addHeader(name, value);
    }
  }

  private static void answer(
      HttpServerRequest request, HttpClientRequest onward, HttpClientResponse back) {
    HttpServerResponse response = request.response().setStatusCode(back.statusCode());
    response.headers().addAll(back.headers());
    if (!back.headers().contains("Content-Length")) {
      response.setChunked(true);
    }
    response.closeHandler(closed -> onward.connection().close());
    Future<Void> sent = back.pipeTo(response);
    sent.onFailure(failure -> request.connection().close());
  }

  private static void badGateway(HttpServerRequest request) {
    if (!request.response().ended()) {
      request.response().setStatusCode(502).end();
    }
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
