package dev.sightline.kubernetes;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Secrets of an API server: made, read, and replaced by whoever knows what is there. */
public final class FakeSecrets {

  private final String path;
  private final Map<String, JsonObject> secrets = new ConcurrentHashMap<>();
  private volatile Runnable beforeReplacing = () -> {};
  private volatile boolean readOnly;
  private long version;

  FakeSecrets(String path) {
    this.path = path;
  }

  /** Called once, when somebody is about to replace one. */
  public void beforeReplacing(Runnable once) {
    beforeReplacing = once;
  }

  /** From now on none may be written. */
  public void readOnly(boolean on) {
    readOnly = on;
  }

  /** As somebody else would write it. */
  public synchronized void put(String name, Map<String, String> texts) {
    JsonObject data = new JsonObject();
    texts.forEach((key, text) -> data.put(key, encoded(text)));
    store(
        name,
        new JsonObject().put("metadata", new JsonObject().put("name", name)).put("data", data));
  }

  /** One whose only entry may be no Base64 at all. */
  public synchronized void putRaw(String name, String entry, String data) {
    store(
        name,
        new JsonObject()
            .put("metadata", new JsonObject().put("name", name))
            .put("data", new JsonObject().put(entry, data)));
  }

  /** What is in an entry, or null. */
  public String text(String name, String entry) {
    JsonObject secret = secrets.get(name);
    String data = secret == null ? null : secret.getJsonObject("data").getString(entry);
    return data == null
        ? null
        : new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  void take(HttpServerRequest request, Buffer body) {
    String name = request.path().replace(path, "").replace("/", "");
    switch (request.method().name()) {
      case "GET" -> answer(request, secrets.containsKey(name) ? 200 : 404, secrets.get(name));
      case "POST" -> make(request, body.toJsonObject());
      case "PUT" -> {
        Runnable first = beforeReplacing;
        beforeReplacing = () -> {};
        first.run();
        replace(request, name, body.toJsonObject());
      }
      default -> answer(request, 405, null);
    }
  }

  private synchronized void make(HttpServerRequest request, JsonObject secret) {
    String name = secret.getJsonObject("metadata").getString("name");
    if (readOnly) {
      answer(request, 403, null);
    } else if (secrets.containsKey(name)) {
      answer(request, 409, null);
    } else {
      store(name, secret);
      answer(request, 201, secret);
    }
  }

  private synchronized void replace(HttpServerRequest request, String name, JsonObject secret) {
    JsonObject there = secrets.get(name);
    if (readOnly) {
      answer(request, 403, null);
    } else if (there == null) {
      answer(request, 404, null);
    } else if (!versionOf(there).equals(versionOf(secret))) {
      answer(request, 409, null);
    } else {
      store(name, secret);
      answer(request, 200, secret);
    }
  }

  private void store(String name, JsonObject secret) {
    JsonObject copy = secret.copy();
    copy.getJsonObject("metadata").put("resourceVersion", Long.toString(++version));
    secrets.put(name, copy);
  }

  private static String versionOf(JsonObject secret) {
    return secret.getJsonObject("metadata").getString("resourceVersion", "none");
  }

  private static void answer(HttpServerRequest request, int status, JsonObject body) {
    JsonObject shown = body == null ? new JsonObject().put("kind", "Status") : body;
    request.response().setStatusCode(status).end(shown.toBuffer());
  }
}
