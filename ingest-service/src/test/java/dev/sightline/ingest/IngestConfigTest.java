package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.node.Secret;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestConfigTest {

  private static final String SETTINGS =
      """
      {"ingest": {"linger": "20s", "retry": {"max": "30s"}},
       "cameras": {
         "front": "http://cam/front",
         "yard": {"url": "http://cam/yard", "linger": "5s", "on-demand": "false",
                  "max-frame-size": "1MiB", "retry": {"first": "2s"},
                  "username": "viewer", "password": "${YARD}"}}}
      """;

  @Test
  void readsCamerasWithTheirOwnSettingsOverTheShared() throws ConfigException {
    IngestConfig config = read(SETTINGS, Map.of("YARD", "s3cret"), new Flags());
    CameraConfig front = config.cameras().get(0);
    CameraConfig yard = config.cameras().get(1);
    assertThat(front.id()).isEqualTo(new StreamId("front"));
    assertThat(front.source()).isEqualTo(SourceUrl.parse("http://cam/front"));
    assertThat(front.policy()).isEqualTo(config.defaults());
    assertThat(front.policy().linger()).isEqualTo(Duration.ofSeconds(20));
    assertThat(yard.policy().linger()).isEqualTo(Duration.ofSeconds(5));
    assertThat(yard.policy().onDemand()).isFalse();
    assertThat(yard.policy().maxFrameBytes()).isEqualTo(1 << 20);
    assertThat(yard.policy().retry().first()).isEqualTo(Duration.ofSeconds(2));
    assertThat(yard.policy().retry().max()).isEqualTo(Duration.ofSeconds(30));
    assertThat(yard.policy().stallTimeout()).isEqualTo(SourcePolicy.DEFAULT.stallTimeout());
    assertThat(yard.source().credentials())
        .contains(new Credentials("viewer", new Secret("s3cret")));
    assertThat(config.toString()).doesNotContain("s3cret").doesNotContain("viewer");
  }

  @Test
  void aVariableSetsWhatTheFileLeavesOpen() throws ConfigException {
    Map<String, String> variables =
        Map.of("YARD", "", "SIGHTLINE_CAMERAS_FRONT_STALL_TIMEOUT", "7s");
    IngestConfig config = read(SETTINGS, variables, new Flags());
    assertThat(config.cameras().get(0).policy().stallTimeout()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void aFlagAddsACameraOrMovesOne() throws ConfigException {
    Flags flags =
        new Flags()
            .put("cameras.yard.url", "--camera", "http://other/")
            .put("cameras.gate.url", "--camera", "http://gate/?a=b");
    IngestConfig config = read(SETTINGS, Map.of("YARD", "s3cret"), flags);
    assertThat(config.streamNames()).isEqualTo("front, yard, gate");
    assertThat(config.cameras().get(1).source().host()).isEqualTo("other");
    assertThat(config.cameras().get(1).policy().onDemand()).isFalse();
    assertThat(config.cameras().get(2).source().target()).isEqualTo("/?a=b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"front": "rtsp://u:geheim@cam/"}                        | cameras.front.url must start with http:// or https://, not rtsp://
          {"front": {}}                                            | cameras.front.url is missing
          {"front": null}                                          | cameras.front.url is missing
          {"front": {"url": "${NONE}"}}                            | cameras.front.url needs the environment variable NONE, which is not set
          {"Front": "http://cam/"}                                 | cameras.Front: stream name 'Front' must be 1 to 63 of a-z, 0-9, '-' and '_', starting with a letter or digit
          {"a.b": "http://cam/"}                                   | cameras.a.b: stream name 'a.b' must be 1 to 63 of a-z, 0-9, '-' and '_', starting with a letter or digit
          {"metrics": "http://cam/"}                               | cameras.metrics: stream name 'metrics' is taken by the product's own URLs; choose another
          {"front": {"url": "http://cam/", "pasword": "geheim"}}   | cameras.front.pasword is not a setting; did you mean cameras.front.password?
          {"front": {"url": "http://cam/", "password": "geheim"}}  | cameras.front.username is missing, since there is a password
          {"front": {"url": "http://u:geheim@cam/", "username": "v"}} | cameras.front.url names a user as well as the settings beside it; keep one
          {"front": {"url": "http://cam/", "linger": "10"}}        | cameras.front.linger must be a duration with its unit (ms, s, m, h) such as 200ms, 10s or 2m, not '10'
          {"front": {"url": "http://cam/", "stall-timeout": "0s"}} | cameras.front.stall-timeout must be from 100ms to 1h, not 0s
          {"front": {"url": "http://cam/", "max-frame-size": "1GiB"}} | cameras.front.max-frame-size must be from 1KiB to 256MiB, not 1GiB
          {"front": {"url": "http://cam/", "on-demand": "no"}}     | cameras.front.on-demand must be true or false, not 'no'
          {"front": {"url": "http://cam/", "retry": {"first": "2m"}}} | cameras.front.retry.first must not be longer than retry.max
          {"front": {"url": "http://cam/", "retry": "2m"}}         | cameras.front.retry must be a section with settings below it, not a value
          """)
  void tellsWhatIsWrongWithoutShowingAPassword(String cameras, String problem) {
    String settings = "{\"cameras\": %s}".formatted(cameras);
    assertThat(
            catchThrowableOfType(ConfigException.class, () -> read(settings, Map.of(), new Flags()))
                .problems())
        .containsExactly(problem)
        .noneMatch(sentence -> sentence.contains("geheim"));
  }

  private static IngestConfig read(String settings, Map<String, String> variables, Flags flags)
      throws ConfigException {
    ConfigReader reader =
        new ConfigReader(new ConfigSources(new JsonObject(settings), variables, flags));
    IngestConfig config = IngestConfig.read(reader);
    reader.finish();
    return config;
  }
}
