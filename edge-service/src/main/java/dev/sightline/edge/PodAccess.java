package dev.sightline.edge;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystem;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How this pod reaches the API of its Kubernetes, by the service account that is mounted in it.
 *
 * @param host of the API, a name or an address
 * @param pod this pod's name
 * @param account the directory with {@code token}, {@code ca.crt} and {@code namespace}
 */
record PodAccess(String host, int port, String pod, Path account) {

  static final Path MOUNTED = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  private static final Pattern WORD = Pattern.compile("[\\x21-\\x7e]+");

  /** What the environment of a pod says; empty when this is none, or it doesn't know its name. */
  static Optional<PodAccess> of(Map<String, String> environment, Path account) {
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "");
    String pod = environment.getOrDefault("POD_NAME", "");
    boolean isKnown = !host.isEmpty() && port.matches("\\d{1,5}") && pod.matches("[a-z0-9.-]+");
    return isKnown
        ? Optional.of(new PodAccess(host, Integer.parseInt(port), pod, account))
        : Optional.empty();
  }

  /**
   * A change of this pod. All that is mounted is read each time: the token is another one every
   * hour, and the authority may be another one some day.
   */
  Future<RequestOptions> patch(FileSystem files) {
    return Future.all(line(files, "token"), line(files, "namespace"), read(files, "ca.crt"))
        .map(all -> patch(all.resultAt(0), all.resultAt(1), all.resultAt(2)));
  }

  private RequestOptions patch(String token, String namespace, Buffer authority) {
    ClientSSLOptions trusting =
        new ClientSSLOptions()
            .setTrustOptions(new PemTrustOptions().addCertValue(authority))
            .setHostnameVerificationAlgorithm("HTTPS");
    return new RequestOptions()
        .setMethod(HttpMethod.PATCH)
        .setServer(SocketAddress.inetSocketAddress(port, host))
        .setHost(host.contains(":") ? "[" + host + "]" : host)
        .setPort(port)
        .setSsl(true)
        .setSslOptions(trusting)
        .setURI("/api/v1/namespaces/%s/pods/%s".formatted(namespace, pod))
        .putHeader("Authorization", "Bearer " + token);
  }

  private Future<Buffer> read(FileSystem files, String name) {
    return files.readFile(account.resolve(name).toString());
  }

  /** Checked here, since what can't be sent is quoted by whoever finds out later. */
  private Future<String> line(FileSystem files, String name) {
    return read(files, name).map(content -> line(name, content.toString().strip()));
  }

  private String line(String name, String text) {
    if (!WORD.matcher(text).matches()) {
      throw new IllegalStateException(account.resolve(name) + " isn't one word of plain text");
    }
    return text;
  }

  @Override
  public String toString() {
    return "the API of Kubernetes at %s, port %d".formatted(host, port);
  }
}
