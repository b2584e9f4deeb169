package dev.sightline.edge;

import dev.sightline.bus.Entrance;
import dev.sightline.bus.StreamDirectory;
import dev.sightline.edge.Passages.Passage;
import dev.sightline.frame.StreamId;
import dev.sightline.node.Exchange;
import dev.sightline.node.UnwantedBody;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.MediaType;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Passes on what is pushed to this edge, to the ingest whose stream it is: bodies without end, and
 * never more of them than the ingest takes.
 *
 * <p>Vert.x's proxy copies heads and pipes bodies. What it doesn't know is added here: {@code 100
 * Continue} is passed back, the head goes ahead of the body ({@link HeadFirst}), and a client whose
 * request was answered before its body's end, or whose ingest has gone, is disconnected instead of
 * being read for ever. Lives on one event loop.
 */
final class PushProxy implements ProxyInterceptor {

  /** Requests that one event loop passes on at a time. */
  static final int MOST_REQUESTS = 256;

  /** Of them from one address, so that nobody takes all. */
  static final int MOST_OF_AN_ADDRESS = MOST_REQUESTS / 2;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

  /** An ingest that acknowledges nothing for so long is gone (Linux). */
  private static final Duration SILENCE = Duration.ofSeconds(15);

  /** More than an ingest lets anybody wait for viewers; nothing unacknowledged would tell. */
  private static final Duration LONGEST_QUESTION = Duration.ofSeconds(45);

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String SOON = "1";

  private final Vertx vertx;
  private final StreamDirectory directory;
  private final DeniedUploads denied;
  private final ClientAddresses clients;
  private final Reception reception;

  /** A field, since a client that is garbage closes its connections. */
  private final HttpClient client;

  private final Passages passages = new Passages(MOST_REQUESTS, MOST_OF_AN_ADDRESS);

