package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.ingest.IngestConfig;
import dev.sightline.node.AddressRange;
import dev.sightline.node.ClusterConfig;
import dev.sightline.node.JoinTarget;
import dev.sightline.node.ProxyConfig;
import dev.sightline.node.ShutdownConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the program takes the settings that the chart writes, and has been told all of them. */
class SettingsTest {

  /** Sections of sections, whose names the user chooses. */
  private static final Set<String> PLACES = Set.of("uplinks", "downlinks", "upstreams");

  private static final Path SHIPPED = Path.of("../sightline.yaml");

  /** What the chart decides by itself. */
  private static final Pattern OF_THE_CHART =
      Pattern.compile("http\\.(host|port)|management\\..+|cluster\\.(?!out-degree).+");

  /** What the end of a node takes at most beyond its delay and grace. */
  private static final Duration END = Duration.ofSeconds(20);

  private static final Pattern SECRET_FILE = Pattern.compile("/run/secrets/\\S+");

  /** What files hold that are looked into; any text does for the others. */
  private static final Map<String, String> CONTENTS =
      Map.of(
          "/run/secrets/sightline/access/users",
          "anna:$2y$05$i3FwygEkT4nQXlPe7z8BteukVlLwgpy1pSd4KEeZ1pUDfSaMSBmbG",
          "/run/secrets/sightline/access/link-keys",
          "a:" + "A".repeat(43) + "=",
          "/run/secrets/sightline/links/garden",
          "s3cret-of-the-garden",
          "/run/secrets/sightline/links/us-east",
          "s3cret-of-us-east");

  private static final Map<String, String> REFERENCES =
      Map.of("YARD_PASSWORD", "y", "GRAPHS_SECRET", "g", "LIVE_SECRET", "l");

  @TempDir private Path directory;

  /** Each way to install with each component that it has. */
  static Stream<Arguments> nodes() {
    return Installs.all()
        .flatMap(
            install -> {
              Release release = install.render();
              return Stream.of(Component.values())
                  .filter(component -> hasPods(release, component))
                  .map(component -> arguments(install.title(), component, release));
            });
  }

