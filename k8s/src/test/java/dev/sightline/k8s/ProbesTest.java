package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.node.LogConfig;
import dev.sightline.node.ManagementConfig;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.RelayNode;
import dev.sightline.node.Role;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a real node answers what the chart asks it. */
class ProbesTest {

  private static final List<String> PROBES =
      List.of("startupProbe", "livenessProbe", "readinessProbe");

  private final HttpClient client = HttpClient.newHttpClient();
  private RelayNode node;

  @BeforeEach
  void startNode() throws Exception {
    node =
        RelayNode.start(
            new NodeConfig(
                Role.STANDALONE,
                new ManagementConfig("127.0.0.1", OptionalInt.of(0)),
                Optional.empty(),
                LogConfig.DEFAULT));
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  @Test
  void aNodeThatServesPassesAllProbes() throws Exception {
    node.serve();
    for (JsonNode probe : probes(PROBES).toList()) {
      assertThat(ask(probe.path("path").asText()).statusCode()).as(probe.toString()).isEqualTo(200);
    }
  }

  @Test
  void aNodeThatDoesNotServeYetIsAliveButNotReady() throws Exception {
    for (JsonNode probe : probes(PROBES.subList(0, 2)).toList()) {
      assertThat(ask(probe.path("path").asText()).statusCode()).as(probe.toString()).isEqualTo(200);
    }
    for (JsonNode probe : probes(PROBES.subList(2, 3)).toList()) {
      assertThat(ask(probe.path("path").asText()).statusCode()).as(probe.toString()).isEqualTo(503);
    }
  }

  @Test
  void monitorsReadMetrics() throws Exception {
    List<JsonNode> endpoints =
        Installs.all()
            .flatMap(install -> install.render().objects().stream())
            .flatMap(
                object ->
                    Stream.of("endpoints", "podMetricsEndpoints")
                        .flatMap(list -> KubeObject.items(object.spec().path(list)).stream()))
            .toList();
    assertThat(endpoints).hasSizeGreaterThan(1);
    for (JsonNode endpoint : endpoints) {
      assertThat(endpoint.path("port").asText()).isEqualTo("management");
      assertThat(ask(endpoint.path("path").asText("/metrics")).body()).contains("# TYPE jvm_");
    }
  }

  @Test
  void livenessAsksForNoMoreThanAnAnswer() {
    assertThat(probes(List.of("startupProbe", "livenessProbe")))
        .isNotEmpty()
        .allMatch(probe -> probe.path("path").asText().equals("/health/live"));
  }

  /** What the probes of these kinds ask, of all pods of all ways to install. */
  private static Stream<JsonNode> probes(List<String> kinds) {
    return PodsTest.pods()
        .flatMap(
            pod ->
                kinds.stream()
                    .map(
                        kind -> {
                          JsonNode probe = pod.container().path(kind).path("httpGet");
                          assertThat(probe.path("port").asText())
                              .as(kind + " of " + pod)
                              .isEqualTo("management");
                          return probe;
                        }))
        .distinct();
  }

  private HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + node.managementPort().orElseThrow() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
