package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Arrival;
import dev.sightline.bus.FrameReceiver;
import dev.sightline.frame.Frame;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Tracing;
import dev.sightline.testkit.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A feed that is handed its frames by the test, on a bus where nobody answers for the stream. */
class StreamFeedTest {

  private static final Patience PATIENCE = Patience.of(Duration.ofSeconds(30));

  private static final Frame CARD = TestFrames.arrival(7).frame();

  private final Vertx vertx = Vertx.vertx();
  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final FrameMemory memory = new FrameMemory(1 << 20);
  private final EdgeStream shared = new EdgeStream(TestFrames.FRONT, memory, metrics, Tracing.OFF);
  private final RecordingViewer one = new RecordingViewer();
  private final RecordingViewer other = new RecordingViewer();
  private FrameReceiver receiver;
  private StreamFeed feed;

  @BeforeEach
  void open() {
    receiver = new FrameReceiver(TestIngest.listing(vertx, metrics), metrics);
    Await.result(vertx.deployVerticle(receiver));
    feed = new StreamFeed(shared, receiver);
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void givesEachFrameToAllViewersInTheSameForm() {
    feed.add(one);
    feed.add(other);

    feed.frame(TestFrames.arrival(0));
    feed.frame(TestFrames.arrival(1));

    assertThat(one.sequences()).containsExactly(0L, 1L);
    assertThat(other.frames()).isEqualTo(one.frames());
  }

  @Test
  void sharesTheFormOfAFrameWithTheOtherEventLoops() {
    StreamFeed elsewhere = new StreamFeed(shared, receiver);
    feed.add(one);
    elsewhere.add(other);
    Arrival arrival = TestFrames.arrival(0);

    feed.frame(arrival);
    elsewhere.frame(arrival);

    assertThat(other.frames().get(0)).isSameAs(one.frames().get(0));
  }

  @Test
  void givesTheNewestFrameToAViewerThatJoins() {
    feed.frame(TestFrames.arrival(0));
    feed.frame(TestFrames.arrival(1));

    feed.add(one);

    assertThat(one.sequences()).containsExactly(1L);
  }

  @Test
  void givesNothingOfALostCameraToAViewerThatJoins() {
    feed.frame(TestFrames.arrival(0));
    feed.lost();

    feed.add(one);
    assertThat(one.frames()).isEmpty();

    feed.frame(TestFrames.arrival(1));
    assertThat(one.sequences()).containsExactly(1L);
  }

  @Test
  void keepsNoFrameOfALostCameraUnlessAnotherEventLoopHasANewerOne() {
    StreamFeed elsewhere = new StreamFeed(shared, receiver);
    feed.add(one);
    elsewhere.add(other);
    feed.frame(TestFrames.arrival(0));
    elsewhere.frame(TestFrames.arrival(1));

    feed.lost();
    assertThat(shared.newestAt()).isEqualTo(TestFrames.CAPTURED_AT);

    elsewhere.lost();
    assertThat(shared.newestAt()).isZero();
  }

  @Test
  void showsACardInsteadOfALostCameraToAllWhoAreHereOrJoin() {
    feed.add(one);
    feed.frame(TestFrames.arrival(0));
    feed.lost();

    feed.show(CARD);
    feed.show(CARD);
    feed.add(other);

    assertThat(one.frames()).extracting(OutboundFrame::isCard).containsExactly(false, true);
    assertThat(other.frames()).containsExactly(one.frames().get(1));
    assertThat(feed.newest().frame()).isSameAs(CARD);
    assertThat(feed.isLive()).isFalse();
  }

  @Test
  void showsNoCardWhileThereIsAPictureNorAfterTheEnd() {
    feed.add(one);
    feed.show(CARD);
    feed.frame(TestFrames.arrival(0));
    feed.show(CARD);
    assertThat(feed.isLive()).isTrue();
    assertThat(feed.newest().frame().sequence()).isZero();

    feed.ended();
    feed.show(CARD);
    assertThat(feed.newest()).isNull();

    feed.close();
    feed.show(CARD);
    assertThat(feed.newest()).isNull();
    assertThat(one.frames()).extracting(OutboundFrame::isCard).containsExactly(true, false);
  }

  @Test
  void sharesTheFormOfACardAndFreesItWhenAllHaveLetItGo() {
    StreamFeed elsewhere = new StreamFeed(shared, receiver);
    feed.show(CARD);
    elsewhere.show(CARD);
    assertThat(feed.newest()).isSameAs(elsewhere.newest());
    assertThat(feed.newest().in(WireForm.PART)).isPresent();

    feed.frame(TestFrames.arrival(0));
    assertThat(memory.buffers()).isEqualTo(1);
    elsewhere.close();
    assertThat(memory.buffers()).isZero();
  }

  @Test
  void waitsSinceItsLastPictureAndNotSinceTheBeginning() {
    Duration before = feed.waitsFor();
    assertThat(before).isPositive();

    Await.until(
        "the time begins anew",
        () -> {
          feed.frame(TestFrames.arrival(0));
          feed.lost();
          return feed.waitsFor().compareTo(before) < 0;
        });
  }

  @Test
  void goesOnToTheOthersWhenAViewerLeavesWhileItIsGivenAFrame() {
    feed.add(
        new FrameViewer() {
          @Override
          public void offer(OutboundFrame frame) {
            feed.remove(this);
          }

          @Override
          public void dismiss() {}
        });
    feed.add(one);

    feed.frame(TestFrames.arrival(0));
    feed.frame(TestFrames.arrival(1));

    assertThat(one.sequences()).containsExactly(0L, 1L);
    assertThat(shared.viewers()).isEqualTo(1);
  }

  @Test
  void dismissesItsViewersWhenTheStreamIsNoMore() {
    feed.add(one);
    feed.add(other);
    feed.frame(TestFrames.arrival(0));

    feed.ended();

    assertThat(one.dismissals()).isEqualTo(1);
    assertThat(other.dismissals()).isEqualTo(1);
    assertThat(feed.newest()).isNull();
    assertThat(memory.buffers()).isZero();
  }

  @Test
  void dismissesAViewerThatJoinsAfterTheEndAndNoneWhenTheStreamIsBack() {
    feed.add(one);
    feed.ended();

    feed.add(other);
    assertThat(other.dismissals()).isEqualTo(1);

    RecordingViewer later = new RecordingViewer();
    feed.frame(TestFrames.arrival(0));
    feed.add(later);
    assertThat(later.dismissals()).isZero();
    assertThat(later.sequences()).containsExactly(0L);
  }

  @Test
  void freesEachFrameWhenAllEventLoopsHaveANewerOne() {
    StreamFeed elsewhere = new StreamFeed(shared, receiver);
    Arrival first = TestFrames.arrival(0);
    Arrival second = TestFrames.arrival(1);

    show(first, feed, elsewhere);
    assertThat(memory.buffers()).isEqualTo(1);

    show(second, feed);
    assertThat(memory.buffers()).as("the other one still shows the first").isEqualTo(2);

    show(second, elsewhere);
    assertThat(memory.buffers()).isEqualTo(1);

    feed.lost();
    elsewhere.close();
    assertThat(memory.buffers()).isZero();
    assertThat(memory.bytes()).isZero();
  }

  private static void show(Arrival arrival, StreamFeed... feeds) {
    for (StreamFeed one : feeds) {
      one.frame(arrival);
      assertThat(one.newest().in(WireForm.PART)).isPresent();
    }
  }

  @Test
  void showsEverySecondHowItsViewersAreServed() {
    StreamFeed elsewhere = new StreamFeed(shared, receiver);
    feed.add(shown("late", 3));
    feed.add(one);
    elsewhere.add(shown("early", 2));
    assertThat(shared.figures()).as("nobody has told yet").isEmpty();

    feed.everySecond(PATIENCE);
    elsewhere.everySecond(PATIENCE);
    assertThat(shared.figures()).extracting(ViewerFigures::id).containsExactly("early", "late");

    elsewhere.close();
    assertThat(shared.figures()).extracting(ViewerFigures::id).containsExactly("late");
  }

  @Test
  void showsNothingOfAFeedThatIsDeserted() {
    FrameViewer viewer = shown("only", 1);
    feed.add(viewer);
    feed.everySecond(PATIENCE);

    feed.remove(viewer);
    feed.close();
    feed.everySecond(PATIENCE);

    assertThat(shared.figures()).isEmpty();
  }

  @Test
  void showsTheFirstHundred() {
    for (int i = 0; i < 60; i++) {
      feed.add(shown("even", 2 * i));
      feed.add(shown("odd", 2 * i + 1));
    }

    feed.everySecond(PATIENCE);

    assertThat(shared.figures())
        .hasSize(100)
        .last()
        .extracting(ViewerFigures::since)
        .isEqualTo(Instant.ofEpochSecond(99));
  }

  private static FrameViewer shown(String id, int second) {
    return new FrameViewer() {
      @Override
      public void offer(OutboundFrame frame) {}

      @Override
      public void dismiss() {}

      @Override
      public Optional<ViewerFigures> figures() {
        Instant since = Instant.ofEpochSecond(second);
        return Optional.of(new ViewerFigures(id, "test", since, 0, 0, 0, PartOptions.NONE));
      }
    };
  }

  @Test
  void countsItsViewersOnce() {
    feed.add(one);
    feed.add(other);
    assertThat(shared.viewers()).isEqualTo(2);

    assertThat(feed.remove(one)).isTrue();
    assertThat(feed.remove(one)).isFalse();
    assertThat(shared.viewers()).isEqualTo(1);
    assertThat(feed.isDeserted()).isFalse();

    feed.remove(other);
    assertThat(shared.viewers()).isZero();
    assertThat(feed.isDeserted()).isTrue();
  }
}
