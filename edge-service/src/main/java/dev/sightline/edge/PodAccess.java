package dev.sightline.edge;

import dev.sightline.kubernetes.KubernetesApi;
import io.vertx.core.Future;
import io.vertx.core.file.FileSystem;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How this pod reaches what Kubernetes knows of it.
 *
 * @param pod this pod's name
 */
record PodAccess(KubernetesApi api, String pod) {

  /** What the environment of a pod says; empty when this is none, or it doesn't know its name. */
  static Optional<PodAccess> of(Map<String, String> environment, Path account) {
    String pod = environment.getOrDefault("POD_NAME", "");
    return KubernetesApi.of(environment, account)
        .filter(api -> pod.matches("[a-z0-9.-]+"))
        .map(api -> new PodAccess(api, pod));
  }

  /** A change of this pod. */
  Future<RequestOptions> patch(FileSystem files) {
    return api.request(files, HttpMethod.PATCH, "/pods/" + pod);
  }

  @Override
  public String toString() {
    return api.toString();
  }
}
