package dev.sightline.edge;

import dev.sightline.kubernetes.KubernetesApi;
import dev.sightline.node.SeldomLog;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Kubernetes how many viewers this pod has, as what it would cost to end it: when there are
 * to be fewer edges, those with the fewest viewers are ended first.
 *
 * <p>Told every now and then, and only when it is another number by more than a tenth; when that
 * fails, it is tried again with the next look and otherwise harms nobody.
 */
final class PodDeletionCost extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(PodDeletionCost.class);

  static final Duration EVERY = Duration.ofSeconds(30);

  private static final String ANNOTATION = "controller.kubernetes.io/pod-deletion-cost";

  private static final int UNKNOWN = -1;

  private enum Trouble {
    UNTOLD
  }

  private final PodAccess pod;
  private final IntSupplier viewers;
  private final Duration every;
  private final SeldomLog seldom = new SeldomLog(LOG);
  private HttpClient client;

  /** What is told already; a container that is started again doesn't know what it told before. */
  private int told = UNKNOWN;

  private boolean telling;

  /**
   * @param viewers how many there are; called on the event loop of this
   */
  PodDeletionCost(PodAccess pod, IntSupplier viewers, Duration every) {
    this.pod = pod;
    this.viewers = viewers;
    this.every = every;
  }

  /**
   * Begins to tell it, if this is a pod.
   *
   * @param environment of this process
   */
  static Future<?> begin(
      Vertx vertx, Map<String, String> environment, Path account, IntSupplier viewers) {
    Optional<PodAccess> pod = PodAccess.of(environment, account);
    if (pod.isEmpty()) {
      LOG.warn(
          "edge.pod-deletion-cost is true, but this is no pod that knows its name:"
              + " KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT and POD_NAME must be set");
      return Future.succeededFuture();
    }
    return vertx.deployVerticle(new PodDeletionCost(pod.get(), viewers, EVERY));
  }

  @Override
  public Future<?> start() {
    client = KubernetesApi.newClient(vertx);
    vertx.setPeriodic(every.toMillis(), id -> look());
    return Future.succeededFuture();
  }

  private void look() {
    int now = viewers.getAsInt();
    if (!telling && isWorthTelling(told, now)) {
      telling = true;
      tell(now).onComplete(v -> telling = false).onSuccess(v -> told = now).onFailure(this::failed);
    }
  }

  static boolean isWorthTelling(int told, int now) {
    return told == UNKNOWN || Math.abs(now - told) * 10L > told;
  }

  private Future<Void> tell(int cost) {
    JsonObject annotations = new JsonObject().put(ANNOTATION, Integer.toString(cost));
    JsonObject patch =
        new JsonObject().put("metadata", new JsonObject().put("annotations", annotations));
    return pod.patch(vertx.fileSystem())
        .compose(client::request)
        .compose(request -> send(request, patch))
        .timeout(KubernetesApi.ANSWER_SECONDS, TimeUnit.SECONDS);
  }

  private static Future<Void> send(HttpClientRequest request, JsonObject patch) {
    return request
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/merge-patch+json")
        .send(patch.toBuffer())
        .compose(PodDeletionCost::taken);
  }

  private static Future<Void> taken(HttpClientResponse response) {
    int status = response.statusCode();
    return response
        .end()
        .compose(
            v ->
                status == 200
                    ? Future.succeededFuture()
                    : Future.failedFuture("it answers " + status + hint(status)));
  }

  private static String hint(int status) {
    return status == 403 ? "; the pod's service account must be allowed to patch pods" : "";
  }

  private void failed(Throwable failure) {
    seldom.warn(
        Trouble.UNTOLD, "{} can't be told how many viewers this pod has: {}", pod, reason(failure));
  }

  /** With what is at the bottom of it, such as what is wrong with a certificate. */
  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return failure.equals(root)
        ? failure.getMessage()
        : "%s (%s)".formatted(failure.getMessage(), root);
  }
}
