package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Standstills;
import dev.sightline.edge.LatestFrameWriter.Outcome;
import dev.sightline.frame.Stretch;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which message is sent next, by a clock and to a viewer that do what the test says. */
class TsWriterTest {

  private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(30));
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int PACKETS = 10;

  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final FrameMemory memory = new FrameMemory(16 << 20);
  private final EdgeStream stream = new EdgeStream(TestFrames.MUSIC, memory, metrics, Tracing.OFF);
  private final TsStream shared = new TsStream(stream, memory, metrics);
  private final TsCounts counts = new TsCounts(shared);
  private final Standstills standstills = new Standstills(() -> 0, Duration.ofSeconds(1));
  private final TsRing ring = new TsRing(shared, standstills);
  private final Sink sink = new Sink();
  private long now = 1_000 * SECOND;
  private long position;
  private final TsWriter writer = new TsWriter(sink, ring, counts, () -> now);

  @Test
  void waitsForAStart() {
    come(false);
    come(false);
    assertThat(sink.taken).isEmpty();

    come(true);
    come(false);

    assertThat(sink.taken).containsExactly(20L, 30L);
    assertDropped(0);
  }

  @Test
  void beginsAtTheNewestStart() {
    enter(true);
    enter(false);
    enter(true);
    enter(false);

    writer.proceed();

    assertThat(sink.taken).containsExactly(20L, 30L);
    assertDropped(0);
  }

  @Test
  void sendsOneAfterTheOtherToOneWhoIsALittleBehind() {
    come(true);
    sink.isFast = false;
    come(false);
    come(false);
    come(true);
    come(false);
    assertThat(sink.taken).containsExactly(0L, 10L);

    take(3);

    assertThat(sink.taken).containsExactly(0L, 10L, 20L, 30L, 40L);
    assertDropped(0);
  }

  @Test
  void goesOnAtANewerStartWhenItIsLate() {
    come(true);
    sink.isFast = false;
    come(false);
    come(false);
    come(false);
    come(true);
    come(false);
    now += TsWriter.LATE + 1;

    take(2);

    assertThat(sink.taken).containsExactly(0L, 10L, 40L, 50L);
    assertDropped(2 * PACKETS);
  }

  @Test
  void goesOnInOrderWhenItIsLateButThereIsNoNewerStart() {
    come(true);
    sink.isFast = false;
    come(false);
    come(false);
    now += TsWriter.LATE + 1;

    take(1);

    assertThat(sink.taken).containsExactly(0L, 10L, 20L);
    assertDropped(0);
  }

  @Test
  void waitsForTheNextStartWhenWhatItNeedsIsGone() {
    come(true);
    sink.isFast = false;
    come(false);
    come(false);
    now += TsRing.LONGEST + 1;
    come(false);
    take(1);
    assertThat(sink.taken).containsExactly(0L, 10L);

    come(false);
    come(true);
    come(false);
    take(1);

    assertThat(sink.taken).containsExactly(0L, 10L, 50L, 60L);
    assertDropped(3 * PACKETS);
  }

  @Test
  void givesUpAViewerThatTakesNothing() {
    sink.isFast = false;
    come(true);

    pass(29);
    assertThat(sink.isAbandoned).isFalse();
    pass(2);

    assertThat(sink.isAbandoned).isTrue();
    assertThat(metrics.edge().viewersGivenUp(TestFrames.MUSIC).count()).isEqualTo(1);
    come(true);
    assertThat(sink.taken).hasSize(1);
  }

  @Test
  void waitsForAViewerThatTakesALittle() {
    sink.isFast = false;
    come(true);

    for (int i = 0; i < 5; i++) {
      pass(20);
      sink.waiting--;
    }

    assertThat(sink.isAbandoned).isFalse();
  }

  private void pass(int seconds) {
    for (int second = 0; second < seconds; second++) {
      now += SECOND;
      writer.everySecond(PATIENCE);
    }
  }

  @Test
  void endsWhenWhatIsUnderWayHasLeft() {
    List<String> said = new ArrayList<>();
    sink.isFast = false;
    come(true);
    come(false);

    writer.finish(() -> said.add("the end"));
    assertThat(said).isEmpty();
    take(1);

    assertThat(said).containsExactly("the end");
    assertThat(sink.taken).containsExactly(0L);
    come(true);
    assertThat(sink.taken).hasSize(1);
  }

  @Test
  void countsWhatItSends() {
    come(true);
    come(false);
    counts.report();

    assertThat(shared.messagesOut()).isEqualTo(2);
    assertThat(stream.bytesOut()).isEqualTo(2L * PACKETS * TsMessage.PACKET);
    assertThat(writer.figures("ts").sent()).isEqualTo(2);
  }

  private void come(boolean isStart) {
    enter(isStart);
    writer.proceed();
  }

  /** A message whose packets are counted from ten times its number. */
  private void enter(boolean isStart) {
    Buffer packets = Buffer.buffer(new byte[PACKETS * TsMessage.PACKET]);
    Stretch stretch = new Stretch(TestFrames.MUSIC, TestFrames.EPOCH, position, isStart, packets);
    position = stretch.end();
    TsDraft draft = new TsDraft(stretch, 0);
    draft.add(stretch, 0);
    ring.add(shared.message(draft).orElseThrow(), now);
  }

  /** The viewer takes so many of the messages that wait for it. */
  private void take(int count) {
    for (int i = 0; i < count; i++) {
      writer.left(true);
    }
  }

  private void assertDropped(long packets) {
    counts.report();
    assertThat(writer.dropped()).isEqualTo(packets);
    assertThat(shared.packetsDropped(DropPlace.VIEWER)).isEqualTo(packets);
  }

  private static final class Sink implements TsWriter.Sink {

    private final List<Long> taken = new ArrayList<>();
    private boolean isFast = true;
    private boolean isAbandoned;
    private long waiting = 1_000;

    @Override
    public Outcome write(TsMessage message, ViewerChannel.Follower follower) {
      taken.add(message.span().position() / TsMessage.PACKET);
      return isFast ? Outcome.LEFT : Outcome.UNDER_WAY;
    }

    @Override
    public long waiting() {
      return waiting;
    }

    @Override
    public void abandon() {
      isAbandoned = true;
    }
  }
}
