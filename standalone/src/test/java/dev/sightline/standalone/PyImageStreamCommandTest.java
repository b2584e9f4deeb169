package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.ingest.IngestConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What PyImageStream's command line means. */
class PyImageStreamCommandTest {

  @Test
  void doesWhatPyImageStreamDoes() throws Exception {
    StandaloneConfig config = config();

    assertThat(config.http().port()).isEqualTo(8888);
    assertThat(config.http().host()).isEqualTo("0.0.0.0");
    assertThat(config.node().management().port()).isEmpty();
    IngestConfig ingest = config.ingest();
    assertThat(ingest.defaults().onDemand()).isTrue();
    assertThat(ingest.defaults().linger()).isEqualTo(Duration.ofSeconds(7));
    assertThat(ingest.defaults().link().ffmpeg().quality()).isEqualTo(70);
    assertThat(ingest.cameras().get(0).origin()).isEqualTo("v4l2:/dev/video0?width=640&height=480");
  }

  @ParameterizedTest
  @CsvSource({
    "--camera 2 --width 320 --height 240, v4l2:/dev/video2?width=320&height=240",
    "--camera /dev/v4l/by-id/x, v4l2:/dev/v4l/by-id/x?width=640&height=480",
    "--camera v4l2:/dev/video0, v4l2:/dev/video0",
    "--camera rtsp://u:p@cam/x, rtsp://cam:554/x",
    "--camera http://cam/x, http://cam:80/x"
  })
  void takesAnyCamera(String arguments, String origin) throws Exception {
    assertThat(config(arguments.split(" ")).ingest().cameras().get(0).origin()).isEqualTo(origin);
  }

  @Test
  void takesTheOtherFlags() throws Exception {
    StandaloneConfig config = config("--port=1", "--quality=90", "--stopdelay=0");

    assertThat(config.http().port()).isEqualTo(1);
    assertThat(config.ingest().defaults().linger()).isEqualTo(Duration.ZERO);
    assertThat(config.ingest().defaults().link().ffmpeg().quality()).isEqualTo(90);
  }

  @Test
  void saysThatASizeIsThatOfAWebcam() {
    assertThatThrownBy(() -> config("--camera", "http://cam/", "--width", "320"))
        .isInstanceOf(ParameterException.class)
        .hasMessage("--width and --height are those of a webcam, not of a URL");
  }

  private static StandaloneConfig config(String... arguments) throws Exception {
    return CommandLine.populateCommand(new PyImageStreamCommand(), arguments).config();
  }
}
