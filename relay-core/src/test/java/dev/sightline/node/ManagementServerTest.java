package dev.sightline.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ManagementServerTest {

  private static final String HOST = "127.0.0.1";

  private final HttpClient client = HttpClient.newHttpClient();
  private RelayNode node;

  @BeforeEach
  void start() throws StartException {
    node = RelayNode.start(withManagement(OptionalInt.of(0)));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void isLiveFromTheStart() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void isNotReadyBeforeTheRolesRun() throws Exception {
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    node.readiness().serving();
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void isReadyWhenAllThatWasRegisteredIs() throws Exception {
    node.readiness().serving();
    AtomicBoolean ready = new AtomicBoolean();
    node.readiness().register("streams", ready::get);
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/health/ready").body()).contains("{\"id\":\"streams\",\"status\":\"DOWN\"}");
    ready.set(true);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void isNotReadyButLiveOnceTheNodeStops() throws Exception {
    node.readiness().serving();
    node.readiness().stopping();
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void showsTheMetricsOfThisNodeAlone() throws Exception {
    RelayNode other = RelayNode.start(withManagement(OptionalInt.of(0)));
    try {
      node.registry().counter("here").increment();
      other.registry().counter("there").increment();
      HttpResponse<String> answer = get("/metrics");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      assertThat(answer.body())
          .contains("here_total 1.0")
          .contains("jvm_memory_used_bytes")
          .contains("vertx_http_server")
          .doesNotContain("there_total");
    } finally {
      other.close();
    }
  }

  @Test
  void makesNoSeriesFromWhatARequestSays() throws Exception {
    get("/some/path");
    assertThat(get("/metrics").body()).doesNotContain("some/path").doesNotContain("GET");
  }

  @Test
  void tellsWhatThereIsWhenAskedForSomethingElse() throws Exception {
    HttpResponse<String> answer = get("/nothing");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo("There is nothing here; try /health/live, /health/ready or /metrics.\n");
  }

  @Test
  void metricsAreForWhoKnowsThePasswordOnceThereIsOne() throws Exception {
    node.close();
    Login login = new Login("prometheus", new Secret("a:s3cret"));
    node = RelayNode.start(with(new ManagementConfig(HOST, OptionalInt.of(0), Optional.of(login))));
    node.readiness().serving();

    for (String shown :
        List.of("", "prometheus:", "prometheus:a", ":a:s3cret", "Prometheus:a:s3cret")) {
      HttpReply refused = asking("/metrics", shown);
      assertThat(refused.status()).as(shown).isEqualTo(401);
      assertThat(refused.header("WWW-Authenticate"))
          .isEqualTo("Basic realm=\"metrics\", charset=\"UTF-8\"");
      assertThat(refused.text())
          .isEqualTo("The metrics of this node want a user and a password.\n");
    }
    assertThat(asking("/metrics", "prometheus:a:s3cret").text()).contains("jvm_memory_used_bytes");
    assertThat(get("/metrics").statusCode()).isEqualTo(401);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
  }

  private HttpReply asking(String path, String credentials) {
    String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    return PlainRequest.get(uri(path).toString())
        .withHeader("Authorization", "Basic " + encoded)
        .send();
  }

  @Test
  void refusesHeadersWithoutMeasure() {
    PlainRequest large =
        PlainRequest.get(uri("/metrics").toString()).withHeader("X", "x".repeat(9_000));
    assertThat(large.send().status()).isEqualTo(431);
    assertThat(PlainRequest.get(uri("/" + "x".repeat(5_000)).toString()).send().status())
        .isEqualTo(414);
  }

  /** Each byte comes within any idle timeout. */
  @ParameterizedTest
  @ValueSource(strings = {"", "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"})
  void endsConnectionsThatTakeTooLongForTheirRequest(String before) throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      ManagementServer server =
          Await.result(
              ManagementServer.start(
                  vertx,
                  new ManagementConfig(HOST, OptionalInt.of(0)),
                  new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                  new Readiness(vertx),
                  new Haste(vertx, 300, 200)));
      try (Socket client = new Socket(HOST, server.port())) {
        client
            .getOutputStream()
            .write((before + "GET /health/live HTTP/1.1\r\nX: ").getBytes(UTF_8));
        Await.until("the connection is cut", () -> isCut(client));
      }
    } finally {
      Await.result(vertx.close());
    }
  }

  private static boolean isCut(Socket client) {
    try {
      client.getOutputStream().write('x');
      client.setSoTimeout(50);
      while (client.getInputStream().read() >= 0) {
        // What was answered before.
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void canBeOff() throws StartException {
    try (RelayNode silent = RelayNode.start(withManagement(OptionalInt.empty()))) {
      assertThat(silent.managementPort()).isEmpty();
    }
  }

  @Test
  void namesAFreePortWhenItsOwnIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
      int port = taken.getLocalPort();
      NodeConfig config = withManagement(OptionalInt.of(port));
      assertThat(catchThrowableOfType(StartException.class, () -> RelayNode.start(config)))
          .message()
          .matches(
              "port %d is already in use; choose another with --management-port, such as --management-port \\d+"
                  .formatted(port));
    }
  }

  private static NodeConfig withManagement(OptionalInt port) {
    return with(new ManagementConfig(HOST, port));
  }

  private static NodeConfig with(ManagementConfig management) {
    return new NodeConfig(Role.STANDALONE, management, Optional.empty(), LogConfig.DEFAULT);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://%s:%d%s".formatted(HOST, node.managementPort().getAsInt(), path));
  }
}