  PushProxy(
      Vertx vertx,
      StreamDirectory directory,
      DeniedUploads denied,
      ClientAddresses clients,
      Reception reception) {
    this.vertx = vertx;
    this.directory = directory;
    this.denied = denied;
    this.clients = clients;
    this.reception = reception;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setTcpUserTimeout((int) SILENCE.toMillis())
                .setTcpKeepAlive(true),
            new PoolOptions().setHttp1MaxSize(MOST_REQUESTS));
  }

  /** Pictures for a stream. */
  void frames(RoutingContext context, StreamId stream) {
    Optional<Entrance> entrance = directory.entranceOf(stream);
    if (entrance.isPresent()) {
      pass(context, entrance.get(), "/" + stream + "/frames");
    } else {
      later(context, "The ingest of '%s' isn't there; try again.\n".formatted(stream));
    }
  }

  /** MPEG-TS for the stream that the secret in the path means; a path without one has "". */
  void upload(RoutingContext context) {
    String secret = Objects.requireNonNullElse(context.pathParam("secret"), "");
    Optional<Entrance> entrance = directory.entranceForUpload(secret);
    if (entrance.isPresent()) {
      pass(context, entrance.get(), context.normalizedPath());
    } else if (directory.awaitsUploads()) {
      later(context, "An ingest of uploads isn't there; try again.\n");
    } else {
      denied.add(context.request());
      refuse(context, 403, "No ingest here takes an upload with this secret.\n");
    }
  }

  private void later(RoutingContext context, String sentence) {
    context.response().putHeader(HttpHeaders.RETRY_AFTER, SOON);
    refuse(context, 503, sentence);
  }

  /** Answers a request whose body isn't read. */
  static void refuse(RoutingContext context, int code, String sentence) {
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    Mistakes.sentence(context, code, sentence);
    UnwantedBody.close(context.vertx(), context.request());
  }

  private void pass(RoutingContext context, Entrance entrance, String path) {
    if (reception.door().isClosed()) {
      later(context, Door.SENTENCE);
      return;
    }
    if (passages.areFull()) {
      later(context, "This edge passes on as much as it can; try again.\n");
      return;
    }
    Optional<Passage> passage = passages.begin(clients.of(context.request()).counted());
    if (passage.isEmpty()) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, SOON);
      refuse(context, 429, "Your address pushes as much here as one address may; try again.\n");
      return;
    }
    context.addEndHandler(done -> passage.get().end());
    reception.connections().leaveAlone(context);
    HttpServerRequest request = context.request().pause();
    if (request.canUpgradeToWebSocket()) {
      endWithItsConnection(passage.get(), request.connection());
    }
    nameChunks(request);
    String query = request.query();
    RequestOptions target =
        new RequestOptions()
            .setHost(entrance.host())
            .setPort(entrance.port())
            .setURI(query == null ? path : path + "?" + query);
    if (request.method().equals(HttpMethod.GET) && !request.canUpgradeToWebSocket()) {
      target.setIdleTimeout(LONGEST_QUESTION.toMillis());
    }
    HttpProxy.reverseProxy(client)
        .origin(proxied -> connect(proxied, target))
        .addInterceptor(this)
        .handle(request);
  }

  /** What has become a WebSocket ends without a word to the router. */
  private void endWithItsConnection(Passage passage, HttpConnection connection) {
    ViewerChannel.onClose(
        connection,
        () -> {
          passage.end();
          reception.connections().forget(connection);
        });
  }

  /** Over HTTP/2 a body needs no length; the ingest is told over HTTP/1.1 that one comes. */
  private static void nameChunks(HttpServerRequest request) {
    boolean mayHaveBody =
        request.method().equals(HttpMethod.PUT) || request.method().equals(HttpMethod.POST);
    if (Exchange.isShared(request)
        && mayHaveBody
        && !request.headers().contains(HttpHeaders.CONTENT_LENGTH)) {
      request.headers().set(HttpHeaders.TRANSFER_ENCODING, HttpHeaders.CHUNKED);
    }
  }

  private Future<HttpClientRequest> connect(ProxyContext proxied, RequestOptions target) {
    HttpServerRequest asked = proxied.request().proxiedRequest();
    proxied.request().setURI(target.getURI());
    return client
        .request(target)
        .onSuccess(
            request ->
                request
                    .continueHandler(go -> asked.response().writeContinue())
                    // It is told by the response's future, or nobody wants to know any more.
                    .exceptionHandler(broken -> {}));
  }

  @Override
  public Future<ProxyResponse> handleProxyRequest(ProxyContext proxied) {
    ProxyRequest request = proxied.request();
    Body body = request.getBody();
    if (hasBody(request.proxiedRequest())) {
      HeadFirst stream = new HeadFirst(body.stream());
      request.setBody(Body.body(stream, body.length(), body.mediaType()));
    }
    return proxied.sendRequest();
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        : !length.equals("0");
  }

  @Override
  public Future<Void> handleProxyResponse(ProxyContext proxied) {
    ProxyResponse response = proxied.response();
    boolean isFromIngest = response.proxiedResponse() != null;
    if (!isFromIngest) {
      explain(response);
    }
    boolean closes = response.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
    HttpServerRequest request = proxied.request().proxiedRequest();
    if (closes && !request.isEnded()) {
      request.handler(chunk -> {}); // The ingest reads no more of it.
    }
    return proxied.sendResponse().onComplete(sent -> answered(request, closes));
  }

  private static void explain(ProxyResponse response) {
    Buffer sentence = Buffer.buffer("The ingest of this stream is out of reach; try again.\n");
    response
        .putHeader(HttpHeaders.RETRY_AFTER, SOON)
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .setBody(Body.body(sentence, MediaType.TEXT_PLAIN));
  }

  /** The ingest may still be reading the rest of a short body. */
  private void answered(HttpServerRequest request, boolean closes) {
    if (closes) {
      UnwantedBody.close(vertx, request);
    } else if (!request.isEnded()) {
      vertx.setTimer(PATIENCE.toMillis(), id -> closeUnlessEnded(request));
    }
  }

  private static void closeUnlessEnded(HttpServerRequest request) {
    if (!request.isEnded()) {
      Exchange.end(request);
    }
  }
}
