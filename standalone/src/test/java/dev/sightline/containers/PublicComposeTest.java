package dev.sightline.containers;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.sightline.access.AccessConfig;
import dev.sightline.access.LinkKeys;
import dev.sightline.edge.EdgeConfig;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.HttpTls;
import dev.sightline.node.ManagementConfig;
import dev.sightline.node.Role;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be told of the cluster for the internet without an engine: that it fits the program. */
class PublicComposeTest {

  private static final String HAPROXY = "deploy/haproxy.public.cfg";

  private static final Consumer<String> NOT_OPEN =
      notice -> assertThat(notice).contains("passwords", "links");

  private final String haproxy = read(HAPROXY);
  private final ComposeFile shown = ComposeFile.read("deploy/compose.public.yml");
  private final ComposeFile ordered = ComposeFile.read("deploy/compose.acme.yml");

  /** Stands for the container's {@code /run}. */
  @TempDir private Path run;

  @BeforeEach
  void fillSecrets() throws IOException {
    Files.createDirectory(run.resolve("secrets"));
    String hash = BCrypt.withDefaults().hashToString(4, "s3cret".toCharArray());
    Files.writeString(run.resolve("secrets/users"), "anna:" + hash);
    Files.writeString(run.resolve("secrets/link-keys"), LinkKeys.newLine());
  }

  @Test
  void haproxyTakesItsConfiguration() {
    String program = Requires.program("haproxy").toString();
    String file = Docker.HOME.resolve(HAPROXY).toString();
    try (RunningProgram check = RunningProgram.start(program, "-c", "-f", file)) {
      assertThat(check.awaitExit()).as(String.join("\n", check.lines())).isZero();
      assertThat(check.lines()).noneMatch(line -> line.contains("WARNING"));
    }
  }

  @Test
  void haproxyAndEdgesSpeakOfTheSamePorts() throws Exception {
    HttpConfig http = HttpConfig.read(reader(variables(shown)));
    int management = ManagementConfig.defaultFor(Role.EDGE).port().orElseThrow();

    assertThat(http.proxies().protocol()).isTrue();
    assertThat(haproxy)
        .contains(" send-proxy-v2\n  server-template edge- 20 edge:%d ".formatted(http.port()))
        .contains(" edge:%d ".formatted(http.redirectPort().orElseThrow()))
        .doesNotContainPattern("check port (?!%d )".formatted(management));
  }

  @Test
  void edgesTakeWhatIsSet() throws Exception {
    ConfigReader reader = reader(variables(shown));
    HttpConfig http = HttpConfig.read(reader);
    AccessConfig access = EdgeConfig.read(reader).access();
    reader.finish();

    assertThat(http.tls().flatMap(HttpTls::source)).isPresent();
    assertThat(access.notice(true)).hasValueSatisfying(NOT_OPEN);
  }

  /** A variable without a value isn't set any more. */
  @Test
  void edgesTakeWhatIsSetForAcme() throws Exception {
    Map<String, String> variables = variables(shown);
    variables.putAll(variables(ordered));
    variables.values().removeIf("null"::equals);
    ConfigReader reader = reader(variables);
    HttpConfig http = HttpConfig.read(reader);
    EdgeConfig.read(reader);
    reader.finish();

    assertThat(http.tls().flatMap(HttpTls::source)).isEmpty();
    assertThat(http.tls().flatMap(HttpTls::acme)).isPresent();
  }

  private Map<String, String> variables(ComposeFile file) {
    return file.environment("edge", Map.of("/run", run));
  }

  private static ConfigReader reader(Map<String, String> variables) {
    return new ConfigReader(new ConfigSources(new JsonObject(), variables, new Flags()));
  }

  private static String read(String file) {
    try {
      return Files.readString(Docker.HOME.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
