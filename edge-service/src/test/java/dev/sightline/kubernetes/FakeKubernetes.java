package dev.sightline.kubernetes;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An API server that knows one pod, one token and some Secrets, by a certificate of its own
 * authority, and the service account that is mounted in that pod.
 */
public final class FakeKubernetes {

  /** A change that it was asked for. */
  public record Patch(String uri, String type, JsonObject body) {

    /** The cost that it sets. */
    public String cost() {
      return body.getJsonObject("metadata")
          .getJsonObject("annotations")
          .getString("controller.kubernetes.io/pod-deletion-cost");
    }
  }

  /** An authority, and the server's certificate by it. */
  public record Identity(String authority, KeyCertOptions server) {

    public static Identity in(Path directory) {
      TestCertificate authority = TestCertificate.authority(directory);
      return new Identity(authority.pem(), authority.issue("ip:127.0.0.1").keys());
    }
  }

  private static final String SECRETS = "/api/v1/namespaces/cams/secrets";

  private final FakeSecrets secrets = new FakeSecrets(SECRETS);
  private final Vertx vertx;
  private final Path account;
  private final List<Patch> patches = new CopyOnWriteArrayList<>();
  private volatile String token;
  private volatile int refused;
  private HttpServer server;

  /**
   * @param account the directory that is mounted in the pod
   */
  public FakeKubernetes(Vertx vertx, Path account, Identity identity) throws IOException {
    this.vertx = vertx;
    this.account = account;
    Files.writeString(account.resolve("namespace"), "cams");
    token("first");
    listen(0, identity);
  }

  private void listen(int port, Identity identity) throws IOException {
    Files.writeString(account.resolve("ca.crt"), identity.authority);
    HttpServerOptions options =
        new HttpServerOptions().setSsl(true).setKeyCertOptions(identity.server);
    server =
        Await.result(
            vertx.createHttpServer(options).requestHandler(this::take).listen(port, "127.0.0.1"));
  }

  /** Comes back with a certificate of another authority, which is mounted as well. */
  public void become(Identity identity) throws IOException {
    int port = port();
    Await.result(server.close());
    listen(port, identity);
  }

  /** Takes no other token any more, and gives it to the pod. */
  public void token(String next) throws IOException {
    token = next;
    Files.writeString(account.resolve("token"), next + "\n");
  }

  /** Takes another one than the pod has. */
  public void revoke() {
    token = "another";
  }

  private void take(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              if (!("Bearer " + token).equals(request.getHeader("Authorization"))) {
                refuse(request);
              } else if (request.path().startsWith(SECRETS)) {
                secrets.take(request, body);
              } else if (request.method().equals(HttpMethod.PATCH)) {
                patches.add(
                    new Patch(
                        request.uri(), request.getHeader("Content-Type"), body.toJsonObject()));
                request.response().end("{\"kind\":\"Pod\"}");
              } else {
                refuse(request);
              }
            });
  }

  private void refuse(HttpServerRequest request) {
    refused++;
    request.response().setStatusCode(403).end("{\"kind\":\"Status\"}");
  }

  /** Those that it keeps. */
  public FakeSecrets secrets() {
    return secrets;
  }

  public int port() {
    return server.actualPort();
  }

  /** What Kubernetes puts into the environment, and the chart the name. */
  public Map<String, String> environment() {
    return Map.of(
        "KUBERNETES_SERVICE_HOST",
        "127.0.0.1",
        "KUBERNETES_SERVICE_PORT",
        Integer.toString(port()),
        "POD_NAME",
        "edge-7d4b9c-x2x7k");
  }

  public List<Patch> patches() {
    return patches;
  }

  public String lastCost() {
    return patches.isEmpty() ? "" : patches.get(patches.size() - 1).cost();
  }

  public int refused() {
    return refused;
  }
}
