package dev.sightline.acme;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.TestCertificate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyCertOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An ACME server (RFC 8555) that checks what it is sent and really asks for each http-01, of the
 * edges in turn.
 */
final class FakeAcmeServer implements AutoCloseable {

  private static final String ERROR = "urn:ietf:params:acme:error:";

  private static final class Authorization {
    private String domain;
    private String token;
    private String status = "pending";
    private JsonObject error;
  }

  private static final class Order {
    private String account;
    private List<Authorization> authorizations;
    private String status = "pending";
    private String replaces;
    private int looks;
    private String certificate;
  }

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();
  private final FakeIssuer issuer;
  private final Clock clock;
  private final HttpServer server;
  private final Path caFile;
  private final Set<String> nonces = new HashSet<>();
  private final Map<String, SignedRequest.Key> accounts = new HashMap<>();
  private final List<Order> orders = new ArrayList<>();
  private final List<Integer> edges = new CopyOnWriteArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger placed = new AtomicInteger();
  private final AtomicInteger looksUntilReady = new AtomicInteger();
  private final AtomicInteger badNonces = new AtomicInteger();
  private final AtomicInteger limits = new AtomicInteger();
  private volatile Duration lifetime = Duration.ofDays(90);
  private volatile RenewalWindow window;
  private volatile String replaced;
  private volatile boolean isStuck;

  /** By which certificate servers of this kind are known. */
  record Identity(Path caFile, KeyCertOptions keys) {

    static Identity in(Path directory) {
      TestCertificate authority = TestCertificate.authority(directory);
      return new Identity(authority.pemFile(), authority.issue("ip:127.0.0.1").keys());
    }
  }

  FakeAcmeServer(Identity identity, Clock clock) {
    this.clock = clock;
    issuer = new FakeIssuer();
    caFile = identity.caFile;
    HttpServerOptions options =
        new HttpServerOptions().setSsl(true).setKeyCertOptions(identity.keys);
    server =
        Await.result(
            vertx.createHttpServer(options).requestHandler(this::take).listen(0, "127.0.0.1"));
  }

  URI directory() {
    return URI.create(url("/dir"));
  }

  Path caFile() {
    return caFile;
  }

  /** Where it may ask for http-01, whatever the domain. */
  void knowsEdge(int port) {
    edges.add(port);
  }

  void knowsNoEdge() {
    edges.clear();
  }

  void issuesFor(Duration lifetime) {
    this.lifetime = lifetime;
  }

  void suggests(RenewalWindow window) {
    this.window = window;
  }

  /** Doesn't take its own nonces so many times. */
  void forgetsNonces(int times) {
    badNonces.set(times);
  }

  /** Refuses so many orders, until an hour later. */
  void limits(int orders) {
    limits.set(orders);
  }

  /** From now on an order is ready, and a certificate there, after so many looks only. */
  void isSlow(int looks) {
    looksUntilReady.set(looks);
  }

  /** From now on no order comes to an end. */
  void isStuck() {
    isStuck = true;
  }

  /** Orders that it was asked for. */
  int orders() {
    return placed.get();
  }

  /** Accounts that it has made. */
  synchronized int accounts() {
    return accounts.size();
  }

  /** Times that it asked an edge for a challenge. */
  int challenges() {
    return asked.get();
  }

  /** What the last order said that it replaces, or null. */
  String replaced() {
    return replaced;
  }

  private String url(String path) {
    return "https://127.0.0.1:%d%s".formatted(server.actualPort(), path);
  }

