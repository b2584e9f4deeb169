package dev.sightline.kubernetes;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystem;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
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
 * How a pod reaches the API of its Kubernetes, by the service account that is mounted in it.
 *
 * @param host of the API, a name or an address
 * @param account the directory with {@code token}, {@code ca.crt} and {@code namespace}
 */
public record KubernetesApi(String host, int port, Path account) {

  public static final Path MOUNTED = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

  /** Nothing that is asked of the API takes longer. */
  public static final int ANSWER_SECONDS = 10;

  private static final int CONNECT_SECONDS = 5;

  private static final Pattern WORD = Pattern.compile("[\\x21-\\x7e]+");

  /** What the environment of a pod says; empty when this is none. */
  public static Optional<KubernetesApi> of(Map<String, String> environment, Path account) {
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "");
    return !host.isEmpty() && port.matches("\\d{1,5}")
        ? Optional.of(new KubernetesApi(host, Integer.parseInt(port), account))
        : Optional.empty();
  }

  /** For requests of {@link #request}, each over a connection of its own. */
  public static HttpClient newClient(Vertx vertx) {
    return vertx.createHttpClient(
        new HttpClientOptions()
            .setConnectTimeout(CONNECT_SECONDS * 1_000)
            .setIdleTimeout(ANSWER_SECONDS)
            .setKeepAlive(false));
  }

  /**
   * Asks for something in the pod's namespace. All that is mounted is read each time: the token is
   * another one every hour, and the authority may be another one some day.
   *
   * @param path below the namespace, such as {@code /pods/NAME}
   */
  public Future<RequestOptions> request(FileSystem files, HttpMethod method, String path) {
    return Future.all(line(files, "token"), line(files, "namespace"), read(files, "ca.crt"))
        .map(
            all ->
                request(all.resultAt(0), all.resultAt(2))
                    .setMethod(method)
                    .setURI("/api/v1/namespaces/" + all.resultAt(1) + path));
  }

  private RequestOptions request(String token, Buffer authority) {
    ClientSSLOptions trusting =
        new ClientSSLOptions()
            .setTrustOptions(new PemTrustOptions().addCertValue(authority))
            .setHostnameVerificationAlgorithm("HTTPS");
    return new RequestOptions()
        .setServer(SocketAddress.inetSocketAddress(port, host))
        .setHost(host.contains(":") ? "[" + host + "]" : host)
        .setPort(port)
        .setSsl(true)
        .setSslOptions(trusting)
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
