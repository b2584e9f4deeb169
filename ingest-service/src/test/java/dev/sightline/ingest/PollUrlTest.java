package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.auth.Credentials;
import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.node.Secret;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The URL of a camera that is asked for single pictures, and the settings beside it. */
class PollUrlTest {

  @Test
  void takesItsOwnParametersOutOfTheUrl() {
    PollUrl url = PollUrl.parse("POLL:https://u:p@cam:8443/s?x=%20&fps=0.5&&cache-buster=rs&y");

    assertThat(url.source())
        .isEqualTo(
            new SourceUrl(
                true,
                "cam",
                8443,
                "/s?x=%20&&y",
                Optional.of(new Credentials("u", new Secret("p")))));
    assertThat(url.pollEvery()).contains(Duration.ofSeconds(2));
    assertThat(url.cacheBuster()).contains("rs");
  }

  @ParameterizedTest
  @CsvSource({
    "poll:http://cam, /",
    "poll:http://cam/s?fps=1, /s",
    "poll:http://cam?fps=1&a=b, /?a=b",
    "poll:http://cam/s?, /s?",
    "poll:http://cam/s?afps=1, /s?afps=1"
  })
  void leavesTheRestAsItWasWritten(String url, String target) {
    assertThat(PollUrl.parse(url).source().target()).isEqualTo(target);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "poll:cam/s | must start with http:// or https://",
        "poll:rtsp://cam/s | must start with http:// or https://, not rtsp://",
        "poll:http://cam/s?fps=0 | must have an fps from 0.001 to 20",
        "poll:http://cam/s?fps=21 | must have an fps from 0.001 to 20",
        "poll:http://cam/s?fps=1&a&fps=2 | has the parameter fps twice",
        "poll:http://cam/s?fps=fast | must have an fps from 0.001 to 20",
        "poll:http://cam/s?cache-buster= | has a cache-buster that must be the name of a parameter,"
            + " up to 64 letters, digits and any of _ . ~ -"
      })
  void saysWhatIsWrong(String url, String sentence) {
    assertThatThrownBy(() -> PollUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @Test
  void takesWhatStandsBesideTheUrl() throws ConfigException {
    CameraConfig camera =
        camera(
            new JsonObject()
                .put("url", "poll:http://cam/shot.jpg")
                .put("cache-buster", "t")
                .put("poll-every", "3s")
                .put("username", "u")
                .put("password", "p"));

    assertThat(camera.polling()).contains(new PollPolicy(Optional.of("t")));
    assertThat(camera.policy().pollEvery()).isEqualTo(Duration.ofSeconds(3));
    assertThat(camera.source().credentials()).isPresent();
    assertThat(camera.origin()).isEqualTo("poll:http://cam:80/shot.jpg");
  }

  @Test
  void asksEverySecondUnlessToldOtherwise() throws ConfigException {
    CameraConfig camera = camera(new JsonObject().put("url", "poll:http://cam/"));

    assertThat(camera.policy()).isEqualTo(SourcePolicy.DEFAULT);
    assertThat(camera.polling()).contains(new PollPolicy(Optional.empty()));
  }

  @Test
  void refusesWhatIsSaidTwice() {
    JsonObject camera =
        new JsonObject()
            .put("url", "poll:http://cam/?fps=1&cache-buster=t")
            .put("cache-buster", "u")
            .put("poll-every", "3s");

    assertThat(catchThrowableOfType(ConfigException.class, () -> camera(camera)).problems())
        .containsExactlyInAnyOrder(
            "cameras.shot.cache-buster is given twice, by the URL as well; keep one",
            "cameras.shot.poll-every is given twice, by the URL's fps as well; keep one");
  }

  private static CameraConfig camera(JsonObject section) throws ConfigException {
    JsonObject file = new JsonObject().put("cameras", new JsonObject().put("shot", section));
    ConfigReader reader = new ConfigReader(new ConfigSources(file, Map.of(), new Flags()));
    IngestConfig config = IngestConfig.read(reader);
    reader.finish();
    return (CameraConfig) config.cameras().get(0);
  }
}
