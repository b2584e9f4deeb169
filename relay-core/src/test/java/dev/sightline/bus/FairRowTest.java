package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairRowTest {

  private static final int FRAME = 1000;

  private final FairRow row = new FairRow();

  @Test
  void servesEqualStreamsInTurn() {
    FakePull first = new FakePull(1);
    FakePull second = new FakePull(1);
    FakePull third = new FakePull(1);
    add(first, second, third);
    assertThat(List.of(serve(), serve(), serve())).containsExactly(first, second, third);
    add(second, first, third);
    assertThat(List.of(serve(), serve(), serve())).containsExactly(second, first, third);
  }

  @Test
  void servesAHeavierOneMoreOften() {
    FakePull heavy = new FakePull(3);
    FakePull light = new FakePull(1);
    long heavily = 0;
    for (int turn = 0; turn < 400; turn++) {
      add(heavy, light);
      heavily += serve() == heavy ? 1 : 0;
    }
    assertThat(heavily).isBetween(299L, 301L);
  }

  @Test
  void givesNobodyLaterWhatHeLeftToOthers() {
    FakePull absent = new FakePull(1);
    FakePull present = new FakePull(1);
    add(absent);
    serve();
    for (int turn = 0; turn < 100; turn++) {
      add(present);
      serve();
    }
    int inRow = 0;
    for (int turn = 0; turn < 10; turn++) {
      add(absent, present);
      inRow += serve() == absent ? 1 : 0;
    }
    assertThat(inRow).isBetween(5, 6);
  }

  @Test
  void isNotHeldUpByThoseWhoKeepComingAnew() {
    FakePull waiting = new FakePull(1);
    add(new FakePull(1), new FakePull(1), waiting);
    serve();
    int turns = 0;
    Pull served = null;
    while (served != waiting && turns < 1000) {
      FakePull small = new FakePull(1);
      small.size(FRAME / 100);
      add(small);
      served = serve();
      row.remove(served.place());
      turns++;
    }
    assertThat(turns).isBetween(100, 400);
  }

  @Test
  void keepsThePlaceOfOneWithoutAnAskAndChargesNobodyWhoStandsIn() {
    FakePull silent = new FakePull(1);
    FakePull other = new FakePull(1);
    add(silent);
    add(other);
    silent.answerAll();
    assertThat(serve()).isSameAs(other);
    add(other);
    assertThat(serve()).isSameAs(other);
    silent.ask();
    add(other, silent);
    assertThat(serve()).isSameAs(silent);
    add(silent);
    assertThat(serve()).as("it owes nothing for the turns that it stood in").isSameAs(other);
  }

  @Test
  void passesOverOneThatHasNothingToBeSentAnyMore() {
    FakePull emptied = new FakePull(1);
    FakePull other = new FakePull(1);
    add(emptied, other);
    emptied.due = 0;
    assertThat(serve()).isSameAs(other);
    assertThat(row.next()).isNull();
    assertThat(row.isEmpty()).isTrue();
    assertThat(emptied.place().isWaiting()).isFalse();
  }

  @Test
  void takesAwayThePlaceOfOneThatAsksNoMore() {
    FakePull silent = new FakePull(1);
    add(silent);
    silent.answerAll();
    row.everySecond(0);
    assertThat(row.isEmpty()).isFalse();
    row.everySecond(1);
    assertThat(row.isEmpty()).isTrue();
  }

  /**
   * Random sizes and weights, streams that come and go: those that always want more get bytes by
   * their weights, whatever the others do.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void dividesByWeightsWhateverHappensBesides(long seed) {
    Random random = new Random(seed);
    List<FakePull> greedy = new ArrayList<>();
    List<FakePull> fickle = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      greedy.add(new FakePull(1 + random.nextInt(5)));
      fickle.add(new FakePull(1 + random.nextInt(5)));
    }
    for (int turn = 0; turn < 100_000; turn++) {
      for (FakePull pull : greedy) {
        pull.size(1 + random.nextInt(2 * FRAME));
        add(pull);
      }
      FakePull any = fickle.get(random.nextInt(fickle.size()));
      if (!any.place().isWaiting()) {
        any.size(1 + random.nextInt(2 * FRAME));
        add(any);
      } else if (random.nextInt(4) == 0) {
        row.remove(any.place());
      }
      serve();
      if (turn % 100 == 0) {
        row.everySecond(0);
      }
    }
    double level = greedy.stream().mapToDouble(FakePull::bytesByWeight).average().orElseThrow();
    assertThat(greedy)
        .as("seed %s", seed)
        .allSatisfy(pull -> assertThat(pull.bytesByWeight()).isBetween(0.97 * level, 1.03 * level));
  }

  private void add(FakePull... pulls) {
    for (FakePull pull : pulls) {
      row.add(pull.place());
    }
  }

  private Pull serve() {
    FakePull next = (FakePull) row.next();
    next.answer(0);
    row.sent(next.place(), next.due());
    return next;
  }

  /** A stream that an edge pulls, without the edge. */
  private static final class FakePull extends Pull {

    private static final EdgeLine LINE = new EdgeLine("edge", new EdgeWindow(() -> 0, 0));

    private final int weight;
    private int due = FRAME;
    private long sent;

    FakePull(int weight) {
      super(LINE);
      this.weight = weight;
      ask();
    }

    void ask() {
      hold(Ask.forFrame("edge", new StreamId("front"), 0, 1), answer -> {}, 0);
    }

    void size(int bytes) {
      due = place().isWaiting() ? due : bytes;
    }

    double bytesByWeight() {
      return (double) sent / weight;
    }

    @Override
    boolean isOrdered() {
      return false;
    }

    @Override
    int weight() {
      return weight;
    }

    @Override
    int due() {
      return due;
    }

    @Override
    boolean answer(long now) {
      sent += due;
      return false;
    }

    @Override
    void miss() {}
  }
}
