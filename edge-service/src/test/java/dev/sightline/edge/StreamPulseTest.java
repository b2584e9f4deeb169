package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Rates by a clock that the test sets. */
class StreamPulseTest {

  private static final int BYTES = 1_000;
  private static final long SECOND = 1_000_000;
  private static final long TENTH = SECOND / 10;

  /** The ingest's clock is another one than the edge's. */
  private static final long INGEST_CLOCK = 1_700_000_000 * SECOND;

  private static final Offset<Double> EXACTLY = within(1e-6);

  private final EdgeStream here =
      new EdgeStream(
          TestFrames.FRONT,
          new FrameMemory(1 << 20),
          new RelayMetrics(new SimpleMeterRegistry()),
          Tracing.OFF);
  private final StreamPulse pulse = new StreamPulse();
  private long now;

  @Test
  void tellsTheCamerasRateThoughNewsOfItComesUnevenly() {
    feel(live(1));
    for (int frames : new int[] {8, 23, 23, 41, 50, 58, 72}) {
      Rates rates = feel(live(frames));

      assertThat(rates.framesIn()).isEqualTo(10, EXACTLY);
      assertThat(rates.bitsIn()).isEqualTo(10 * BYTES * 8, EXACTLY);
    }
  }

  @Test
  void fallsWhileACameraThatIsLiveSendsNothing() {
    feel(live(1));
    feel(live(11));

    double[] rates = IntStream.range(0, 6).mapToDouble(i -> feel(live(11)).framesIn()).toArray();

    assertThat(rates).containsExactly(new double[] {10, 5, 10 / 3.0, 2.5, 0, 0}, EXACTLY);
  }

  @Test
  void isZeroAtOnceWhenTheCameraIsLostAndRightAtOnceWhenItIsBack() {
    feel(live(1));
    assertThat(feel(live(11)).framesIn()).isEqualTo(10, EXACTLY);

    assertThat(feel(status(StreamState.RETRYING, 15)).framesIn()).isZero();
    for (int second = 0; second < 100; second++) {
      assertThat(feel(status(StreamState.RETRYING, 15)).bitsIn()).isZero();
    }

    feel(live(1_016));
    assertThat(feel(live(1_026)).framesIn()).isEqualTo(10, EXACTLY);
  }

  @Test
  void beginsAnewWithAnotherIngest() {
    feel(live(1_000));
    feel(live(1_010));
    feel(live(3));

    assertThat(feel(live(13)).framesIn()).isEqualTo(10, EXACTLY);
  }

  @Test
  void tellsWhatAllViewersAreSent() {
    here.viewerCame();
    feel(live(1));
    for (int second = 0; second < 20; second++) {
      here.delivered(24, 24_000);
      Rates rates = feel(live(1));

      assertThat(rates.framesOut()).isEqualTo(24, EXACTLY);
      assertThat(rates.bitsOut()).isEqualTo(192_000, EXACTLY);
    }
  }

  @Test
  void tellsNothingOutWhenNobodyWatches() {
    here.viewerCame();
    feel(live(1));
    here.delivered(24, 24_000);
    here.viewerLeft();

    assertThat(feel(live(1)).framesOut()).isZero();
    assertThat(pulse.feel(now, live(1), null).bitsOut()).as("nobody ever did").isZero();
  }

  private Rates feel(StreamStatus status) {
    now += SECOND;
    return pulse.feel(now, status, here);
  }

  /** A camera with ten pictures a second. */
  private static StreamStatus live(int frames) {
    return status(StreamState.LIVE, frames);
  }

  private static StreamStatus status(StreamState state, int frames) {
    return new StreamStatus(
        TestFrames.FRONT,
        StreamKind.PICTURES,
        state,
        0,
        null,
        "http://camera",
        frames,
        (long) BYTES * frames,
        1,
        0,
        64,
        48,
        INGEST_CLOCK + frames * TENTH);
  }
}
