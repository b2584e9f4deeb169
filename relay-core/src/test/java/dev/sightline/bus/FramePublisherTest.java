package dev.sightline.bus;

import static dev.sightline.bus.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FramePublisherTest {

  private static final StreamId FRONT = new StreamId("front");
  private static final StreamId BACK = new StreamId("back");
  private static final StreamId YARD = new StreamId("yard");

  private final VirtualTime time = new VirtualTime();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final RelayMetrics metrics = new RelayMetrics(registry);
  private final FramePublisher publisher = new FramePublisher(time, metrics);
  private final AtomicInteger demand = new AtomicInteger();

  @BeforeEach
  void openTheStreams() {
    publisher.open(FRONT, demand::incrementAndGet);
    publisher.open(BACK, () -> {});
    publisher.open(YARD, () -> {});
  }

  @Test
  void answersAtOnceWhenThereIsAFrame() {
    publisher.publish(frame(FRONT, 3));
    assertThat(ask("edge", FRONT).sequence()).isEqualTo(3);
  }

  @Test
  void tellsHowLongItHasHadTheFrame() {
    Question waiting = ask("waiting", FRONT);
    publisher.publish(frame(FRONT, 3));
    time.pass(Duration.ofSeconds(7));

    assertThat(waiting.answer().age()).isZero();
    assertThat(ask("late", FRONT).answer().age()).isEqualTo(Duration.ofSeconds(7).toNanos());
  }

  @Test
  void holdsAnAskUntilThereIsANewerFrame() {
    publisher.publish(frame(FRONT, 3));
    ask("edge", FRONT);
    Question held = ask("edge", FRONT);
    assertThat(held.isOpen()).isTrue();
    publisher.publish(frame(FRONT, 4));
    assertThat(held.sequence()).isEqualTo(4);
  }

  @Test
  void neverGivesTwoAsksTheSameFrame() {
    Question one = ask("edge", FRONT);
    Question other = ask("edge", FRONT);
    publisher.publish(frame(FRONT, 0));
    assertThat(one.sequence()).isZero();
    assertThat(other.isOpen()).isTrue();
    publisher.publish(frame(FRONT, 1));
    assertThat(other.sequence()).isEqualTo(1);
  }

  @Test
  void givesEachEdgeTheSameFrame() {
    Question one = ask("edge-1", FRONT);
    Question other = ask("edge-2", FRONT);
    publisher.publish(frame(FRONT, 0));
    assertThat(one.sequence()).isZero();
    assertThat(other.sequence()).isZero();
  }

  @Test
  void saysNothingYetWellBeforeAnAskExpires() {
    Question held = ask("edge", FRONT);
    passSeconds(10);
    assertThat(held.isOpen()).as("after 10 s").isTrue();
    passSeconds(2);
    assertThat(held.isOpen()).as("after 12 s").isFalse();
    assertThat(held.answer().hasFrame()).isFalse();
    assertThat(Duration.ofSeconds(12)).isLessThan(FrameSubscription.ASK_EXPIRY);
  }

  @Test
  void answersAProbeAtOnceWithThePosition() {
    publisher.publish(frame(FRONT, 0, 500));
    ask("edge", FRONT);
    Question probe = put(Ask.probe("edge", 0));
    assertThat(probe.answer()).isEqualTo(Answer.nothingYet(500));
  }

  @Test
  void answersForAnAskThatWasLostAsIfItsAnswerWereLost() {
    put(Ask.forFrame("edge", FRONT, 0, 1).numbered(1));
    assertThat(positionAfter(1)).as("none was lost").isZero();
    assertThat(positionAfter(2)).as("the second was lost").isOne();
    assertThat(positionAfter(2)).as("that is told once").isOne();
    put(Ask.forFrame("edge", FRONT, 1, 1).numbered(4));
    assertThat(positionAfter(4)).as("the third was lost").isEqualTo(2);
    put(Ask.leave("edge", FRONT, 2).numbered(5));
    assertThat(positionAfter(5)).as("a farewell counts").isEqualTo(2);
  }

  @Test
  void knowsThatAsksWereLostWhenAnEdgeBeginsAnew() {
    put(Ask.forFrame("edge", FRONT, 0, 1).numbered(5));
    long before = positionAfter(5);
    put(Ask.forFrame("edge", FRONT, before, 1).numbered(1));
    put(Ask.forFrame("edge", FRONT, before, 1).numbered(2));
    assertThat(positionAfter(2)).as("none was lost").isEqualTo(before);
    assertThat(positionAfter(1)).as("the only one was lost").isEqualTo(before + 1);
  }

  @Test
  void givesTheFirstFrameAtOnceToAnEdgeWhoseFirstAskWasLost() {
    publisher.publish(frame(FRONT, 0));
    assertThat(positionAfter(1)).isOne();
    assertThat(ask("edge", FRONT).sequence()).isZero();
  }

  /** Where the ingest stands after a probe of an edge that has sent so many asks. */
  private long positionAfter(long asks) {
    return put(Ask.probe("edge", 0).numbered(asks)).answer().position();
  }

  @Test
  void sendsEdgesBeyondTheDegreeToThoseBefore() {
    FramePublisher root = new FramePublisher(time, metrics, () -> true, 1);
    root.open(FRONT, demand::incrementAndGet);
    root.publish(frame(FRONT, 0));
    Question first = put(root, serving("one"));
    Question second = put(root, serving("other"));
    Question place = put(root, Ask.forPlace("other", FRONT, 0).with(new Standing(true, "one")));
    Question elsewhere = put(root, Ask.forPlace("other", BACK, 0).with(new Standing(true, "one")));
    time.pass(Duration.ofSeconds(1));
    root.everySecond();

    assertThat(first.answer().hasFrame()).isTrue();
    assertThat(second.answer().elsewhere()).isEqualTo(new Place("one", 2));
    assertThat(place.answer().elsewhere()).isEqualTo(new Place("one", 2));
    assertThat(elsewhere.answer()).as("refused").isNull();
    assertThat(root.served(FRONT)).as("copies").isEqualTo(1);

    put(root, Ask.leave("one", FRONT, 0));
    Question up = put(root, Ask.forPlace("other", FRONT, 0).with(new Standing(true, "one")));
    assertThat(up.answer()).as("from here").isEqualTo(Answer.nothingYet(0));
    assertThat(put(root, serving("other")).answer().hasFrame()).isTrue();
  }

  @Test
  void forgetsTheEdgeThatHasLeftTheClusterInItsTreeToo() {
    FramePublisher root = new FramePublisher(time, metrics, () -> true, 1);
    root.open(FRONT, demand::incrementAndGet);
    root.publish(frame(FRONT, 0));
    put(root, serving("one"));
    root.nodeLeft("one");
    assertThat(put(root, serving("other")).answer().hasFrame()).isTrue();
  }

  private static Ask serving(String edge) {
    return Ask.forFrame(edge, FRONT, 0, 1).with(new Standing(true, null));
  }

  @Test
  void refusesAStreamThatItDoesNotHave() {
    Question refused = ask("edge", new StreamId("elsewhere"));
    assertThat(refused.isOpen()).isFalse();
    assertThat(refused.answer()).isNull();
  }

  @Test
  void keepsTheAsksForTheSourceThatTakesAStreamOver() {
    publisher.publish(frame(FRONT, 0));
    ask("edge", FRONT);
    Question held = ask("edge", FRONT);
    publisher.clear(FRONT);

    AtomicInteger demandOfTheNext = new AtomicInteger();
    publisher.open(FRONT, demandOfTheNext::incrementAndGet);
    publisher.publish(frame(FRONT, 1));

    assertThat(held.sequence()).isEqualTo(1);
    int before = demand.get();
    ask("edge", FRONT);
    assertThat(demandOfTheNext).hasValue(1);
    assertThat(demand).hasValue(before);
  }

  @Test
  void remindsASourceOfTheEdgesThatWantItsStream() {
    publisher.remind(FRONT);
    assertThat(demand).hasValue(0);

    ask("edge", FRONT);
    publisher.remind(FRONT);
    assertThat(demand).hasValue(2);
  }

  @Test
  void tellsEveryEdgeOnceThatAStreamIsAtItsEnd() {
    Question held = ask("edge-1", FRONT);
    Question answered = ask("edge-2", FRONT);
    publisher.publish(frame(FRONT, 0));
    assertThat(held.sequence()).isEqualTo(answered.sequence());
    Question second = ask("edge-1", FRONT);

    publisher.end(FRONT);

    assertThat(second.answer().isOver()).isTrue();
    int before = demand.get();
    assertThat(ask("edge-2", FRONT).answer().isOver()).as("told by its next ask").isTrue();
    assertThat(demand).as("which is no wish for more").hasValue(before);
    assertThat(ask("edge-1", FRONT).isOpen()).as("the frame before isn't sent again").isTrue();
    assertThat(ask("edge-2", FRONT).isOpen()).isTrue();
    assertThat(demand).hasValue(before + 2);
  }

  @Test
  void knowsHowManyWatch() {
    assertThat(publisher.watching(FRONT)).isZero();
    put(Ask.forFrame("edge-1", FRONT, 0, 3));
    put(Ask.forFrame("edge-2", FRONT, 0, 4));
    put(Ask.forFrame("edge-2", YARD, 0, 9));
    assertThat(publisher.watching(FRONT)).isEqualTo(7);

    put(Ask.leave("edge-1", FRONT, 0));
    put(Ask.forFrame("edge-2", FRONT, 0, 5));

    assertThat(publisher.watching(FRONT)).isEqualTo(5);
  }

  @Test
  void believesNobodyWhoSaysThatMoreWatchThanThereAre() {
    put(Ask.forFrame("edge-1", FRONT, 0, Integer.MAX_VALUE));
    put(Ask.forFrame("edge-2", FRONT, 0, Integer.MAX_VALUE));
    assertThat(publisher.watching(FRONT)).isEqualTo(Ask.MOST_VIEWERS);

    put(Ask.forFrame("edge-1", FRONT, 0, -7));
    put(Ask.forFrame("edge-2", FRONT, 0, 5));
    assertThat(publisher.watching(FRONT)).isEqualTo(5);
  }

  @Test
  void answersTheAsksOfAStreamThatIsNoMoreAndRefusesLaterOnes() {
    Question held = ask("edge", FRONT);
    Question other = ask("edge", BACK);
    publisher.close(FRONT);

    assertThat(held.answer().hasFrame()).isFalse();
    assertThat(ask("edge", FRONT).answer()).isNull();
    assertThat(other.isOpen()).isTrue();
  }

  @Test
  void sendsNoFrameOfAStreamThatIsNoMoreToAnEdgeThatWaitedForRoom() {
    publisher.publish(frame(FRONT, 0, 16 << 20));
    publisher.publish(frame(YARD, 0, 16 << 20));
    publisher.publish(frame(BACK, 0, 500));
    ask("edge", FRONT);
    ask("edge", YARD);
    Question waiting = ask("edge", BACK);
    assertThat(waiting.isOpen()).as("there is no room left").isTrue();

    publisher.close(BACK);
    assertThat(waiting.answer().hasFrame()).isFalse();
    put(Ask.probe("edge", 32 << 20));
    assertThat(metrics.bus().framesSent(BACK).count()).isZero();
  }

  @Test
  void endsTheAsksOfAnEdgeThatLeavesAStream() {
    Question held = ask("edge", FRONT);
    Question other = ask("edge", BACK);
    Question farewell = put(Ask.leave("edge", FRONT, 0));
    assertThat(farewell.answer().hasFrame()).isFalse();
    assertThat(held.answer().hasFrame()).isFalse();
    assertThat(other.isOpen()).isTrue();
    publisher.publish(frame(FRONT, 0));
    assertThat(metrics.bus().framesSent(FRONT).count()).isZero();
  }

  @Test
  void givesAnEdgeThatComesBackTheNewestFrameAgain() {
    publisher.publish(frame(FRONT, 0));
    ask("edge", FRONT);
    put(Ask.leave("edge", FRONT, 0));
    assertThat(ask("edge", FRONT).sequence()).isZero();
  }

  @Test
  void sendsANodeThatLeftWordThatThereIsNothingAndNoFrames() {
    Question gone = ask("edge-1", FRONT);
    Question stays = ask("edge-2", FRONT);
    publisher.nodeLeft("edge-1");
    assertThat(gone.answer().hasFrame()).isFalse();
    publisher.publish(frame(FRONT, 0));
    assertThat(stays.isOpen()).isFalse();
    assertThat(metrics.bus().framesSent(FRONT).count()).isEqualTo(1);
  }

  @Test
  void takesAStreamForWantedWhileTheNextAskIsOnTheWay() {
    ask("edge", FRONT);
    passSeconds(12);
    assertThat(publisher.unwantedFor(FRONT)).as("after \"nothing yet\"").isZero();
    ask("edge", FRONT);
    publisher.publish(frame(FRONT, 0));
    passSeconds(1);
    assertThat(publisher.unwantedFor(FRONT)).as("after a frame").isZero();
    passSeconds(2);
    assertThat(publisher.unwantedFor(FRONT)).isEqualTo(Duration.ofSeconds(3).toNanos());
  }

  @Test
  void tellsHowLongNobodyHasWantedAStream() {
    passSeconds(3);
    assertThat(publisher.unwantedFor(FRONT)).isEqualTo(Duration.ofSeconds(3).toNanos());
    ask("edge", FRONT);
    passSeconds(3);
    assertThat(publisher.unwantedFor(FRONT)).isZero();
    put(Ask.leave("edge", FRONT, 0));
    assertThat(publisher.unwantedFor(FRONT)).isZero();
    passSeconds(2);
    assertThat(publisher.unwantedFor(FRONT)).isEqualTo(Duration.ofSeconds(2).toNanos());
  }

  @Test
  void reportsDemandAtEachAsk() {
    ask("edge", FRONT);
    ask("edge", FRONT);
    ask("edge", BACK);
    assertThat(demand).hasValue(2);
  }

  @Test
  void showsNoFrameThatWasCleared() {
    publisher.publish(frame(FRONT, 0));
    publisher.clear(FRONT);
    Question held = ask("edge", FRONT);
    assertThat(held.isOpen()).isTrue();
    publisher.publish(frame(FRONT, 1));
    assertThat(held.sequence()).isEqualTo(1);
  }

  @Test
  void sendsTheFrameThatIsNewestWhenThereIsRoom() {
    fillTheWindow();
    Question waiting = ask("edge", FRONT);
    for (int i = 0; i < 5; i++) {
      publisher.publish(frame(FRONT, i));
    }
    assertThat(waiting.isOpen()).isTrue();
    acknowledge("edge", 200);
    assertThat(waiting.sequence()).isEqualTo(4);
  }

  @Test
  void countsAsDroppedExactlyTheGapsInEachEdgesSequence() {
    int[] paces = {1, 3, 7};
    long[] positions = new long[paces.length];
    List<List<Long>> seen = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int sequence = 0; sequence < 210; sequence++) {
      publisher.publish(frame(FRONT, sequence));
      for (int edge = 0; edge < paces.length; edge++) {
        if (sequence % paces[edge] == 0) {
          Question question = ask("edge-" + edge, FRONT, positions[edge]);
          positions[edge] = question.answer().position();
          seen.get(edge).add(question.sequence());
        }
      }
    }
    assertThat(metrics.bus().framesDropped(FRONT, DropPlace.BUS).count())
        .isPositive()
        .isEqualTo(seen.stream().mapToLong(FramePublisherTest::gaps).sum());
    assertThat(metrics.bus().framesSent(FRONT).count())
        .isEqualTo(seen.stream().mapToLong(List::size).sum());
  }

  private static long gaps(List<Long> sequences) {
    return sequences.get(sequences.size() - 1) - sequences.get(0) + 1 - sequences.size();
  }

  @Test
  void tellsAnEdgeHowManyFramesFoundNoAsk() {
    ask("edge", FRONT);
    publisher.publish(frame(FRONT, 0));
    publisher.publish(frame(FRONT, 1));
    publisher.publish(frame(FRONT, 2));
    assertThat(ask("edge", FRONT, 100).answer().missed()).isEqualTo(2);
    publisher.publish(frame(FRONT, 3));
    assertThat(ask("edge", FRONT, 200).answer().missed()).isEqualTo(1);
  }

  @Test
  void doesNotBlameTheAsksWhileAStreamWaitsForRoom() {
    fillTheWindow();
    ask("edge", FRONT);
    publisher.publish(frame(FRONT, 0));
    passSeconds(12);
    publisher.publish(frame(FRONT, 1));
    publisher.publish(frame(FRONT, 2));
    Question again = ask("edge", FRONT);
    acknowledge("edge", 200);
    assertThat(again.sequence()).isEqualTo(2);
    assertThat(again.answer().missed()).isZero();
  }

  @Test
  void servesWaitingStreamsInTurn() {
    fillTheWindow();
    Question front = ask("edge", FRONT);
    Question back = ask("edge", BACK);
    publisher.publish(frame(BACK, 0));
    publisher.publish(frame(FRONT, 0));
    publisher.publish(frame(BACK, 1));
    acknowledge("edge", 100);
    assertThat(back.sequence()).isEqualTo(1);
    assertThat(front.isOpen()).isTrue();
    acknowledge("edge", 200);
    assertThat(front.sequence()).isZero();
  }

  @Test
  void keepsThePlaceOfAStreamWhoseAskIsOnItsWay() {
    fillTheWindow();
    ask("edge", FRONT);
    publisher.publish(frame(FRONT, 0));
    passSeconds(12);
    ask("edge", BACK);
    publisher.publish(frame(BACK, 0));
    Question again = ask("edge", FRONT);
    acknowledge("edge", 100);
    assertThat(again.isOpen()).isFalse();
  }

  @Test
  void takesAwayThePlaceOfAStreamThatIsNoLongerAskedFor() {
    fillTheWindow();
    ask("edge", FRONT);
    publisher.publish(frame(FRONT, 0));
    for (int second = 0; second < 17; second++) {
      passSeconds(1);
      acknowledge("edge", 0);
    }
    Question back = ask("edge", BACK);
    publisher.publish(frame(BACK, 0));
    Question again = ask("edge", FRONT);
    acknowledge("edge", 200);
    assertThat(back.answer().position()).isLessThan(again.answer().position());
  }

  /** 100 streams and room for 5 frames a second: a round takes twice as long as an ask is held. */
  @Test
  void servesEveryStreamAlsoWhenARoundTakesLongerThanAnAskIsHeld() {
    List<StreamId> streams = new ArrayList<>();
    List<Question> questions = new ArrayList<>();
    int[] served = new int[100];
    for (int i = 0; i < served.length; i++) {
      streams.add(new StreamId("camera-" + i));
      publisher.open(streams.get(i), () -> {});
      questions.add(ask("edge", streams.get(i)));
    }
    long acknowledged = 0;
    for (int step = 0; step < 5 * 60; step++) {
      for (StreamId stream : streams) {
        publisher.publish(frame(stream, step));
      }
      time.pass(Duration.ofMillis(200));
      if (step % 5 == 0) {
        publisher.everySecond();
      }
      acknowledged += 100;
      acknowledge("edge", acknowledged);
      for (int i = 0; i < served.length; i++) {
        if (!questions.get(i).isOpen()) {
          served[i] += questions.get(i).answer().hasFrame() ? 1 : 0;
          questions.set(i, ask("edge", streams.get(i), acknowledged));
        }
      }
    }
    assertThat(served).as("frames of each stream").containsOnly(3, 4);
  }

  @Test
  void holdsABoundedNumberOfAsks() {
    Question oldest = ask("edge", FRONT);
    Question second = ask("edge", FRONT);
    for (int i = 2; i <= Pull.MAX_ASKS; i++) {
      ask("edge", FRONT);
    }
    publisher.publish(frame(FRONT, 0));
    assertThat(oldest.isOpen()).isTrue();
    assertThat(second.sequence()).isZero();
  }

  @Test
  void takesUpWithAnEdgeThatWasSilentWhereItStands() {
    publisher.publish(frame(FRONT, 0, 500));
    ask("edge", FRONT);
    passSeconds(32);
    assertThat(ask("edge", FRONT, 7_000).answer().position()).isEqualTo(7_500);
  }

  /** Two frames of 100 bytes are under way to the edge and nothing more may be. */
  @Test
  void showsTheWindowOfAnEdgeUntilItIsForgotten() {
    ask("edge", FRONT);
    publisher.publish(frame(FRONT, 0));
    publisher.everySecond();
    double underWay = registry.get("sightline.bus.under.way.bytes").gauge().value();
    assertThat(underWay).isPositive();
    assertThat(registry.get("sightline.bus.window.bytes").tag("edge", "edge").gauge().value())
        .isGreaterThanOrEqualTo(underWay);

    passSeconds(32);

    assertThat(registry.find("sightline.bus.under.way.bytes").gauges()).isEmpty();
    assertThat(registry.find("sightline.bus.window.bytes").gauges()).isEmpty();
  }

  private void fillTheWindow() {
    ask("edge", YARD);
    ask("edge", YARD);
    publisher.publish(frame(YARD, 0));
    publisher.publish(frame(YARD, 1));
  }

  private void acknowledge(String edge, long position) {
    put(Ask.probe(edge, position));
  }

  private Question ask(String edge, StreamId stream) {
    return ask(edge, stream, 0);
  }

  private Question ask(String edge, StreamId stream, long acknowledged) {
    return put(Ask.forFrame(edge, stream, acknowledged, 1));
  }

  private Question put(Ask ask) {
    return put(publisher, ask);
  }

  private static Question put(FramePublisher to, Ask ask) {
    Question question = new Question();
    to.handle(ask, question::answer);
    return question;
  }

  private void passSeconds(int seconds) {
    for (int i = 0; i < seconds; i++) {
      time.pass(Duration.ofSeconds(1));
      publisher.everySecond();
    }
  }

  /** An ask as its edge sees it; more than one answer is an error. */
  private static final class Question {
    private final List<Answer> answers = new ArrayList<>();

    void answer(Answer answer) {
      answers.add(answer);
      assertThat(answers).hasSize(1);
    }

    boolean isOpen() {
      return answers.isEmpty();
    }

    Answer answer() {
      assertThat(answers).hasSize(1);
      return answers.get(0);
    }

    long sequence() {
      assertThat(answer()).isNotNull();
      assertThat(answer().frame()).isNotNull();
      return answer().frame().sequence();
    }
  }
}
