package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may read the nodes' metrics, and whether the Prometheus operator is told. */
class MetricsLoginTest {

  private static final Map<String, String> ENDPOINTS =
      Map.of("PodMonitor", "/spec/podMetricsEndpoints", "ServiceMonitor", "/spec/endpoints");

  @ParameterizedTest
  @CsvSource({"pods, PodMonitor", "services, ServiceMonitor"})
  void theMonitorShowsWhatTheNodesWant(String kind, String monitor) {
    Release open =
        Install.of(Chart.CLUSTER).with("monitoring: {kind: %s}".formatted(kind)).render();
    assertThat(endpoint(open, monitor).has("basicAuth")).isFalse();
    assertThat(Component.EDGE.file(open)).doesNotContain("management");

    Release closed =
        Install.of(Chart.CLUSTER)
            .with("monitoring: {kind: %s}".formatted(kind))
            .with("secrets: {metrics: {existingSecret: who-scrapes}}")
            .render();
    JsonNode shown = endpoint(closed, monitor).path("basicAuth");
    for (String key : List.of("username", "password")) {
      assertThat(shown.path(key).path("name").asText()).isEqualTo("who-scrapes");
      assertThat(shown.path(key).path("key").asText()).isEqualTo(key);
      for (Component component : List.of(Component.INGEST, Component.EDGE)) {
        assertThat(component.file(closed))
            .contains("%1$s-file: /run/secrets/sightline/metrics/%1$s\n".formatted(key));
      }
    }
  }

  @Test
  void oneNodeAloneWantsItToo() {
    Release release =
        Install.of(Chart.STANDALONE)
            .with("secrets: {metrics: {existingSecret: who-scrapes}}")
            .render();
    assertThat(Component.STANDALONE.file(release)).contains("/run/secrets/sightline/metrics/");
  }

  /** Of the group of the pod, and of nobody else. */
  @ParameterizedTest
  @MethodSource("dev.sightline.k8s.Installs#named")
  void filesOfSecretsAreForThePodsGroupAlone(Install install) {
    for (PodTemplate pod : install.render().pods()) {
      for (JsonNode volume : pod.spec().path("volumes")) {
        if (volume.has("secret")) {
          assertThat(volume.at("/secret/defaultMode").asInt())
              .as(volume.toString())
              .isEqualTo(0440);
        }
      }
    }
  }

  private static JsonNode endpoint(Release release, String monitor) {
    return release.some(monitor).get(0).at(ENDPOINTS.get(monitor)).get(0);
  }
}
