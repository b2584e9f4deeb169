package dev.sightline.containers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.edge.EdgeConfig;
import dev.sightline.ingest.IngestConfig;
import dev.sightline.node.ClusterConfig;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.ManagementConfig;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.Role;
import dev.sightline.node.ShutdownConfig;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** What can be told of the files for containers without an engine: that they fit the program. */
class DeployFilesTest {

  private static final Path HAPROXY = Docker.HOME.resolve("deploy/haproxy.cfg");

  /** What the end of a node takes at most beyond its delay and grace. */
  private static final Duration END = Duration.ofSeconds(20);

  /**
   * What haproxy takes for a viewer who reads nothing, the kernel's buffers of both sides included.
   */
  private static final int VIEWER_KIB = 310;

  private final String dockerfile = read("Dockerfile");
  private final String haproxy = read("deploy/haproxy.cfg");
  private final Map<String, Object> services =
      section(new Yaml().load(read("docker-compose.yml")), "services");

  @Test
  void haproxyTakesItsConfiguration() {
    String program = Requires.program("haproxy").toString();
    try (RunningProgram check = RunningProgram.start(program, "-c", "-f", HAPROXY.toString())) {
      assertThat(check.awaitExit()).as(String.join("\n", check.lines())).isZero();
    }
  }

  @Test
  void haproxyAsksThePortsThatEdgesHave() {
    int management = ManagementConfig.defaultFor(Role.EDGE).port().orElseThrow();
    assertThat(haproxy)
        .contains("check port " + management)
        .contains(" edge:" + HttpConfig.DEFAULT.port() + " ")
        .contains("uri /health/ready");
    assertThat(services).containsKey("edge");
  }

  @Test
  void imagesOpenThePortsThatThereAre() {
    int management = ManagementConfig.defaultFor(Role.EDGE).port().orElseThrow();
    List<String> exposed = all("EXPOSE (.+)").map(ports -> ports.group(1)).toList();
    assertThat(exposed)
        .isNotEmpty()
        .allMatch(
            ports ->
                ports.startsWith(
                    "%d %d %d %d"
                        .formatted(
                            HttpConfig.DEFAULT.port(),
                            management,
                            ClusterConfig.DEFAULT.port(),
                            ClusterConfig.DEFAULT.busPort())));
    assertThat(dockerfile).contains("SIGHTLINE_MANAGEMENT_PORT=" + management);
  }

  @Test
  void theDockerfileCopiesWhatThereIs() {
    Set<String> sources = new TreeSet<>();
    all("COPY (?!--from)(.+) \\S+")
        .forEach(copy -> sources.addAll(List.of(copy.group(1).split(" "))));
    assertThat(sources).isNotEmpty().allMatch(source -> Files.exists(Docker.HOME.resolve(source)));
    for (String module : modules()) {
      assertThat(sources)
          .as("Maven reads the pom.xml of each module")
          .contains(module + "/pom.xml");
    }
  }

  @ParameterizedTest
  @CsvSource({"edge, EDGE", "ingest, INGEST", "camera, STANDALONE"})
  void variablesOfComposeAreSettings(String service, Role role) throws Exception {
    Map<String, String> variables = new HashMap<>();
    Object environment = section(services, service).get("environment");
    if (environment instanceof Map<?, ?> map) {
      map.forEach((name, value) -> variables.put(name.toString(), value.toString()));
    }
    all("(SIGHTLINE_\\w+)=(\\S+)").forEach(set -> variables.put(set.group(1), set.group(2)));
    ConfigReader reader =
        new ConfigReader(new ConfigSources(new JsonObject(), variables, new Flags()));
    NodeConfig.read(reader, role);
    HttpConfig.read(reader);
    IngestConfig.read(reader);
    EdgeConfig.read(reader);
    reader.finish();
  }

  @ParameterizedTest
  @CsvSource({"edge, EDGE", "ingest, INGEST", "camera, STANDALONE"})
  void nodesAreLeftTheTimeToEnd(String service, Role role) {
    ShutdownConfig shutdown = ShutdownConfig.defaultFor(role);
    String left = section(services, service).get("stop_grace_period").toString();

    assertThat(Duration.parse("PT" + left))
        .isGreaterThan(END.plus(shutdown.delay()).plus(shutdown.grace()));
  }

  @Test
  void theBalancerHasMemoryForAllViewersThatItTakes() {
    String limit = section(services, "balancer").get("mem_limit").toString();
    MatchResult most =
        Pattern.compile("maxconn (\\d+)").matcher(haproxy).results().findFirst().get();

    assertThat(limit).matches("\\d+g");
    assertThat(Integer.parseInt(most.group(1)) * VIEWER_KIB)
        .isLessThan(Integer.parseInt(limit.replace("g", "")) << 20);
  }

  @Test
  void onlyTheBalancerIsReachedFromOutside() {
    Predicate<String> isPublished =
        service ->
            section(services, service).containsKey("ports")
                || section(services, service).containsKey("network_mode");
    assertThat(services.keySet()).filteredOn(isPublished).containsExactly("balancer");
  }

  @Test
  void nothingIsWrittenAndNoRightsAreKept() {
    for (String service : services.keySet()) {
      Map<String, Object> settings = section(services, service);
      assertThat(settings).as(service).containsEntry("read_only", true);
      assertThat(settings).as(service).containsEntry("cap_drop", List.of("ALL"));
      assertThat(settings).as(service).doesNotContainKey("privileged");
    }
    assertThat(all("USER (.+)").map(MatchResult::group))
        .last()
        .asString()
        .matches("USER [1-9]\\d*:\\d+");
  }

  @Test
  void nodesFindEachOtherByTheNameThatTheyAllHave() {
    for (String service : List.of("edge", "ingest")) {
      Map<String, Object> settings = section(services, service);
      assertThat(section(settings, "environment"))
          .containsEntry("SIGHTLINE_CLUSTER_JOIN", "dns:nodes");
      assertThat(section(section(settings, "networks"), "nodes"))
          .containsEntry("aliases", List.of("nodes"));
    }
  }

  private Stream<MatchResult> all(String pattern) {
    return Pattern.compile("^ *" + pattern + "$", Pattern.MULTILINE)
        .matcher(dockerfile.replace(" \\\n", "\n"))
        .results();
  }

  private List<String> modules() {
    return Pattern.compile("<module>(.+)</module>")
        .matcher(read("pom.xml"))
        .results()
        .map(module -> module.group(1))
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> section(Map<String, Object> map, String name) {
    return (Map<String, Object>) map.get(name);
  }

  private static String read(String file) {
    try {
      return Files.readString(Docker.HOME.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
