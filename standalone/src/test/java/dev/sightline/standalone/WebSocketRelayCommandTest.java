package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.ingest.UploadConfig;
import dev.sightline.node.ConfigException;
import dev.sightline.node.LogConfig.Level;
import dev.sightline.node.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What its command line means. */
class WebSocketRelayCommandTest {

  @Test
  void hasThePortOfWebSocketRelayAndTakesAnyUpload() throws Exception {
    StandaloneConfig config = config();

    assertThat(config.http().port()).isEqualTo(8888);
    assertThat(config.http().host()).isEqualTo("0.0.0.0");
    assertThat(config.node().management().port()).isEmpty();
    assertThat(config.node().log().level()).isEqualTo(Level.INFO);
    assertThat(config.ingest().cameras()).hasSize(1);
    assertThat(upload(config).secret()).isEmpty();
  }

  @Test
  void takesTheFlagsOfWebSocketRelay() throws Exception {
    StandaloneConfig config = config("--port=1", "--secret=s3cret");

    assertThat(config.http().port()).isEqualTo(1);
    assertThat(upload(config).secret()).contains(new Secret("s3cret"));
    assertThat(config.toString()).doesNotContain("s3cret");
    assertThat(config("--port", "1", "--secret", "s3cret")).isEqualTo(config);
  }

  @Test
  void refusesAnEmptySecret() {
    assertThatThrownBy(() -> config("--secret="))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("secret must have 1 to 256 characters");
  }

  @ParameterizedTest
  @CsvSource({"debug,DEBUG", "info,INFO", "warning,WARN", "error,WARN", "none,WARN"})
  void takesTornadosLevels(String word, Level level) throws Exception {
    assertThat(config("--logging=" + word).node().log().level()).isEqualTo(level);
  }

  private static UploadConfig upload(StandaloneConfig config) {
    return (UploadConfig) config.ingest().cameras().get(0);
  }

  private static StandaloneConfig config(String... arguments) throws Exception {
    return CommandLine.populateCommand(new WebSocketRelayCommand(), arguments).config();
  }
}
