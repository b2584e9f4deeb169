package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether Kubernetes would take what the chart renders. */
class ObjectsTest {

  @ParameterizedTest
  @MethodSource("dev.sightline.k8s.Installs#named")
  void everyObjectIsOneThatKubernetesTakes(Install install) {
    Release release = install.render();
    assertThat(release.objects()).isNotEmpty();
    assertThat(release.objects().stream().flatMap(object -> ObjectCheck.problems(object).stream()))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.sightline.k8s.Installs#named")
  void noTwoObjectsHaveOneName(Install install) {
    assertThat(install.render().objects().stream().map(KubeObject::toString))
        .doesNotHaveDuplicates();
  }

  @Test
  void everyKindIsRenderedBySomeOfThem() {
    Stream<String> kinds =
        Installs.all()
            .flatMap(install -> install.render().objects().stream())
            .map(KubeObject::kind);
    assertThat(kinds.distinct())
        .contains(
            "Deployment",
            "Service",
            "ConfigMap",
            "ServiceAccount",
            "PodDisruptionBudget",
            "NetworkPolicy",
            "Ingress",
            "HTTPRoute",
            "HorizontalPodAutoscaler",
            "ScaledObject",
            "PodMonitor",
            "ServiceMonitor",
            "PrometheusRule",
            "Role",
            "RoleBinding");
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakesAreNoticed(String yaml, String sentence) {
    assertThat(ObjectCheck.problems(new KubeObject(Yaml.parse(yaml))))
        .asString()
        .contains(sentence);
  }

  static List<String[]> mistakes() {
    return List.of(
        new String[] {
          "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {port: []}}", "`port`"
        },
        new String[] {
          "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {}}}",
          "selector"
        },
        new String[] {
          "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: a, env: [{name: a, value: 1}]}]}}",
          "/spec/containers/0/env/0/value is 1"
        },
        new String[] {"{apiVersion: v1, kind: ConfigMap, metadata: {name: A_b}}", "no name: A_b"},
        new String[] {"{apiVersion: v1, kind: Service, metadata: {name: 1a}}", "no name: 1a"},
        new String[] {
          "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {b: c d}}}", "label: c d"
        },
        new String[] {"{apiVersion: v2, kind: ConfigMap, metadata: {name: a}}", "nobody checks"},
        new String[] {
          "{apiVersion: monitoring.coreos.com/v1, kind: PodMonitor, metadata: {name: a}, spec: {selectors: {}}}",
          "selectors"
        });
  }
}
