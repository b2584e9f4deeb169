package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether what selects pods selects those it means, and what names ports names some that exist. */
class SelectorsTest {

  static Stream<Arguments> releases() {
    return Installs.all().map(install -> arguments(install.title(), install.render()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("releases")
  void deploymentsSelectTheirOwnPodsAndNoOthers(String title, Release release) {
    for (KubeObject deployment : release.some("Deployment")) {
      Selector selector = new Selector(deployment.at("/spec/selector"));
      assertThat(release.pods())
          .filteredOn(pod -> selector.matches(pod.labels()))
          .extracting(PodTemplate::owner)
          .containsExactly(deployment);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("releases")
  void servicesSelectTheComponentMeant(String title, Release release) {
    boolean standalone = release.find("Deployment", "cams-sightline-standalone").isPresent();
    Map<String, Set<String>> meant =
        Map.of(
            "edge", Set.of(standalone ? "standalone" : "edge"),
            "ingest", Set.of("edge"),
            "cluster", Set.of("edge", "ingest"),
            "metrics", Set.of("standalone"),
            "demo-camera", Set.of("demo-camera"));
    for (KubeObject service : release.some("Service")) {
      assertThat(selected(release, Selector.ofLabels(service.at("/spec/selector"))))
          .as(service.toString())
          .isEqualTo(meant.get(service.component()));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("releases")
  void portsOfServicesAreOnesThatTheirPodsHave(String title, Release release) {
    for (KubeObject service : release.some("Service")) {
      Selector selector = Selector.ofLabels(service.at("/spec/selector"));
      for (JsonNode port : KubeObject.items(service.at("/spec/ports"))) {
        assertThat(release.pods())
            .filteredOn(pod -> selector.matches(pod.labels()))
            .allSatisfy(
                pod -> assertThat(pod.ports()).containsKey(port.path("targetPort").asText()));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("releases")
  void budgetsAndPoliciesSelectTheComponentMeant(String title, Release release) {
    for (KubeObject object : release.objects()) {
      String field =
          switch (object.kind()) {
            case "PodDisruptionBudget" -> "/spec/selector";
            case "NetworkPolicy" -> "/spec/podSelector";
            default -> "";
          };
      if (!field.isEmpty()) {
        Set<String> meant =
            object.component().equals("cluster")
                ? Set.of("edge", "ingest")
                : Set.of(object.component());
        assertThat(selected(release, new Selector(object.at(field))))
            .as(object.toString())
            .isEqualTo(meant);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("releases")
  void podsKeepAwayFromAndSpreadOverTheirOwnKind(String title, Release release) {
    for (PodTemplate pod : release.pods()) {
      List<JsonNode> selectors = new ArrayList<>();
      JsonNode antiAffinity = pod.spec().at("/affinity/podAntiAffinity");
      selectors.addAll(antiAffinity.findValues("labelSelector"));
      selectors.addAll(pod.spec().path("topologySpreadConstraints").findValues("labelSelector"));
      assertThat(selectors)
          .allSatisfy(
              selector ->
                  assertThat(selected(release, new Selector(selector)))
                      .containsExactly(pod.component()));
    }
  }

  @Test
  void monitorsFindEveryNodeAndNothingElse() {
    for (String mode : List.of(Chart.CLUSTER, Chart.STANDALONE)) {
      Set<String> nodes =
          mode.equals(Chart.CLUSTER) ? Set.of("edge", "ingest") : Set.of("standalone");

      Release pods = Install.of(mode).with("monitoring: {kind: pods}").render();
      KubeObject podMonitor = pods.some("PodMonitor").get(0);
      assertThat(selected(pods, new Selector(podMonitor.at("/spec/selector")))).isEqualTo(nodes);

      Release services = Install.of(mode).with("monitoring: {kind: services}").render();
      Selector selector = new Selector(services.some("ServiceMonitor").get(0).at("/spec/selector"));
      List<KubeObject> found =
          services.all("Service").filter(service -> selector.matches(service.labels())).toList();
      assertThat(found).hasSize(1);
      assertThat(found.get(0).at("/spec/ports").findValuesAsText("name")).contains("management");
      assertThat(selected(services, Selector.ofLabels(found.get(0).at("/spec/selector"))))
          .isEqualTo(nodes);
    }
  }

  @Test
  void twoReleasesInOneNamespaceLeaveEachOtherAlone() {
    Release one = Install.of(Chart.PRODUCTION).render();
    Release other = Install.of(Chart.PRODUCTION).named("zoo").render();
    for (KubeObject object : one.objects()) {
      for (Selector selector : selectors(object)) {
        assertThat(other.pods())
            .as(object.toString())
            .noneMatch(pod -> selector.matches(pod.labels()));
      }
      assertThat(other.find(object.kind(), object.name())).isEmpty();
    }
  }

  private static List<Selector> selectors(KubeObject object) {
    return switch (object.kind()) {
      case "Service" -> List.of(Selector.ofLabels(object.at("/spec/selector")));
      case "NetworkPolicy" -> List.of(new Selector(object.at("/spec/podSelector")));
      case "Deployment", "PodDisruptionBudget", "PodMonitor" ->
          List.of(new Selector(object.at("/spec/selector")));
      default -> List.of();
    };
  }

  /** The components of the pods that are selected. */
  private static Set<String> selected(Release release, Selector selector) {
    Set<String> components = new TreeSet<>();
    release.pods().stream()
        .filter(pod -> selector.matches(pod.labels()))
        .forEach(pod -> components.add(pod.component()));
    return components;
  }
}
