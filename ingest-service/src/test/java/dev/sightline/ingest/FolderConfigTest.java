package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.folder.PictureFolder.Order;
import dev.sightline.frame.StreamId;
import dev.sightline.ingest.FolderConfig.Play;
import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A folder in the configuration. */
class FolderConfigTest {

  @Test
  void playsInALoopByNameUnlessToldOtherwise() throws ConfigException {
    FolderConfig folder = folder(camera("dir:/srv/graphs"));

    assertThat(folder.id()).isEqualTo(new StreamId("graphs"));
    assertThat(folder.folder()).isEqualTo(Path.of("/srv/graphs"));
    assertThat(folder.fps()).isEqualTo(5);
    assertThat(folder.period()).isEqualTo(Duration.ofMillis(200));
    assertThat(folder.play()).isEqualTo(Play.LOOP);
    assertThat(folder.order()).isEqualTo(Order.NAME);
    assertThat(folder.origin()).isEqualTo("dir:/srv/graphs");
  }

  @Test
  void takesWhatItsUrlSays() throws ConfigException {
    FolderConfig folder = folder(camera("DIR:/srv?fps=0.5&play=watch&order=time"));

    assertThat(folder.period()).isEqualTo(Duration.ofSeconds(2));
    assertThat(folder.play()).isEqualTo(Play.WATCH);
    assertThat(folder.order()).isEqualTo(Order.TIME);
  }

  @Test
  void takesWhatStandsBesideItsUrl() throws ConfigException {
    JsonObject camera =
        camera("dir:/srv").put("fps", 12.5).put("play", "once").put("order", "time");
    FolderConfig folder = folder(camera.put("max-frame-size", "1MiB"));

    assertThat(folder.fps()).isEqualTo(12.5);
    assertThat(folder.play()).isEqualTo(Play.ONCE);
    assertThat(folder.order()).isEqualTo(Order.TIME);
    assertThat(folder.policy().limits().maxBodyBytes()).isEqualTo(1 << 20);
  }

  @ParameterizedTest
  @CsvSource({
    "dir:/a b/c, /a b/c",
    "dir:/a%20b/%C3%BC%3f, /a b/ü?",
    "dir:pictures/x, pictures/x",
    "dir:///srv, /srv",
    "dir:/srv/, /srv",
    "dir:/100%, /100%"
  })
  void findsTheFolderThatIsMeant(String url, String path) throws ConfigException {
    assertThat(folder(camera(url)).folder()).isEqualTo(Path.of(path));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dir: | url must name a folder, such as dir:/path or dir:pictures",
        "dir:?fps=5 | url must name a folder, such as dir:/path or dir:pictures",
        "dir:/a%00b | url must name a folder; no path has such characters",
        "dir:/a?speed=5 | url has a parameter that means nothing; there are fps, play, order"
            + " (a ? in a name is written %3F)",
        "dir:/a?fps=5&fps=6 | url has the parameter fps twice",
        "dir:/a?fps=0 | url has a parameter fps that must be a number from 0.01 to 100, not '0'",
        "dir:/a?fps=101"
            + " | url has a parameter fps that must be a number from 0.01 to 100, not '101'",
        "dir:/a?fps=NaN"
            + " | url has a parameter fps that must be a number from 0.01 to 100, not 'NaN'",
        "dir:/a?play=twice"
            + " | url has a parameter play that must be one of loop, once, watch, not 'twice'",
        "dir:/a?order= | url has a parameter order that must be one of name, time, not ''"
      })
  void saysWhatIsWrongWithAUrl(String url, String sentence) {
    assertThat(problem(camera(url))).isEqualTo("cameras.graphs." + sentence);
  }

  @Test
  void saysWhatIsWrongBesideTheUrl() {
    assertThat(problem(camera("dir:/a?fps=5").put("fps", 6)))
        .isEqualTo("cameras.graphs.fps is given twice, by the URL as well; keep one");
    assertThat(problem(camera("dir:/a").put("play", "no")))
        .isEqualTo("cameras.graphs.play must be one of loop, once, watch, not 'no'");
  }

  @Test
  void looksForALostFolderEverySoOften() throws ConfigException {
    RetryPolicy retry = folder(camera("dir:/srv")).policy().retry();

    assertThat(retry.max()).isEqualTo(Duration.ofSeconds(2));
    assertThat(retry.first()).isEqualTo(Duration.ofSeconds(1));
  }

  private static JsonObject camera(String url) {
    return new JsonObject().put("url", url);
  }

  private static String problem(JsonObject camera) {
    return catchThrowableOfType(ConfigException.class, () -> folder(camera)).getMessage().strip();
  }

  static FolderConfig folder(JsonObject camera) throws ConfigException {
    JsonObject file = new JsonObject().put("cameras", new JsonObject().put("graphs", camera));
    ConfigReader reader = new ConfigReader(new ConfigSources(file, Map.of(), new Flags()));
    IngestConfig config = IngestConfig.read(reader);
    reader.finish();
    return (FolderConfig) config.cameras().get(0);
  }
}