  private static boolean hasPods(Release release, Component component) {
    return release.pods().stream().anyMatch(pod -> pod.component().equals(component.label()));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("nodes")
  void theProgramHasNothingToSayAgainstThem(String title, Component component, Release release)
      throws Exception {
    Component.Settings settings = read(component, release);
    assertThat(settings.node().management().host()).isEqualTo("0.0.0.0");
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("nodes")
  void aNodeIsToldOnlyWhatItReads(String title, Component component, Release release)
      throws Exception {
    Set<String> read = new TreeSet<>();
    read(component, release).keys().forEach(key -> read.add(key.split("\\.")[0]));
    if (component != Component.EDGE) {
      read.add("cameras");
    }
    assertThat(Component.sections(component.file(release)).fieldNames()).isSubsetOf(read);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("nodes")
  void nodesFindEachOtherByTheNameOfAService(String title, Component component, Release release)
      throws Exception {
    if (component == Component.STANDALONE) {
      assertThat(read(component, release).node().cluster()).isEmpty();
      return;
    }
    ClusterConfig cluster = read(component, release).node().cluster().orElseThrow();
    JoinTarget target = cluster.join().get(0);
    KubeObject service = release.find("Service", target.host()).orElseThrow();

    assertThat(cluster.join()).hasSize(1);
    assertThat(target.dns()).isTrue();
    assertThat(service.spec().path("clusterIP").asText()).isEqualTo("None");
    assertThat(service.spec().path("publishNotReadyAddresses").asBoolean()).isTrue();
    assertThat(cluster.host()).contains(PodTemplate.POD_IP);
    assertThat(cluster.port()).isEqualTo(ClusterConfig.DEFAULT.port());
    assertThat(cluster.busPort()).isEqualTo(ClusterConfig.DEFAULT.busPort());
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("nodes")
  void aNodeIsLeftTheTimeToEnd(String title, Component component, Release release)
      throws Exception {
    assertThat(left(component, release)).isGreaterThan(needed(component, release));
  }

  @ParameterizedTest
  @CsvSource({"500ms, 1s", "1500ms, 1ms", "2m, 1m", "0s, 0s", "10m, 10m"})
  void aNodeIsLeftTheTimeToEndWhateverItIs(String delay, String grace) throws Exception {
    Release release =
        Install.of(Chart.CLUSTER)
            .with("config: {shutdown: {delay: %s, grace: %s}}".formatted(delay, grace))
            .render();
    Duration needed = needed(Component.EDGE, release);

    assertThat(left(Component.EDGE, release)).isBetween(needed, needed.plusSeconds(10));
    assertThat(left(Component.INGEST, release)).isLessThan(Duration.ofMinutes(1));
  }

  private static Duration left(Component component, Release release) {
    return Duration.ofSeconds(
        release.pod(component.label()).spec().path("terminationGracePeriodSeconds").asLong());
  }

  private Duration needed(Component component, Release release) throws Exception {
    ShutdownConfig shutdown = read(component, release).node().shutdown();
    return END.plus(shutdown.delay()).plus(shutdown.grace());
  }

  @ParameterizedTest
  @EnumSource(Component.class)
  void whatSightlineYamlSaysMayStandInConfig(Component component) throws Exception {
    String sections = shipped();
    String mode = component == Component.STANDALONE ? Chart.STANDALONE : Chart.DEFAULTS;
    Release release = Install.of(mode).with("config:\n" + sections.indent(2)).render();

    Component.Settings expected = component.read(sections, REFERENCES);
    Component.Settings found = component.read(component.file(release), REFERENCES);

    assertThat(found.http().urls()).isEqualTo(expected.http().urls());
    assertThat(found.ingest().map(SettingsTest::byName))
        .isEqualTo(expected.ingest().map(SettingsTest::byName));
    assertThat(found.edge()).isEqualTo(expected.edge());
    assertThat(found.node())
        .usingRecursiveComparison()
        .ignoringFields("management", "cluster", "shutdown")
        .isEqualTo(expected.node());
  }

  /** Helm sorts what has names. */
  private static IngestConfig byName(IngestConfig ingest) {
    return ingest.with(
        ingest.cameras().stream()
            .sorted(Comparator.comparing(camera -> camera.id().name()))
            .toList());
  }

  @Test
  void theSchemaHasEachSettingOfTheProgramAndNoOther() throws Exception {
    Set<String> settings = new TreeSet<>();
    for (Component component : Component.values()) {
      settings.addAll(component.read("", Map.of()).keys());
    }
    settings.removeIf(key -> OF_THE_CHART.matcher(key).matches());

    Set<String> known = new TreeSet<>();
    JsonNode config = Chart.yaml("values.schema.json").at("/properties/config/properties");
    leaves("", config, known);
    known.removeIf(
        key ->
            key.startsWith("cameras")
                || key.endsWith(".headers")
                || key.equals("access.streams")
                || PLACES.contains(key));
    settings.removeIf(key -> key.startsWith("cameras"));

    assertThat(known).isEqualTo(settings);
  }

  private static void leaves(String path, JsonNode properties, Set<String> keys) {
    properties
        .properties()
        .forEach(
            entry -> {
              String key = path + entry.getKey();
              if (entry.getValue().has("properties")) {
                leaves(key + ".", entry.getValue().path("properties"), keys);
              } else {
                keys.add(key);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void numbersArriveAsTheyWereWritten(String values, Component component, String line) {
    Release release = Install.of(Chart.CLUSTER).with(values).render();
    assertThat(component.file(release)).contains(line);
  }

  static List<Arguments> numbers() {
    return List.of(
        arguments("config: {edge: {max-viewers: 999999}}", Component.EDGE, "max-viewers: 999999\n"),
        arguments("config: {cluster: {out-degree: 8}}", Component.INGEST, "out-degree: 8\n"),
        arguments("config: {edge: {ws-port: 54322}}", Component.EDGE, "ws-port: 54322\n"),
        arguments("config: {edge: {ws-port: off}}", Component.EDGE, "ws-port: \"off\"\n"),
        arguments(
            "config: {cameras: {a: {url: 'poll:http://h/', on-demand: false, fps: 0.5}}}",
            Component.INGEST,
            "fps: 0.5\n"));
  }

  @Test
  void edgesLearnWhoStandsInFrontOfThem() throws Exception {
    Release release =
        Install.of(Chart.CLUSTER)
            .with(
                "config: {http: {trusted-proxies: [10.0.0.0/8, 192.0.2.1], proxy-protocol: true}}")
            .render();
    ProxyConfig proxies = read(Component.EDGE, release).http().proxies();
    assertThat(proxies.trusted())
        .containsExactly(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("192.0.2.1"));
    assertThat(proxies.protocol()).isTrue();
  }

  @Test
  void aFileThatNoVolumeHasIsNoticed() {
    Release release =
        Install.of(Chart.DEFAULTS)
            .with("config: {cameras: {a: {url: 'http://h/', password-file: /run/secrets/x}}}")
            .render();
    assertThatThrownBy(() -> read(Component.INGEST, release))
        .hasMessageContaining("/run/secrets/x is in no volume");
  }

  /** What the program reads in its pod, where the files are that volumes bring. */
  private Component.Settings read(Component component, Release release) throws Exception {
    String file = component.file(release);
    Matcher secret = SECRET_FILE.matcher(file);
    while (secret.find()) {
      write(secret.group(), release.pod(component.label()));
    }
    String moved = SECRET_FILE.matcher(file).replaceAll(path -> moved(path.group()).toString());
    return component.read(moved, release.pod(component.label()).variables());
  }

  private void write(String path, PodTemplate pod) throws IOException {
    JsonNode mount =
        pod.mounts().stream()
            .filter(known -> path.startsWith(known.path("mountPath").asText() + "/"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(path + " is in no volume of " + pod));
    assertThat(pod.volume(mount.path("name").asText()).path("secret").path("secretName").asText())
        .isNotEmpty();
    Path file = moved(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, CONTENTS.getOrDefault(path, "a secret"));
  }

  private Path moved(String path) {
    return directory.resolve(path.substring(1));
  }

  /** The shipped file with its examples of cameras, and without what the chart decides. */
  private static String shipped() throws IOException {
    return Files.readString(SHIPPED)
        .replace("cameras: {}", "cameras:")
        .replaceAll("(?m)^#example", "")
        .replaceAll("(?ms)^(management|cluster|shutdown|site):.*?(?=^\\S)", "")
        .replaceAll("(?m)^  (host|port): .*\n", "");
  }
}
