package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.edge.EdgeConfig;
import dev.sightline.ingest.CameraConfig;
import dev.sightline.ingest.IngestConfig;
import dev.sightline.ingest.PushConfig;
import dev.sightline.ingest.SourcePolicy;
import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.Role;
import dev.sightline.node.Secret;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shipped sightline.yaml is the reference of all settings, so it must say what is true. */
class ShippedConfigTest {

  private static final Path SHIPPED = Path.of("../sightline.yaml");

  /**
   * Their defaults depend on the role, the network or the machine, or there is none, so the file
   * leaves them empty.
   */
  private static final Set<String> WITHOUT_A_VALUE =
      Set.of(
          "http.tls.acme.email",
          "http.tls.acme.ca-file",
          "http.tls.acme.store",
          "http.tls.cert-file",
          "http.tls.key-file",
          "http.tls.keystore-file",
          "http.tls.keystore-password",
          "http.tls.keystore-password-file",
          "http.default-stream",
          "access.users-file",
          "access.tokens.issuer",
          "access.tokens.audience",
          "access.tokens.ca-file",
          "access.tokens.jwks-file",
          "access.tokens.jwks-url",
          "access.tokens.secret",
          "access.tokens.secret-file",
          "access.links.keys-file",
          "access.forward.ca-file",
          "access.forward.url",
          "access.status",
          "region",
          "management.host",
          "management.port",
          "management.username",
          "management.username-file",
          "management.password",
          "management.password-file",
          "cluster.host",
          "cluster.secret",
          "cluster.secret-file",
          "cluster.tls.cert-file",
          "cluster.tls.key-file",
          "cluster.tls.ca-file",
          "edge.max-connections",
          "edge.event-loops",
          "tracing.endpoint",
          "shutdown.delay",
          "shutdown.grace",
          "ingest.body",
          "ingest.body-file",
          "ingest.tls.ca-file");

  /** Everything that any role reads. */
  private record Everything(
      NodeConfig node, HttpConfig http, IngestConfig ingest, EdgeConfig edge, Set<String> keys) {}

  @ParameterizedTest
  @EnumSource(Role.class)
  void saysWhatHoldsWithoutIt(Role role) throws Exception {
    ConfigSources nothing = new ConfigSources(new JsonObject(), Map.of(), new Flags());
    assertThat(read(shipped(SHIPPED), role)).isEqualTo(read(nothing, role));
  }

  @Test
  void hasEverySettingAndItsValue() throws Exception {
    ConfigSources sources = shipped(SHIPPED);
    for (String key : read(sources, Role.INGEST).keys()) {
      Optional<Object> value = valueOf(key, sources.file());
      assertThat(value).as(key).isPresent();
      assertThat(value.get().equals(NOTHING)).as(key).isEqualTo(WITHOUT_A_VALUE.contains(key));
    }
  }

  @Test
  void itsExamplesOfCamerasAreRight(@TempDir Path directory) throws Exception {
    Path file = Files.write(directory.resolve("examples.yaml"), withExamples());
    ConfigSources sources =
        new ConfigSources(
            shipped(file).file(),
            Map.of("YARD_PASSWORD", "secret", "LIVE_SECRET", "l", "GRAPHS_SECRET", "g"),
            new Flags());
    IngestConfig ingest = read(sources, Role.INGEST).ingest();
    assertThat(ingest.streamNames())
        .isEqualTo(
            "front, yard, theta, graphs, live, archive, newest, door, porch, desk, gate, drawn");
    CameraConfig second = (CameraConfig) ingest.cameras().get(1);
    assertThat(second.source().credentials()).isPresent();
    SourcePolicy yard = second.policy();
    assertThat(yard.onDemand()).isFalse();
    assertThat(yard.request().headers()).hasSize(1);
    assertThat(yard.link().trust().fingerprints()).hasSize(1);
    assertThat(yard.pollEvery()).isLessThan(SourcePolicy.DEFAULT.pollEvery());
    assertThat(((CameraConfig) ingest.cameras().get(2)).policy().request().body())
        .contains(new Secret("{\"name\": \"camera.getLivePreview\"}"));
    assertThat(((PushConfig) ingest.cameras().get(3)).secret()).contains(new Secret("g"));
  }

  @Test
  void itsExamplesShowWhatACameraHasBesidesTheSharedSettings() throws Exception {
    String text = Files.readString(SHIPPED);
    Set<String> ofCameras = new TreeSet<>();
    Set<String> shared = new TreeSet<>();
    ConfigSources camera =
        new ConfigSources(
            new JsonObject("{\"cameras\": {\"x\": \"http://h/\"}}"), Map.of(), new Flags());
    for (String key : read(camera, Role.INGEST).keys()) {
      if (key.startsWith("cameras.x.")) {
        ofCameras.add(key.substring("cameras.x.".length()));
      } else if (key.startsWith("ingest.")) {
        shared.add(key.substring("ingest.".length()));
      }
    }
    assertThat(ofCameras).containsAll(shared);
    ofCameras.removeAll(shared);
    assertThat(ofCameras)
        .isNotEmpty()
        .allMatch(
            key -> text.contains("    " + key + ": ") || text.contains("    # " + key + ": "));
  }

  private static final Object NOTHING = new Object();

  private static Optional<Object> valueOf(String key, JsonObject file) {
    JsonObject section = file;
    List<String> path = List.of(key.split("\\."));
    for (String name : path.subList(0, path.size() - 1)) {
      section = section.getJsonObject(name, new JsonObject());
    }
    String last = path.get(path.size() - 1);
    return section.containsKey(last)
        ? Optional.ofNullable(section.getValue(last)).or(() -> Optional.of(NOTHING))
        : Optional.empty();
  }

  private static List<String> withExamples() throws IOException {
    return Files.readAllLines(SHIPPED).stream()
        .map(line -> line.replace("cameras: {}", "cameras:").replace("#example", ""))
        .toList();
  }

  private static ConfigSources shipped(Path file) throws ConfigException {
    return ConfigSources.load(Optional.of(file), Map.of(), new Flags());
  }

  private static Everything read(ConfigSources sources, Role role) throws ConfigException {
    ConfigReader reader = new ConfigReader(sources);
    Everything everything =
        new Everything(
            NodeConfig.read(reader, role),
            HttpConfig.read(reader),
            IngestConfig.read(reader),
            EdgeConfig.read(reader),
            reader.keys());
    reader.finish();
    return everything;
  }
}
