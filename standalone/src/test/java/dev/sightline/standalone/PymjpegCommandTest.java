package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.node.ConfigException;
import dev.sightline.node.LogConfig.Level;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What its command line means. */
class PymjpegCommandTest {

  @Test
  void playsTheCurrentDirectoryAtThePortOfPymjpeg() throws Exception {
    StandaloneConfig config = config();

    assertThat(config.http().port()).isEqualTo(8001);
    assertThat(config.node().management().port()).isEmpty();
    assertThat(config.ingest().cameras()).hasSize(1);
    assertThat(config.ingest().cameras().get(0).origin()).isEqualTo("dir:.");
    assertThat(config.ingest().cameras().get(0).toString()).contains("ONCE").contains("fps=5.0");
  }

  @Test
  void takesItsFlags() throws Exception {
    StandaloneConfig config = config("-p", "1", "--fps", "12.5", "-d", "src/test");

    assertThat(config.http().port()).isEqualTo(1);
    assertThat(config.node().log().level()).isEqualTo(Level.DEBUG);
    assertThat(config.ingest().cameras().get(0).origin()).isEqualTo("dir:src/test");
    assertThat(config.ingest().cameras().get(0).toString()).contains("fps=12.5");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> config("--fps", "0"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("--fps (cameras.camera.fps) must be a number from 0.01 to 100");
    assertThatThrownBy(() -> config("/no such folder"))
        .isInstanceOf(ParameterException.class)
        .hasMessage("'/no such folder' is no folder that can be read");
  }

  private static StandaloneConfig config(String... arguments) throws Exception {
    return CommandLine.populateCommand(new PymjpegCommand(), arguments).config();
  }
}
