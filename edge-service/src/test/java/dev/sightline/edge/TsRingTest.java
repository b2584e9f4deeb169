package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Standstills;
import dev.sightline.frame.Stretch;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TsRingTest {

  private static final int PACKETS = 300;
  private static final int SIZE = PACKETS * TsMessage.PACKET;

  private final FrameMemory memory = new FrameMemory(16 << 20);
  private final TsStream shared = stream(memory);
  private long stood;
  private final Standstills standstills = new Standstills(() -> stood, Duration.ofSeconds(1));
  private final TsRing ring = new TsRing(shared, standstills);
  private long position;

  @Test
  void keepsAMebibyte() {
    for (int i = 0; i < 100; i++) {
      ring.add(message(shared, false), 0);
    }

    int kept = TsRing.MOST_BYTES / SIZE;
    assertThat(ring.first()).isEqualTo(100 - kept);
    assertThat(memory.buffers()).isEqualTo(kept);
    assertThat(ring.get(99).packetsBefore()).isEqualTo(99 * PACKETS);
    assertThat(ring.get(99 - kept)).isNull();
    assertThat(ring.get(100)).isNull();
  }

  @Test
  void keepsNothingFromBeforeAStandstill() {
    ring.add(message(shared, true), 0);
    ring.add(message(shared, false), 0);

    stood += 1_000_000_001;
    ring.refresh();

    assertThat(ring.newestStart()).isNull();
    assertThat(ring.first()).isEqualTo(2);
    assertThat(memory.buffers()).isZero();
    ring.add(message(shared, true), 0);
    assertThat(ring.newestStart().number()).isEqualTo(2);
  }

  @Test
  void keepsWhatCameWithinTwoSeconds() {
    ring.add(message(shared, true), 0);
    ring.add(message(shared, false), 1);

    ring.trim(TsRing.LONGEST);
    assertThat(ring.newestStart().number()).isZero();
    ring.trim(TsRing.LONGEST + 1);

    assertThat(ring.first()).isEqualTo(1);
    assertThat(ring.newestStart()).isNull();
    assertThat(memory.buffers()).isEqualTo(1);
  }

  @Test
  void keepsLessInScarceMemory() {
    FrameMemory small = new FrameMemory(4 << 20);
    TsStream poor = stream(small);
    TsRing least = new TsRing(poor, standstills);
    SharedBuffer other = small.join(Buffer.buffer(new byte[3_300_000])).orElseThrow();

    for (int i = 0; i < 10; i++) {
      least.add(message(poor, false), 0);
    }

    assertThat(least.first()).isEqualTo(10 - TsRing.SCARCE_BYTES / SIZE);
    other.release();
  }

  @Test
  void freesAMessageWhenTheLastLoopLetsGo() {
    TsRing elsewhere = new TsRing(shared, standstills);
    TsDraft draft = draft(true);
    TsMessage here = shared.message(draft).orElseThrow();
    TsMessage there = shared.message(draft).orElseThrow();
    assertThat(there).isSameAs(here);
    ring.add(here, 0);
    elsewhere.add(there, 0);

    ring.clear();
    assertThat(memory.buffers()).isEqualTo(1);
    elsewhere.clear();

    assertThat(memory.buffers()).isZero();
    assertThat(ring.newestStart()).isNull();
  }

  private static TsStream stream(FrameMemory memory) {
    RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
    return new TsStream(
        new EdgeStream(TestFrames.MUSIC, memory, metrics, Tracing.OFF), memory, metrics);
  }

  private TsMessage message(TsStream stream, boolean isStart) {
    return stream.message(draft(isStart)).orElseThrow();
  }

  private TsDraft draft(boolean isStart) {
    Buffer packets = Buffer.buffer(new byte[SIZE]);
    Stretch stretch = new Stretch(TestFrames.MUSIC, TestFrames.EPOCH, position, isStart, packets);
    position = stretch.end();
    TsDraft draft = new TsDraft(stretch, 0);
    draft.add(stretch, 0);
    return draft;
  }
}
