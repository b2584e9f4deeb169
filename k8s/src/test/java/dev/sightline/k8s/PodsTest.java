package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.node.ClusterConfig;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.ManagementConfig;
import dev.sightline.node.Program;
import dev.sightline.node.Role;
import dev.sightline.standalone.Sightline;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParseResult;

/** Whether the pods suit the program that runs in them. */
class PodsTest {

  private static final String DEMO_CAMERA = "demo-camera";

  /** All pods that go on running, of all ways to install. */
  static Stream<PodTemplate> pods() {
    return Installs.all()
        .flatMap(install -> install.render().pods().stream())
        .filter(pod -> !pod.owner().kind().equals("Pod"));
  }

  static Stream<PodTemplate> nodes() {
    return pods().filter(pod -> !pod.component().equals(DEMO_CAMERA));
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void theirPortsAreThoseOfTheProgram(PodTemplate pod) {
    int management = ManagementConfig.defaultFor(Role.EDGE).port().orElseThrow();
    assertThat(pod.ports()).containsEntry("management", management);
    if (!pod.ports().containsKey("https")) {
      assertThat(pod.ports()).containsEntry("http", HttpConfig.DEFAULT.port());
    }
    assertThat(pod.ports().values()).allMatch(port -> port >= 1024);
    if (!pod.component().equals(Component.STANDALONE.label())) {
      assertThat(pod.ports())
          .containsEntry("hazelcast", ClusterConfig.DEFAULT.port())
          .containsEntry("bus", ClusterConfig.DEFAULT.busPort());
    }
  }

  @Test
  void aPortForMjpegRelayIsOpenedWhereItIsAskedFor() {
    String values = "{config: {edge: {ws-port: 54322}}, networkPolicy: {enabled: true}}";
    for (String mode : List.of(Chart.CLUSTER, Chart.STANDALONE)) {
      Release release = Install.of(mode).with(values).render();
      String component = mode.equals(Chart.CLUSTER) ? "edge" : "standalone";
      assertThat(release.pod(component).ports()).containsEntry("ws", 54322);
      assertThat(release.one("Service", "edge").at("/spec/ports/1/port").asInt()).isEqualTo(54322);
    }
    assertThat(Install.of(Chart.CLUSTER).render().pod("edge").ports()).doesNotContainKey("ws");
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void theCommandLineIsOneThatTheProgramTakes(PodTemplate pod) {
    Component component = Component.valueOf(pod.component().toUpperCase(Locale.ROOT));
    ParseResult parsed = component.program().parseArgs(pod.arguments().toArray(String[]::new));

    assertThat(parsed.<Path>matchedOptionValue("--config", null)).hasToString(Component.FILE);
    JsonNode mount =
        pod.mounts().stream()
            .filter(known -> Component.FILE.startsWith(known.path("mountPath").asText() + "/"))
            .findFirst()
            .orElseThrow();
    assertThat(mount.has("subPath")).as("such a file would never change").isFalse();
    assertThat(pod.volume(mount.path("name").asText()).path("configMap").has("name")).isTrue();
  }

  @Test
  void theDemoCameraIsStartedWhereIngestsExpectIt() {
    Release release = Install.of(Chart.CLUSTER).render();
    PodTemplate pod = release.pod(DEMO_CAMERA);
    ParseResult parsed =
        Program.commandLine(new Sightline())
            .parseArgs(pod.arguments().toArray(String[]::new))
            .subcommand();
    int port = parsed.matchedOptionValue("--port", 0);

    assertThat(parsed.commandSpec().name()).isEqualTo(DEMO_CAMERA);
    assertThat(pod.ports()).containsEntry("http", port);
    assertThat(Component.INGEST.file(release))
        .contains("http://cams-sightline-demo-camera:%d/".formatted(port));
    KubeObject service = release.find("Service", "cams-sightline-demo-camera").orElseThrow();
    assertThat(service.at("/spec/ports/0/port").asInt()).isEqualTo(port);
  }

  /** By itself it has no management port; the image's variable gives it one. */
  @Test
  void theDemoCameraIsProbedWhereItAnswers() throws Exception {
    PodTemplate pod = Install.of(Chart.CLUSTER).render().pod(DEMO_CAMERA);
    Map<String, String> variables = new HashMap<>(pod.variables());
    Pattern.compile("(SIGHTLINE_\\w+)=(\\w+)")
        .matcher(Yaml.text(Path.of("../Dockerfile")))
        .results()
        .forEach(set -> variables.put(set.group(1), set.group(2)));

    ManagementConfig management =
        Component.STANDALONE.read("management: {port: off}", variables).node().management();
    assertThat(management.host()).isEqualTo("0.0.0.0");
    assertThat(management.port()).hasValue(pod.ports().get("management"));
  }

  @ParameterizedTest
  @MethodSource("pods")
  void nothingIsWrittenAndNoRightsAreKept(PodTemplate pod) {
    JsonNode container = pod.container().path("securityContext");
    JsonNode all = pod.spec().path("securityContext");

    assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    assertThat(container.at("/capabilities/add").isMissingNode()).isTrue();
    assertThat(all.path("runAsNonRoot").asBoolean()).isTrue();
    assertThat(all.path("runAsUser").asInt()).isEqualTo(10001);
    assertThat(all.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(List.of("hostNetwork", "hostPID", "hostIPC")).noneMatch(pod.spec()::has);
  }

  @ParameterizedTest
  @MethodSource("pods")
  void memoryHasALimitAndTheProcessorHasNone(PodTemplate pod) {
    JsonNode resources = pod.container().path("resources");
    assertThat(resources.at("/limits/memory").asText())
        .isEqualTo(resources.at("/requests/memory").asText())
        .isNotEmpty();
    assertThat(resources.at("/requests/cpu").asText()).isNotEmpty();
    assertThat(resources.at("/limits/cpu").isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("dev.sightline.k8s.Installs#named")
  void onlyThoseWithSomethingToDoAtTheApiHaveAToken(Install install) {
    Release release = install.render();
    for (PodTemplate pod : release.pods()) {
      boolean hasConfig = release.all("ConfigMap").anyMatch(map -> isOf(pod, map));
      String config = hasConfig ? release.one("ConfigMap", pod.component()).json().toString() : "";
      boolean tells = pod.component().equals("edge") && config.contains("pod-deletion-cost: true");
      boolean keeps = config.contains("store: secret:");
      assertThat(pod.spec().path("automountServiceAccountToken").asBoolean(true))
          .as(pod.toString())
          .isEqualTo(tells || keeps);
      assertThat(pod.variables().containsKey("POD_NAME")).as(pod.toString()).isEqualTo(tells);
    }
  }

  private static boolean isOf(PodTemplate pod, KubeObject config) {
    return config.component().equals(pod.component());
  }
}
