package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What comes with the pods: files for the monitoring, and what is asked for besides. */
class ExtrasTest {

  private final Release production = Install.of(Chart.PRODUCTION).render();

  @Test
  void theAlertsArriveAsTheyAre() {
    JsonNode alerts = Chart.yaml("files/alerts.yaml");
    assertThat(alerts.path("groups")).isNotEmpty();
    assertThat(production.some("PrometheusRule").get(0).spec()).isEqualTo(alerts);
  }

  @Test
  void theDashboardArrivesAsItIs() {
    KubeObject dashboard = production.find("ConfigMap", "cams-sightline-dashboard").orElseThrow();
    assertThat(dashboard.labels()).containsEntry("grafana_dashboard", "1");
    assertThat(Yaml.parse(dashboard.at("/data/sightline.json").asText()))
        .isEqualTo(Chart.yaml("files/dashboard.json"));
    assertThat(Chart.yaml("files/dashboard.json").path("panels")).isNotEmpty();
  }

  @Test
  void furtherObjectsMayBeYamlOrTemplates() {
    Release release =
        Install.of(Chart.DEFAULTS)
            .with(
                """
                extraObjects:
                  - {apiVersion: v1, kind: ConfigMap, metadata: {name: "{{ .Release.Name }}-one"}}
                  - |
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: {{ include "sightline.fullname" . }}-two}
                """)
            .render();
    assertThat(release.find("ConfigMap", "cams-one")).isPresent();
    assertThat(release.find("ConfigMap", "cams-sightline-two")).isPresent();
  }

  @Test
  void theUserMayBeLeftToTheCluster() {
    Release release =
        Install.of(Chart.CLUSTER)
            .with("podSecurityContext: {runAsUser: null, runAsGroup: null, fsGroup: null}")
            .render();
    assertThat(release.pods())
        .isNotEmpty()
        .allSatisfy(
            pod ->
                assertThat(pod.spec().path("securityContext").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("runAsNonRoot", "seccompProfile"));
  }

  @Test
  void whatIsAddedToPodsIsThere() {
    PodTemplate ingest = Installs.others().render().pod("ingest");
    assertThat(ingest.labels()).containsEntry("team", "video");
    assertThat(ingest.annotations()).containsEntry("example.org/a", "b");
    assertThat(ingest.variables()).containsEntry("TZ", "Europe/Vienna");
    assertThat(ingest.mounts().stream().map(mount -> mount.path("mountPath").asText()))
        .contains("/srv/pictures");
    assertThat(ingest.spec().path("priorityClassName").asText()).isEqualTo("cameras");
    assertThat(ingest.spec().at("/nodeSelector/kubernetes.io~1os").asText()).isEqualTo("linux");
    assertThat(ingest.spec().at("/tolerations/0/key").asText()).isEqualTo("cameras");
    assertThat(ingest.spec().has("affinity")).isFalse();
    assertThat(Installs.others().render().pod("edge").spec().at("/affinity").fieldNames())
        .toIterable()
        .isEqualTo(List.of("nodeAffinity"));
  }

  @Test
  void theTestOfTheReleaseIsOnlyAHook() {
    Install install = Install.of(Chart.CLUSTER);
    assertThat(install.render().find("Pod", "cams-sightline-test")).isPresent();
    assertThat(Release.of(install.text()).all("Pod")).isEmpty();
    assertThat(Chart.text("templates/tests/viewer.yaml")).contains("helm.sh/hook: test");
  }
}
