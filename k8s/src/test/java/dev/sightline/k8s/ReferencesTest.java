package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether what objects refer to is rendered with them, or named in the values as there already. */
class ReferencesTest {

  /** What the tests' values name as there already. */
  private static final Set<String> THERE =
      Set.of(
          "Secret sightline-cameras",
          "Secret sightline-cluster",
          "Secret sightline-metrics",
          "Secret sightline-access",
          "Secret sightline-acme",
          "Secret sightline-links",
          "Secret sightline-tls",
          "Issuer sightline-bus-ca",
          "ClusterIssuer letsencrypt",
          "Secret cameras-example-org",
          "Secret camera-passwords",
          "Secret registry");

  @ParameterizedTest
  @MethodSource("dev.sightline.k8s.Installs#named")
  void everythingReferredToIsThere(Install install) {
    Release release = install.render();
    Set<String> missing = new TreeSet<>();
    references(release)
        .filter(reference -> !THERE.contains(reference))
        .filter(reference -> !isRendered(release, reference))
        .forEach(missing::add);
    assertThat(missing).isEmpty();
  }

  @Test
  void aSecretIsNeverRendered() {
    assertThat(Installs.all().flatMap(install -> install.render().all("Secret"))).isEmpty();
  }

  @Test
  void everySecretOfTheValuesIsUsed() {
    Stream<String> used =
        Stream.of(
                Install.of(Chart.PRODUCTION),
                Install.of(Chart.GIVING_REGION),
                Installs.others(),
                Installs.acme(Chart.CLUSTER))
            .flatMap(install -> references(install.render()));
    assertThat(used).containsAll(THERE);
  }

  @ParameterizedTest
  @MethodSource("dev.sightline.k8s.Installs#named")
  void mountsAreOfVolumesAndVolumesAreMounted(Install install) {
    for (PodTemplate pod : install.render().pods()) {
      List<String> volumes = new ArrayList<>(pod.spec().path("volumes").findValuesAsText("name"));
      volumes.retainAll(
          KubeObject.items(pod.spec().path("volumes")).stream()
              .map(volume -> volume.path("name").asText())
              .toList());
      assertThat(pod.mounts().stream().map(mount -> mount.path("name").asText()))
          .as(pod.toString())
          .containsExactlyInAnyOrderElementsOf(volumes);
    }
  }

  @Test
  void theAccountOfYourOwnIsTaken() {
    Release release =
        Install.of(Chart.PRODUCTION)
            .with("serviceAccount: {create: false, name: of-your-own}")
            .render();
    assertThat(release.all("ServiceAccount")).isEmpty();
    assertThat(release.pods())
        .allMatch(pod -> pod.spec().path("serviceAccountName").asText().equals("of-your-own"));
    assertThat(release.some("RoleBinding").get(0).at("/subjects/0/name").asText())
        .isEqualTo("of-your-own");
  }

  private static boolean isRendered(Release release, String reference) {
    String[] kindAndName = reference.split(" ");
    if (kindAndName[0].equals("Port")) {
      String[] serviceAndPort = kindAndName[1].split(":");
      return release.find("Service", serviceAndPort[0]).stream()
          .flatMap(service -> KubeObject.items(service.at("/spec/ports")).stream())
          .anyMatch(
              port ->
                  port.path("name").asText().equals(serviceAndPort[1])
                      || port.path("port").asText().equals(serviceAndPort[1]));
    }
    return release.find(kindAndName[0], kindAndName[1]).isPresent()
        || (kindAndName[0].equals("Secret") && isIssued(release, kindAndName[1]));
  }

  private static boolean isIssued(Release release, String secret) {
    return release
        .all("Certificate")
        .anyMatch(certificate -> certificate.at("/spec/secretName").asText().equals(secret));
  }

  /** All that objects refer to, each as kind and name. */
  private static Stream<String> references(Release release) {
    return Stream.concat(
        release.pods().stream().flatMap(ReferencesTest::ofPod),
        release.objects().stream().flatMap(ReferencesTest::ofObject));
  }

  private static Stream<String> ofPod(PodTemplate pod) {
    List<String> references = new ArrayList<>();
    JsonNode spec = pod.spec();
    add(references, "ServiceAccount", spec.path("serviceAccountName"));
    spec.path("imagePullSecrets").forEach(s -> add(references, "Secret", s.path("name")));
    for (JsonNode volume : spec.path("volumes")) {
      add(references, "ConfigMap", volume.at("/configMap/name"));
      add(references, "Secret", volume.at("/secret/secretName"));
    }
    for (JsonNode container : pod.containers()) {
      Map<String, String> sources = Map.of("secret", "Secret", "configMap", "ConfigMap");
      sources.forEach(
          (source, kind) -> {
            container
                .path("envFrom")
                .forEach(from -> add(references, kind, from.path(source + "Ref").path("name")));
            container
                .path("env")
                .forEach(
                    entry ->
                        add(
                            references,
                            kind,
                            entry.path("valueFrom").path(source + "KeyRef").path("name")));
          });
    }
    return references.stream();
  }

  private static Stream<String> ofObject(KubeObject object) {
    List<String> references = new ArrayList<>();
    JsonNode spec = object.spec();
    switch (object.kind()) {
      case "HorizontalPodAutoscaler", "ScaledObject" ->
          add(references, "Deployment", spec.at("/scaleTargetRef/name"));
      case "PodMonitor", "ServiceMonitor" ->
          spec.findValues("basicAuth")
              .forEach(auth -> auth.forEach(key -> add(references, "Secret", key.path("name"))));
      case "Certificate" ->
          add(references, spec.at("/issuerRef/kind").asText(), spec.at("/issuerRef/name"));
      case "BackendTLSPolicy" ->
          spec.path("targetRefs").forEach(s -> references.add(port(s, s.path("sectionName"))));
      case "Role" ->
          object
              .at("/rules")
              .forEach(
                  rule ->
                      rule.path("resourceNames").forEach(name -> add(references, "Secret", name)));
      case "RoleBinding" -> {
        add(references, object.at("/roleRef/kind").asText(), object.at("/roleRef/name"));
        object
            .at("/subjects")
            .forEach(
                subject -> add(references, subject.path("kind").asText(), subject.path("name")));
      }
      case "Ingress" -> {
        spec.path("tls").forEach(tls -> add(references, "Secret", tls.path("secretName")));
        spec.findValues("service").forEach(s -> references.add(port(s, s.at("/port/name"))));
      }
      case "HTTPRoute" ->
          spec.findValues("backendRefs")
              .forEach(backends -> backends.forEach(b -> references.add(port(b, b.path("port")))));
      default -> {}
    }
    return references.stream();
  }

  private static void add(List<String> references, String kind, JsonNode name) {
    if (!name.isMissingNode()) {
      references.add(kind + " " + name.asText());
    }
  }

  private static String port(JsonNode service, JsonNode port) {
    return "Port %s:%s".formatted(service.path("name").asText(), port.asText());
  }
}
