package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameRateCapTest {

  @Test
  void letsEveryFramePassUnlessAsked() {
    FrameRateCap cap = FrameRateCap.of(null);

    assertThat(admitted(cap, 1000, 60, 0)).isEqualTo(1000);
  }

  /** Frames in 20 seconds. */
  @ParameterizedTest
  @CsvSource({
    "10,25,200",
    "5,10,100",
    "3,10,60",
    "0.5,10,10",
    "25,10,200",
    "10,10,200",
    "24,25,480",
    "7.5,30,150",
    "1,0.5,10"
  })
  void letsAsManyFramesPassAsTheViewerAskedFor(String cap, double camera, int expected) {
    int frames = (int) (20 * camera);

    assertThat(admitted(FrameRateCap.of(cap), frames, camera, 0)).isBetween(expected, expected + 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {5, 10, 25})
  void dropsNothingOfACameraThatJittersAboutTheRate(double fps) {
    FrameRateCap cap = FrameRateCap.of(Double.toString(fps));

    assertThat(admitted(cap, 500, fps, 0.1)).isEqualTo(500);
  }

  @Test
  void makesUpForAPauseWithOneFrameAndNoBurst() {
    FrameRateCap cap = FrameRateCap.of("1");
    assertThat(cap.admits(0)).isTrue();

    long later = TimeUnit.MINUTES.toNanos(1);

    assertThat(cap.admits(later)).isTrue();
    assertThat(cap.admits(later + 1)).isTrue();
    assertThat(cap.admits(later + 2)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fast", "0", "-1", "0.001", "1001", "NaN", "Infinity", "1e9", "5fps"})
  void saysWhatItTakes(String fps) {
    assertThatThrownBy(() -> FrameRateCap.of(fps))
        .isInstanceOf(BadQueryException.class)
        .hasMessage("fps must be a number of frames a second from 0.01 to 1000, such as 5 or 0.5.");
  }

  private static int admitted(FrameRateCap cap, int frames, double fps, double jitter) {
    double interval = 1e9 / fps;
    int count = 0;
    for (int i = 0; i < frames; i++) {
      double early = i % 2 == 0 ? 0 : jitter * interval;
      if (cap.admits((long) (i * interval - early))) {
        count++;
      }
    }
    return count;
  }
}
