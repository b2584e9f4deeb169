package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatestFrameWriterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final EdgeStream counts = new EdgeStream(TestFrames.FRONT, metrics);
  private final List<Long> written = new ArrayList<>();
  private final List<Promise<Void>> underWay = new ArrayList<>();
  private boolean immediate;
  private int abandoned;
  private long now;
  private final LatestFrameWriter writer =
      new LatestFrameWriter(new RecordingSink(), counts, PATIENCE, () -> now);

  @Test
  void writesAFrameAtOnceWhenNothingIsUnderWay() {
    offer(0);

    assertThat(written).containsExactly(0L);
    assertThat(counts.framesOut()).as("counted only when it has left").isZero();
  }

  @Test
  void writesEveryFrameToAViewerThatTakesThemAtOnce() {
    immediate = true;

    offer(0, 1, 2, 3);

    assertThat(written).containsExactly(0L, 1L, 2L, 3L);
    assertThat(counts.framesOut()).isEqualTo(4);
    assertThat(counts.bytesOut()).isEqualTo(8_000);
    assertThat(counts.framesDropped()).isZero();
  }

  @Test
  void writesOnlyTheNewestFrameWhenTheOneBeforeHasLeft() {
    offer(0, 1, 2, 3);
    assertThat(written).containsExactly(0L);

    underWay.get(0).complete();

    assertThat(written).containsExactly(0L, 3L);
    assertThat(counts.framesDropped()).isEqualTo(2);
    assertThat(counts.framesOut()).isEqualTo(1);
  }

  @Test
  void dropsNothingForAViewerThatIsOneFrameBehind() {
    offer(0, 1);
    underWay.get(0).complete();
    offer(2);
    underWay.get(1).complete();
    underWay.get(2).complete();

    assertThat(written).containsExactly(0L, 1L, 2L);
    assertThat(counts.framesDropped()).isZero();
    assertThat(counts.framesOut()).isEqualTo(3);
  }

  @Test
  void waitsForTheNextFrameWhenAllHaveLeft() {
    offer(0);
    underWay.get(0).complete();
    assertThat(written).containsExactly(0L);

    offer(1);

    assertThat(written).containsExactly(0L, 1L);
  }

  @Test
  void holdsOneFrameForAViewerThatNeverTakesAny() {
    for (int sequence = 0; sequence < 1_000; sequence++) {
      offer(sequence);
    }

    assertThat(written).containsExactly(0L);
    assertThat(counts.framesDropped()).isEqualTo(998);
    assertThat(abandoned).isZero();
  }

  @Test
  void abandonsAViewerWhoseWriteFails() {
    offer(0, 1);

    underWay.get(0).fail("the connection is gone");

    assertThat(abandoned).isEqualTo(1);
    assertThat(written).as("nothing more is written").containsExactly(0L);
    assertThat(counts.framesOut()).isZero();
  }

  @Test
  void abandonsAViewerThatTakesNothingForLongerThanItsPatience() {
    offer(0);

    pass(PATIENCE);
    writer.checkPatience();
    assertThat(abandoned).isZero();

    pass(Duration.ofNanos(1));
    writer.checkPatience();
    assertThat(abandoned).isEqualTo(1);
  }

  @Test
  void isPatientWithEachWriteAnew() {
    offer(0, 1);
    pass(PATIENCE);
    underWay.get(0).complete();

    pass(PATIENCE);
    writer.checkPatience();

    assertThat(abandoned).isZero();
  }

  @Test
  void isPatientWithAViewerThatHadNothingToTake() {
    offer(0);
    underWay.get(0).complete();
    pass(PATIENCE.multipliedBy(2));

    writer.checkPatience();

    assertThat(abandoned).isZero();
  }

  @Test
  void measuresTheTimeToTheFirstFrameOnce() {
    pass(Duration.ofMillis(30));
    offer(0);
    pass(Duration.ofMillis(5));
    underWay.get(0).complete();
    pass(Duration.ofMillis(100));
    offer(1);
    underWay.get(1).complete();

    Timer firstFrame = metrics.firstFrame();
    assertThat(firstFrame.count()).isEqualTo(1);
    assertThat(firstFrame.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(35);
  }

  private void offer(int... sequences) {
    for (int sequence : sequences) {
      writer.offer(new OutboundFrame(TestFrames.arrival(sequence)));
    }
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private final class RecordingSink implements LatestFrameWriter.Sink {

    @Override
    public Future<Void> write(OutboundFrame frame) {
      written.add(frame.frame().sequence());
      Promise<Void> left = Promise.promise();
      underWay.add(left);
      if (immediate) {
        left.complete();
      }
      return left.future();
    }

    @Override
    public void abandon() {
      abandoned++;
    }
  }
}
