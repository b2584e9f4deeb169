package dev.sightline.bus;

import static dev.sightline.bus.Frames.EPOCH;
import static dev.sightline.bus.Frames.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.DropPlace;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ingest's end does with ordered streams; see also {@link FramePublisherTest}. */
class OrderedPublisherTest {

  private static final StreamId FRONT = new StreamId("front");
  private static final StreamId PICTURES = new StreamId("pictures");
  private static final int CHUNK = 188;

  private final VirtualTime time = new VirtualTime();
  private final RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
  private final FramePublisher publisher = new FramePublisher(time, metrics);
  private final AtomicInteger demand = new AtomicInteger();
  private long acknowledged;

  @BeforeEach
  void openTheStreams() {
    publisher.openOrdered(FRONT, demand::incrementAndGet);
    publisher.open(PICTURES, () -> {});
  }

  @Test
  void answersAtOnceWithAllSinceTheNewestStart() {
    append("S-S--");
    StretchRun run = ask(null).run();
    assertThat(run.position()).isEqualTo(2 * CHUNK);
    assertThat(run.starts()).containsExactly(0);
    assertThat(run.bytes()).isEqualTo(Stretches.bytes(EPOCH, 2 * CHUNK, 3 * CHUNK));
    assertThat(metrics.bus().stretchBytesSent(FRONT).count()).isEqualTo(3 * CHUNK);
  }

  @Test
  void holdsAnAskUntilThereAreBytes() {
    append("S");
    Question held = ask(bookmark(1));
    assertThat(held.isOpen()).isTrue();
    append("-S");
    assertThat(held.run().position()).isEqualTo(CHUNK);
    assertThat(held.run().size()).isEqualTo(CHUNK);
    assertThat(ask(bookmark(2)).run().starts()).containsExactly(0);
  }

  @Test
  void holdsTheAskOfANewcomerUntilThereIsAStart() {
    Question held = ask(null);
    append("--");
    assertThat(held.isOpen()).isTrue();
    append("S");
    assertThat(held.run().position()).isEqualTo(2 * CHUNK);
  }

  @Test
  void saysNothingYetWellBeforeAnAskExpires() {
    Question held = ask(null);
    passSeconds(10);
    assertThat(held.isOpen()).as("after 10 s").isTrue();
    passSeconds(2);
    assertThat(held.answer()).isEqualTo(Answer.nothingYet(0));
  }

  @Test
  void givesTheSameBytesAgainToWhoAsksAgain() {
    append("S--");
    StretchRun lost = ask(bookmark(1)).run();
    append("-");
    acknowledged = lost.size();
    StretchRun again = ask(bookmark(1)).run();
    assertThat(again.position()).isEqualTo(lost.position());
    assertThat(again.size()).isEqualTo(3 * CHUNK);
  }

  @Test
  void holdsOneAskOfEachEdge() {
    Question lost = ask(null);
    Question other = put(Ask.forStretch("other", FRONT, 0, 1, null));
    Question held = ask(null);
    assertThat(lost.answer().size()).isZero();
    append("S");
    assertThat(held.run().size()).isEqualTo(CHUNK);
    assertThat(other.run().size()).isEqualTo(CHUNK);
  }

  @Test
  void answersWithNoMoreThanARun() {
    widenTheWindow();
    for (int i = 0; i < 3000; i++) {
      append(i == 0 ? "S" : "-");
    }
    StretchRun run = ask(null).run();
    assertThat(run.position()).isZero();
    assertThat(run.size()).isEqualTo(StretchRing.MAX_RUN);
    assertThat(ask(run.end()).run().position()).isEqualTo(run.size());
  }

  @Test
  void beginsWithAnAnswerThatAThinLinkCanTake() {
    for (int i = 0; i < 1000; i++) {
      append(i == 0 ? "S" : "-");
    }
    assertThat(ask(null).run().size()).isBetween(StretchPull.LEAST - CHUNK, StretchPull.LEAST);
  }

  @Test
  void sendsAStretchThatIsLargerThanThatInOnePiece() {
    appendOf(100_000, true);
    assertThat(ask(null).run().size()).isEqualTo(100_000);
  }

  @Test
  void leavesTheBytesInTheRingWhileThereIsNoRoom() {
    appendOf(10_000, true);
    StretchRun first = ask(null).run();
    put(Ask.forFrame("edge", PICTURES, 0, 1));
    publisher.publish(frame(PICTURES, 0, 10_000));
    Question waiting = ask(first.end());
    appendOf(10_000, false);
    assertThat(waiting.isOpen()).as("20 kB are under way").isTrue();
    appendOf(10_000, false);

    put(Ask.probe("edge", 20_000));
    assertThat(waiting.run().position()).isEqualTo(10_000);
    assertThat(waiting.run().size()).isEqualTo(20_000);
  }

