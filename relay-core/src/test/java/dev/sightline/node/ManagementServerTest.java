package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
    return new NodeConfig(
        Role.STANDALONE, new ManagementConfig(HOST, port), Optional.empty(), LogConfig.DEFAULT);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://%s:%d%s".formatted(HOST, node.managementPort().getAsInt(), path));
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
