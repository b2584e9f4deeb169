package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.ingest.CameraConfig;
import dev.sightline.node.LogConfig.Level;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What its command line means; ports in the tests of the program are free ones. */
class MjpegRelayCommandTest {

  @Test
  void hasThePortsOfMjpegRelayAndHoldsTheCamera() throws Exception {
    StandaloneConfig config = config("http://camera/video.mjpg");

    assertThat(config.http().port()).isEqualTo(54321);
    assertThat(config.http().host()).isEqualTo("0.0.0.0");
    assertThat(config.edge().wsPort()).hasValue(54322);
    assertThat(config.node().management().port()).isEmpty();
    assertThat(config.node().log().level()).isEqualTo(Level.INFO);
    assertThat(config.ingest().cameras()).hasSize(1);
    CameraConfig camera = (CameraConfig) config.ingest().cameras().get(0);
    assertThat(camera.source().toString()).isEqualTo("http://camera:80/video.mjpg");
    assertThat(camera.policy().onDemand()).isFalse();
  }

  @Test
  void takesTheFlagsOfMjpegRelay() throws Exception {
    StandaloneConfig brief = config("-p", "1", "-w", "2", "-q", "http://camera/");
    StandaloneConfig full = config("--port=1", "--ws-port=2", "--quiet", "http://camera/");

    assertThat(brief).isEqualTo(full);
    assertThat(brief.http().port()).isEqualTo(1);
    assertThat(brief.edge().wsPort()).hasValue(2);
    assertThat(brief.node().log().level()).isEqualTo(Level.WARN);
    assertThat(config("--debug", "http://camera/"))
        .isEqualTo(config("-d", "http://camera/"))
        .extracting(config -> config.node().log().level())
        .isEqualTo(Level.DEBUG);
  }

  private static StandaloneConfig config(String... arguments) throws Exception {
    return CommandLine.populateCommand(new MjpegRelayCommand(), arguments).config();
  }
}
