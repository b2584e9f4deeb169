package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is rendered for old and new versions of Kubernetes. */
class KubernetesVersionsTest {

  /**
   * Fields that came later than the oldest version, and the first minor version that heeds them.
   */
  private static final Map<String, Integer> SINCE =
      Map.of(
          "matchLabelKeys", 27,
          "unhealthyPodEvictionPolicy", 27,
          "podReplacementPolicy", 29,
          "sleep", 30,
          "appArmorProfile", 30,
          "trafficDistribution", 31);

  @ParameterizedTest
  @ValueSource(
      strings = {
        Install.OLDEST,
        "1.26.15",
        "1.27.0",
        "1.30.5-gke.1014001",
        "1.31.4+k3s1",
        Install.NEWEST
      })
  void aVersionGetsWhatItKnows(String version) {
    int minor = Integer.parseInt(version.split("\\.")[1]);
    assertThat(used(version)).allMatch(field -> SINCE.get(field) <= minor);
  }

  @Test
  void newOnesGetWhatOldOnesDont() {
    assertThat(used(Install.NEWEST)).contains("matchLabelKeys", "unhealthyPodEvictionPolicy");
  }

  @ParameterizedTest
  @ValueSource(strings = {Install.OLDEST, Install.NEWEST})
  void everyObjectIsOneThatKubernetesTakes(String version) {
    assertThat(
            Installs.all()
                .flatMap(install -> install.on(version).render().objects().stream())
                .flatMap(object -> ObjectCheck.problems(object).stream()))
        .isEmpty();
  }

  @Test
  void whatIsTooOldIsToldSo() {
    assertThatThrownBy(() -> Install.of(Chart.DEFAULTS).on("1.24.17").text())
        .hasMessageContaining("requires kubeVersion: >=1.25.0-0");
  }

  private static Set<String> used(String version) {
    Set<String> used = new TreeSet<>();
    Installs.all()
        .flatMap(install -> install.on(version).render().objects().stream())
        .forEach(object -> used.addAll(fields(object.json()).filter(SINCE::containsKey).toList()));
    return used;
  }

  private static Stream<String> fields(JsonNode node) {
    List<String> fields = new ArrayList<>();
    node.fieldNames().forEachRemaining(fields::add);
    Stream<JsonNode> below = KubeObject.items(node).stream();
    return Stream.concat(fields.stream(), below.flatMap(KubernetesVersionsTest::fields));
  }
}
