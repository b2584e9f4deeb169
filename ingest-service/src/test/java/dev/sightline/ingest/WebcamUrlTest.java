package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.ingest.WebcamUrl.PictureSize;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of webcams, and nothing else that could become of them. */
class WebcamUrlTest {

  @Test
  void namesADeviceAndAMode() {
    assertThat(WebcamUrl.parse("v4l2:/dev/video0?fps=7.5&width=640&quality=70&height=480"))
        .isEqualTo(
            new WebcamUrl(
                "/dev/video0",
                Optional.of(new PictureSize(640, 480)),
                Optional.of("7.5"),
                OptionalInt.of(70)))
        .hasToString("v4l2:/dev/video0?width=640&height=480&fps=7.5&quality=70");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v4l2:/dev/video0",
        "V4L2:/dev/video0",
        "v4l2:///dev/video0",
        "v4l2:/dev/v4l/by-id/usb-046d_HD_Webcam_C525-video-index0",
        "v4l2:/dev/v4l/by-path/pci-0000:00:14.0-usb-0:1.4:1.0-video-index0"
      })
  void takesAnyDeviceBelowDev(String url) {
    assertThat(WebcamUrl.parse(url).device()).startsWith("/dev/v");
    assertThat(WebcamUrl.parse(url).size()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v4l2:",
        "v4l2:video0",
        "v4l2:-i",
        "v4l2:/etc/passwd",
        "v4l2:/dev",
        "v4l2:/dev/",
        "v4l2:/dev/../etc/passwd",
        "v4l2:/dev/./x",
        "v4l2:/dev/video0 -f",
        "v4l2:/dev/video0\n",
        "v4l2://host/dev/video0",
        "v4l2:/dev/%2e%2e/x",
        "v4l2:/dev/video0#x",
        "v4l2:concat:/dev/video0",
        "http://dev/video0"
      })
  void takesNothingElse(String url) {
    assertThatThrownBy(() -> WebcamUrl.parse(url))
        .hasMessage("must name a device below /dev, such as v4l2:/dev/video0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          width=640              | must have both width and height, or neither
          height=480             | must have both width and height, or neither
          width=0&height=480     | must have a width that is a whole number from 1 to 16384
          width=640&height=x     | must have a height that is a whole number from 1 to 16384
          quality=101            | must have a quality that is a whole number from 1 to 100
          quality=               | must have a quality that is a whole number from 1 to 100
          fps=0                  | must have an fps above 0 and up to 1000
          fps=25/1               | must have an fps above 0 and up to 1000
          fps=1e3                | must have an fps above 0 and up to 1000
          fps=5&fps=6            | has the parameter fps twice
          fsp=5                  | has a parameter that means nothing; there are width, height, fps, quality
          fps=5&                 | has a parameter that means nothing; there are width, height, fps, quality
          """)
  void saysWhatIsWrong(String query, String sentence) {
    assertThatThrownBy(() -> WebcamUrl.parse("v4l2:/dev/video0?" + query)).hasMessage(sentence);
  }

  @Test
  void listsTheModesThatFfmpegKnows() {
    WebcamModes modes =
        WebcamModes.of(
            List.of(
                "ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers",
                "[video4linux2,v4l2 @ 0x55] Compressed:       mjpeg :          Motion-JPEG : 640x480 1280x720",
                "[video4linux2,v4l2 @ 0x55] Raw       :     yuyv422 :           YUYV 4:2:2 : 640x480 320x240",
                "[video4linux2,v4l2 @ 0x55] Raw       :        nv12 :  Some: Thing (odd) : {32-2592, 2}x{32-1944, 2}",
                "[video4linux2,v4l2 @ 0x55] Raw       : Unsupported :  24-bit HSV 8-8-8 : 4000x3000",
                "/dev/video0: Immediate exit requested"));
    assertThat(modes.modes())
        .extracting(WebcamModes.Mode::description)
        .containsExactly("Motion-JPEG", "YUYV 4:2:2", "Some: Thing (odd)");
    assertThat(modes.modes().get(0).sizes()).containsExactly("640x480", "1280x720");
    assertThat(modes.modes().get(2).sizes()).containsExactly("{32-2592, 2}x{32-1944, 2}");
    assertThat(modes.areJpegs(Optional.empty())).isTrue();
    assertThat(modes.areJpegs(size(1280, 720))).isTrue();
    assertThat(modes.areJpegs(size(320, 240))).isFalse(); // Only as something else.
    assertThat(modes.areJpegs(size(800, 600))).isFalse(); // Within the steps of the last.
    assertThat(modes.areJpegs(size(4000, 3000))).isTrue(); // Nobody has it, so the driver decides.
  }

  @Test
  void knowsAModeWhoseLineWasCut() {
    WebcamModes modes =
        WebcamModes.of(
            List.of(
                "[v4l2 @ 0x5] Compressed:       mjpeg :          Motion-JPEG : 640x480 1280x72…"));

    assertThat(modes.modes())
        .singleElement()
        .satisfies(mode -> assertThat(mode.sizes()).containsExactly("640x480"));
  }

  private static Optional<PictureSize> size(int width, int height) {
    return Optional.of(new PictureSize(width, height));
  }
}