  @Test
  void takesAnEdgeOfAnEarlierEpochToTheNewestStart() {
    append("S-S-");
    Bookmark earlier = new Bookmark(new Epoch(EPOCH.startedAt() - 1, EPOCH.node()), CHUNK);
    assertThat(ask(earlier).run().position()).isEqualTo(2 * CHUNK);
    assertThat(metrics.bus().stretchBytesDropped(FRONT, DropPlace.BUS).count()).isZero();
  }

  @Test
  void countsTheBytesThatAnEdgeCameTooLateFor() {
    append("S--");
    passSeconds(11);
    append("--S-");
    assertThat(ask(bookmark(2)).run().position()).isEqualTo(5 * CHUNK);
    assertThat(metrics.bus().stretchBytesDropped(FRONT, DropPlace.BUS).count())
        .isEqualTo(3 * CHUNK);
  }

  @Test
  void forgetsWhatIsTooOldAlsoWhenNothingComes() {
    append("S--");
    passSeconds(11);
    Question held = ask(null);
    assertThat(held.isOpen()).isTrue();
    append("-");
    assertThat(held.isOpen()).isTrue();
  }

  @Test
  void refusesAnAskForWhatTheStreamIsNot() {
    append("S");
    assertThat(put(Ask.forFrame("edge", FRONT, 0, 1)).answer()).isNull();
    assertThat(put(Ask.forStretch("edge", PICTURES, 0, 1, null)).answer()).isNull();
    assertThat(put(Ask.forStretch("edge", new StreamId("elsewhere"), 0, 1, null)).answer())
        .isNull();
  }

  @Test
  void goesOnWithTheSourceThatTakesAStreamOver() {
    append("S-");
    Question held = ask(bookmark(2));
    AtomicInteger demandOfTheNext = new AtomicInteger();
    publisher.openOrdered(FRONT, demandOfTheNext::incrementAndGet);
    append("-");
    assertThat(held.run().position()).isEqualTo(2 * CHUNK);
    ask(bookmark(3));
    assertThat(demandOfTheNext).hasValue(1);
  }

  @Test
  void beginsAnewWhenAStreamBecomesOneOfPictures() {
    Question held = ask(null);
    publisher.open(FRONT, () -> {});
    assertThat(held.answer().size()).isZero();
    publisher.publish(frame(FRONT, 0));
    assertThat(put(Ask.forFrame("edge", FRONT, 0, 1)).answer().hasFrame()).isTrue();
  }

  @Test
  void showsNothingThatWasCleared() {
    append("S-");
    publisher.clear(FRONT);
    Question newcomer = ask(null);
    assertThat(newcomer.isOpen()).isTrue();
    append("S");
    assertThat(newcomer.run().position()).isEqualTo(2 * CHUNK);
  }

  @Test
  void tellsThatAStreamIsAtItsEnd() {
    Question held = ask(null);
    publisher.end(FRONT);
    assertThat(held.answer().isOver()).isTrue();
  }

  @Test
  void knowsWhoWatches() {
    put(Ask.forStretch("edge", FRONT, 0, 3, null));
    put(Ask.forStretch("other", FRONT, 0, 4, null));
    assertThat(publisher.watching(FRONT)).isEqualTo(7);
    assertThat(publisher.unwantedFor(FRONT)).isZero();
    assertThat(demand).hasValue(2);
    put(Ask.leave("edge", FRONT, 0));
    assertThat(publisher.watching(FRONT)).isEqualTo(4);
  }

  /** The window is never narrower than two of the largest frames. */
  private void widenTheWindow() {
    put(Ask.forFrame("edge", PICTURES, 0, 1));
    publisher.publish(frame(PICTURES, 0, 1 << 20));
    acknowledged = 1 << 20;
  }

  private void append(String chunks) {
    for (char chunk : chunks.toCharArray()) {
      appendOf(CHUNK, chunk == 'S');
    }
  }

  private void appendOf(int size, boolean isStart) {
    publisher.append(Stretches.stretch(FRONT, publisher.positionOf(FRONT), size, isStart));
  }

  private static Bookmark bookmark(int chunks) {
    return new Bookmark(EPOCH, (long) chunks * CHUNK);
  }

  private Question ask(Bookmark from) {
    return put(Ask.forStretch("edge", FRONT, acknowledged, 1, from));
  }

  private Question put(Ask ask) {
    Question question = new Question();
    publisher.handle(ask, question::answer);
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

    StretchRun run() {
      assertThat(answer()).isNotNull();
      assertThat(answer().run()).isNotNull();
      return answer().run();
    }
  }
}
