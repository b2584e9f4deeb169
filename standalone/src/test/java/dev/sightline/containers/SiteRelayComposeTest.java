package dev.sightline.containers;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.sightline.access.LinkKeys;
import dev.sightline.edge.EdgeConfig;
import dev.sightline.ingest.IngestConfig;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.HttpTls;
import dev.sightline.node.NodeConfig;
import dev.sightline.node.Role;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be told of the rented server that sites dial without an engine: it fits the program. */
class SiteRelayComposeTest {

  private static final String MOUNTED = "/etc/sightline";

  /** What the end of a node takes at most beyond its delay and grace. */
  private static final Duration END = Duration.ofSeconds(20);

  private final ComposeFile file = ComposeFile.read("deploy/compose.site-relay.yml");

  @TempDir private Path relay;

  @BeforeEach
  void fill() throws IOException {
    String hash = BCrypt.withDefaults().hashToString(4, "s3cret".toCharArray());
    Files.writeString(relay.resolve("users"), "anna:" + hash);
    Files.writeString(relay.resolve("link-keys"), LinkKeys.newLine());
  }

  @Test
  void theProgramTakesWhatIsSet() throws Exception {
    ConfigReader reader =
        new ConfigReader(
            new ConfigSources(
                new JsonObject(), file.environment("relay", Map.of(MOUNTED, relay)), new Flags()));
    NodeConfig node = NodeConfig.read(reader, Role.STANDALONE);
    HttpConfig http = HttpConfig.read(reader);
    EdgeConfig edge = EdgeConfig.read(reader);
    IngestConfig.read(reader);
    reader.finish();

    assertThat(http.tls().flatMap(HttpTls::acme)).isPresent();
    assertThat(edge.access().notice(true))
        .hasValueSatisfying(notice -> assertThat(notice).contains("passwords", "links"));
    assertThat(file.service("relay").get("ports"))
        .isEqualTo(
            List.of(
                "${HTTPS_PORT:-443}:" + http.port(),
                "${HTTP_PORT:-80}:" + http.redirectPort().orElseThrow()));
    assertThat(Duration.parse("PT" + file.service("relay").get("stop_grace_period")))
        .isGreaterThan(END.plus(node.shutdown().delay()).plus(node.shutdown().grace()));
  }

  @Test
  void theDirectoryIsMountedWhereItIsReadFrom() {
    assertThat(file.service("relay"))
        .containsEntry("command", List.of("--config", MOUNTED + "/sightline.yaml"))
        .containsEntry(
            "volumes", List.of("${RELAY:-../relay}:" + MOUNTED + ":ro", "acme:/var/lib/sightline"));
  }

  @Test
  void nothingElseIsWrittenAndNoRightsAreKept() {
    assertThat(file.services()).containsOnlyKeys("relay");
    assertThat(file.service("relay"))
        .containsEntry("read_only", true)
        .containsEntry("cap_drop", List.of("ALL"))
        .doesNotContainKey("privileged");
  }
}