  private void take(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              synchronized (this) {
                try {
                  route(request, body.toString());
                } catch (SignedRequest.Refused e) {
                  problem(request, 400, e.type(), e.getMessage());
                }
              }
            });
  }

  private void route(HttpServerRequest request, String body) throws SignedRequest.Refused {
    String[] path = request.path().split("/");
    switch (path[1]) {
      case "dir" -> json(request, 200, directoryJson());
      case "nonce" -> request.response().putHeader("Replay-Nonce", nonce()).end();
      case "renewal" -> json(request, 200, renewalJson());
      default -> signed(request, path, body);
    }
  }

  private JsonObject directoryJson() {
    JsonObject json =
        new JsonObject()
            .put("newNonce", url("/nonce"))
            .put("newAccount", url("/account"))
            .put("newOrder", url("/new-order"))
            .put("meta", new JsonObject().put("termsOfService", url("/terms")));
    return window == null ? json : json.put("renewalInfo", url("/renewal"));
  }

  private JsonObject renewalJson() {
    return new JsonObject()
        .put(
            "suggestedWindow",
            new JsonObject()
                .put("start", window.start().toString())
                .put("end", window.end().toString()));
  }

  private String nonce() {
    String nonce = UUID.randomUUID().toString().replace("-", "");
    nonces.add(nonce);
    return nonce;
  }

  private void signed(HttpServerRequest request, String[] path, String body)
      throws SignedRequest.Refused {
    SignedRequest signed = SignedRequest.check(request, url(request.path()), body, accounts::get);
    if (!nonces.remove(signed.nonce()) || badNonces.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      problem(request, 400, "badNonce", "that nonce isn't known");
      return;
    }
    switch (path[1]) {
      case "account" -> account(request, signed);
      case "new-order" -> order(request, signed);
      case "order" -> json(request, 200, looked(order(path, signed), path[2]));
      case "authorization" -> json(request, 200, authorizationJson(path, signed));
      case "challenge" -> challenge(request, path, signed);
      case "finalize" -> finish(request, path, signed);
      case "certificate" ->
          request
              .response()
              .putHeader("Content-Type", "application/pem-certificate-chain")
              .putHeader("Replay-Nonce", nonce())
              .end(order(path, signed).certificate);
      default -> problem(request, 404, "malformed", "there is no " + request.path());
    }
  }

  private void account(HttpServerRequest request, SignedRequest signed)
      throws SignedRequest.Refused {
    if (!signed.payload().getBoolean("termsOfServiceAgreed", false)) {
      throw new SignedRequest.Refused("userActionRequired", "agree to the terms first");
    }
    String id = url("/accounts/" + signed.key().thumbprint());
    boolean isNew = accounts.put(id, signed.key()) == null;
    request.response().putHeader("Location", id);
    json(
        request,
        isNew ? 201 : 200,
        new JsonObject().put("status", "valid").put("orders", url("/orders")));
  }

  private void order(HttpServerRequest request, SignedRequest signed) {
    placed.incrementAndGet();
    if (limits.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      String until =
          DateTimeFormatter.RFC_1123_DATE_TIME.format(
              clock.instant().plus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC));
      request.response().putHeader("Retry-After", until);
      problem(request, 429, "rateLimited", "too many certificates already issued");
      return;
    }
    Order order = new Order();
    order.account = signed.account();
    order.replaces = signed.payload().getString("replaces");
    replaced = order.replaces;
    order.authorizations =
        signed.payload().getJsonArray("identifiers").stream()
            .map(each -> authorization(((JsonObject) each).getString("value")))
            .toList();
    orders.add(order);
    String number = Integer.toString(orders.size() - 1);
    request.response().putHeader("Location", url("/order/" + number));
    json(request, 201, orderJson(order, number));
  }

  private static Authorization authorization(String domain) {
    Authorization authorization = new Authorization();
    authorization.domain = domain;
    authorization.token = UUID.randomUUID().toString().replace("-", "_");
    return authorization;
  }

  private Order order(String[] path, SignedRequest signed) throws SignedRequest.Refused {
    Order order = orders.get(Integer.parseInt(path[2]));
    if (!order.account.equals(signed.account())) {
      throw new SignedRequest.Refused("unauthorized", "that is another account's");
    }
    return order;
  }

  private JsonObject looked(Order order, String number) {
    order.looks++;
    return orderJson(order, number);
  }

  private JsonObject orderJson(Order order, String number) {
    boolean isProven = order.authorizations.stream().allMatch(each -> each.status.equals("valid"));
    boolean isRefused =
        order.authorizations.stream().anyMatch(each -> each.status.equals("invalid"));
    boolean isHidden = isStuck || order.looks <= looksUntilReady.get();
    if (isRefused) {
      order.status = "invalid";
    } else if (order.certificate != null) {
      order.status = isHidden ? "processing" : "valid";
    } else if (isProven && !isHidden) {
      order.status = "ready";
    }
    JsonArray authorizations = new JsonArray();
    for (int i = 0; i < order.authorizations.size(); i++) {
      authorizations.add(url("/authorization/%s/%d".formatted(number, i)));
    }
    JsonArray identifiers = new JsonArray();
    order.authorizations.forEach(each -> identifiers.add(identifier(each)));
    JsonObject json =
        new JsonObject()
            .put("status", order.status)
            .put("identifiers", identifiers)
            .put("authorizations", authorizations)
            .put("finalize", url("/finalize/" + number));
    return order.status.equals("valid")
        ? json.put("certificate", url("/certificate/" + number))
        : json;
  }

  private static JsonObject identifier(Authorization authorization) {
    return new JsonObject().put("type", "dns").put("value", authorization.domain);
  }

  private Authorization authorization(String[] path, SignedRequest signed)
      throws SignedRequest.Refused {
    return order(path, signed).authorizations.get(Integer.parseInt(path[3]));
  }

  private JsonObject authorizationJson(String[] path, SignedRequest signed)
      throws SignedRequest.Refused {
    Authorization authorization = authorization(path, signed);
    return new JsonObject()
        .put("status", authorization.status)
        .put("identifier", identifier(authorization))
        .put("challenges", new JsonArray().add(challengeJson(path, authorization)));
  }

  private JsonObject challengeJson(String[] path, Authorization authorization) {
    return new JsonObject()
        .put("type", "http-01")
        .put("url", url("/challenge/%s/%s".formatted(path[2], path[3])))
        .put("token", authorization.token)
        .put("status", authorization.status)
        .put("error", authorization.error);
  }

  private void challenge(HttpServerRequest request, String[] path, SignedRequest signed)
      throws SignedRequest.Refused {
    Authorization authorization = authorization(path, signed);
    if (authorization.status.equals("pending")) {
      authorization.status = "processing";
      String expected = authorization.token + "." + signed.key().thumbprint();
      ask(authorization).onComplete(got -> judge(authorization, expected, got.result()));
    }
    json(request, 200, challengeJson(path, authorization));
  }

  /** Null when there is no answer. */
  private Future<String> ask(Authorization authorization) {
    int turn = asked.getAndIncrement();
    if (edges.isEmpty()) {
      return Future.succeededFuture();
    }
    RequestOptions options =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(edges.get(turn % edges.size()))
            .setURI(Challenges.PATH + authorization.token)
            .putHeader("Host", authorization.domain);
    return client
        .request(options)
        .compose(request -> request.send())
        .compose(FakeAcmeServer::text)
        .otherwiseEmpty();
  }

  private static Future<String> text(HttpClientResponse response) {
    return response
        .body()
        .map(
            body ->
                response.statusCode() == 200 ? body.toString() : "status " + response.statusCode());
  }

  private synchronized void judge(Authorization authorization, String expected, String got) {
    if (expected.equals(got)) {
      authorization.status = "valid";
    } else {
      authorization.status = "invalid";
      authorization.error =
          new JsonObject()
              .put("type", ERROR + (got == null ? "connection" : "unauthorized"))
              .put("detail", got == null ? "nobody is there" : "an answer of another: " + got);
    }
  }

  private void finish(HttpServerRequest request, String[] path, SignedRequest signed)
      throws SignedRequest.Refused {
    Order order = order(path, signed);
    if (!order.status.equals("ready")) {
      throw new SignedRequest.Refused("orderNotReady", "the order is " + order.status);
    }
    byte[] csr = Base64.getUrlDecoder().decode(signed.payload().getString("csr"));
    Set<String> domains = new HashSet<>();
    order.authorizations.forEach(each -> domains.add(each.domain));
    Instant now = clock.instant();
    order.certificate = issuer.issue(csr, domains, now, now.plus(lifetime));
    order.looks = 0;
    json(request, 200, looked(order, path[2]));
  }

  private void json(HttpServerRequest request, int status, JsonObject json) {
    request.response().putHeader("Content-Type", "application/json");
    if (looksUntilReady.get() > 0) {
      request.response().putHeader("Retry-After", "1");
    }
    answer(request, status, json);
  }

  private void problem(HttpServerRequest request, int status, String type, String detail) {
    request.response().putHeader("Content-Type", "application/problem+json");
    answer(request, status, new JsonObject().put("type", ERROR + type).put("detail", detail));
  }

  private void answer(HttpServerRequest request, int status, JsonObject json) {
    if (request.method().equals(HttpMethod.POST)) {
      request.response().putHeader("Replay-Nonce", nonce());
    }
    request.response().setStatusCode(status).end(json.toBuffer());
  }

  @Override
  public void close() {
    Await.result(vertx.close());
  }
}
