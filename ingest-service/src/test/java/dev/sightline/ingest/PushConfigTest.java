package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.ingest.PushConfig.Publisher;
import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.node.Secret;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushConfigTest {

  @Test
  void hasDefaultsForEverything() throws ConfigException {
    PushConfig graphs = read("{\"cameras\": {\"graphs\": \"push:\"}}");

    assertThat(graphs.secret()).isEmpty();
    assertThat(graphs.publisher()).isEqualTo(Publisher.TAKE_OVER);
    assertThat(graphs.maxRate()).isEqualTo(60);
    assertThat(graphs.limits()).isEqualTo(SourcePolicy.DEFAULT.limits());
    assertThat(graphs.stallTimeout()).isEqualTo(SourcePolicy.DEFAULT.stallTimeout());
    assertThat(graphs.origin()).isEqualTo("PUT /graphs/frames");
  }

  @Test
  void readsItsSettingsOverTheShared(@TempDir Path directory) throws Exception {
    Path secret = Files.writeString(directory.resolve("secret"), "s3cret\n");
    PushConfig graphs =
        read(
            """
            {"ingest": {"stall-timeout": "2m", "max-frame-size": "1MiB"},
             "cameras": {"graphs": {"url": "push:", "secret-file": "%s", "publisher": "refuse",
                         "max-rate": 5, "stall-timeout": "1h"}}}
            """
                .formatted(secret));

    assertThat(graphs.secret()).contains(new Secret("s3cret"));
    assertThat(graphs.publisher()).isEqualTo(Publisher.REFUSE);
    assertThat(graphs.maxRate()).isEqualTo(5);
    assertThat(graphs.limits().maxBodyBytes()).isEqualTo(1 << 20);
    assertThat(graphs.stallTimeout()).isEqualTo(Duration.ofHours(1));
    assertThat(graphs.toString()).doesNotContain("s3cret");
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    ConfigException mistakes =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                read(
                    """
                    {"cameras": {"graphs": {"url": "push://host/", "publisher": "share",
                                 "max-rate": 0, "linger": "5s", "secret": ""}}}
                    """));

    assertThat(mistakes.getMessage())
        .contains("cameras.graphs.url must be just push:")
        .contains("cameras.graphs.publisher must be")
        .contains("cameras.graphs.max-rate must be")
        .contains("cameras.graphs.secret must have 1 to 256 characters")
        .contains("linger");
  }

  @Test
  void boundsItsSecret() {
    String secret = "x".repeat(257);

    assertThatThrownBy(
            () ->
                read(
                    "{\"cameras\": {\"graphs\": {\"url\": \"push:\", \"secret\": \"%s\"}}}"
                        .formatted(secret)))
        .hasMessageContaining("cameras.graphs.secret must have 1 to 256 characters")
        .hasMessageNotContaining("xxx");
  }

  private static PushConfig read(String json) throws ConfigException {
    ConfigReader reader =
        new ConfigReader(new ConfigSources(new JsonObject(json), Map.of(), new Flags()));
    IngestConfig config = IngestConfig.read(reader);
    reader.finish();
    return (PushConfig) config.cameras().get(0);
  }
}
