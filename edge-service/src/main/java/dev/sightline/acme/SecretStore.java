package dev.sightline.acme;

import dev.sightline.kubernetes.KubernetesApi;
import dev.sightline.node.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Secret of Kubernetes in the pod's own namespace. It is replaced as a whole, by who has seen
 * what it is now: if somebody else has been quicker it is read again.
 */
final class SecretStore implements CertificateStore {

  private static final int MOST_ATTEMPTS = 5;
  private static final String SECRETS = "/secrets";

  private final Vertx vertx;
  private final KubernetesApi api;
  private final String name;
  private final HttpClient client;

  SecretStore(Vertx vertx, KubernetesApi api, String name) {
    this.vertx = vertx;
    this.api = api;
    this.name = name;
    this.client = KubernetesApi.newClient(vertx);
  }

  @Override
  public Map<String, Secret> read() throws StoreException {
    JsonObject data = secret().getJsonObject("data", new JsonObject());
    Map<String, Secret> texts = new HashMap<>();
    for (String entry : NAMES) {
      if (data.getValue(entry) instanceof String encoded) {
        texts.put(entry, decoded(entry, encoded));
      }
    }
    return texts;
  }

  private Secret decoded(String entry, String encoded) throws StoreException {
    try {
      byte[] bytes = Base64.getDecoder().decode(encoded);
      return new Secret(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new StoreException("%s of %s isn't Base64".formatted(entry, this), e);
    }
  }

  /** As it is now; one without data where there is none yet. */
  private JsonObject secret() throws StoreException {
    Answer answer = ask(HttpMethod.GET, SECRETS + "/" + name, null);
    return switch (answer.status) {
      case 200 -> answer.json();
      case 404 -> new JsonObject().put("metadata", new JsonObject().put("name", name));
      default -> throw refused(answer.status);
    };
  }

  @Override
  public void write(Map<String, Secret> texts) throws StoreException {
    int status = 0;
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      status = write(secret(), texts);
      if (status == 200 || status == 201) {
        return;
      }
      if (status != 409 && status != 404) {
        break;
      }
    }
    throw refused(status);
  }

  private int write(JsonObject secret, Map<String, Secret> texts) throws StoreException {
    boolean isNew = !secret.getJsonObject("metadata").containsKey("resourceVersion");
    JsonObject data = secret.getJsonObject("data", new JsonObject());
    texts.forEach((entry, text) -> data.put(entry, encoded(text)));
    secret.put("apiVersion", "v1").put("kind", "Secret").put("data", data);
    return isNew
        ? ask(HttpMethod.POST, SECRETS, secret.put("type", "Opaque")).status
        : ask(HttpMethod.PUT, SECRETS + "/" + name, secret).status;
  }

  private static String encoded(Secret text) {
    return Base64.getEncoder().encodeToString(text.value().getBytes(StandardCharsets.UTF_8));
  }

  private StoreException refused(int status) {
    String hint =
        status == 403
            ? "; the pod's service account must be allowed to get and update it, and to create"
                + " Secrets where there is none"
            : "";
    return new StoreException("%s: it answers %d%s".formatted(this, status, hint), null);
  }

  private Answer ask(HttpMethod method, String path, JsonObject body) throws StoreException {
    Future<Answer> answer =
        api.request(vertx.fileSystem(), method, path).compose(request -> send(request, body));
    try {
      return answer.await(KubernetesApi.ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new StoreException("%s: it doesn't answer".formatted(this), e);
    } catch (Exception e) {
      throw new StoreException("%s: %s".formatted(this, e.getMessage()), e);
    }
  }

  private Future<Answer> send(RequestOptions options, JsonObject body) {
    return client
        .request(options)
        .compose(
            request ->
                body == null
                    ? request.send()
                    : request
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .send(body.toBuffer()))
        .compose(SecretStore::answered);
  }

  private static Future<Answer> answered(HttpClientResponse response) {
    return response.body().map(body -> new Answer(response.statusCode(), body));
  }

  private record Answer(int status, Buffer body) {

    JsonObject json() {
      return body.toJsonObject();
    }
  }

  @Override
  public String toString() {
    return "Secret %s by %s".formatted(name, api);
  }
}
