package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nodes may do that get their certificate by themselves. */
class AcmeTest {

  @ParameterizedTest
  @CsvSource({"cluster-values.yaml, edge", "standalone-values.yaml, standalone"})
  void theyMayReadAndReplaceTheOneSecretAndNoMore(String mode, String component) {
    Release release = Installs.acme(mode).render();
    KubeObject role = release.one("Role", component);
    assertThat(KubeObject.items(role.at("/rules"))).hasSize(1);
    assertThat(role.at("/rules/0/resources")).hasToString("[\"secrets\"]");
    assertThat(role.at("/rules/0/resourceNames")).hasToString("[\"sightline-acme\"]");
    assertThat(role.at("/rules/0/verbs")).hasToString("[\"get\",\"update\"]");

    KubeObject binding = release.one("RoleBinding", component);
    assertThat(binding.at("/roleRef/name").asText()).isEqualTo(role.name());
    assertThat(binding.at("/subjects/0/name").asText())
        .isEqualTo(release.pod(component).spec().path("serviceAccountName").asText());
  }

  /** An upgrade would put an empty one in its place, or an uninstallation take it away. */
  @Test
  void theSecretIsNotTheCharts() {
    assertThat(Installs.acme(Chart.CLUSTER).render().all("Secret")).isEmpty();
  }

  @Test
  void bothReasonsForATokenGoTogether() {
    Release release =
        Installs.acme(Chart.CLUSTER).with("config: {edge: {pod-deletion-cost: true}}").render();
    assertThat(release.one("Role", "edge").at("/rules").findValuesAsText("verbs")).hasSize(2);
  }

  @Test
  void aDirectoryThatAllShareNeedsNoRights() {
    for (String path : List.of("/srv/acme", "/srv/acme/", "/srv")) {
      Release release =
          Installs.acme(Chart.CLUSTER)
              .with(
                  """
                  config: {http: {tls: {acme: {store: /srv/acme}}}}
                  edge:
                    extraVolumes: [{name: acme, persistentVolumeClaim: {claimName: acme}}]
                    extraVolumeMounts: [{name: acme, mountPath: %s}]
                  """
                      .formatted(path))
              .render();
      assertThat(release.all("Role")).isEmpty();
      assertThat(release.pod("edge").spec().path("automountServiceAccountToken").asBoolean(true))
          .isFalse();
    }
  }

  /** A certificate somebody else looks after. */
  @Test
  void nobodyElseMayDoAnything() {
    Release release =
        Install.of(Chart.CLUSTER).with("secrets: {tls: {existingSecret: t}}").render();
    assertThat(release.all("Role")).isEmpty();
    assertThat(release.all("RoleBinding")).isEmpty();
  }
}
