package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guests who count how often they are sent away, and go only where that is said. */
class GuestsTest {

  private static final Duration GRACE = Duration.ofSeconds(20);

  /** For turns that the test takes: these many are asked each 20 ms. */
  private static final Duration SHORT_GRACE = Duration.ofSeconds(4);

  private static final int CROWD = 300;
  private static final int EACH_TURN = 3;

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Guests guests = onLoop(() -> new Guests(vertx));

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void sendsAwayWhoComesWhenAllOthersHaveGone() {
    Visitor late = Visitor.staying(guests);
    assertThat(Await.result(guests.sendAway(GRACE))).isEqualTo(new Departures(0, 0));

    add(late);

    Await.until("it is told", () -> late.asked.get() == 1);
  }

  @Test
  void leavesAloneWhoHasComeAndGoneInOneTurn() {
    Visitor gone = Visitor.staying(guests);
    Visitor here = Visitor.staying(guests);
    Await.result(guests.sendAway(GRACE));

    onLoop(
        () -> {
          guests.add(gone);
          guests.remove(gone);
          return gone;
        });
    add(here);

    Await.until("the next is told", () -> here.asked.get() == 1);
    assertThat(gone.asked).hasValue(0);
  }

  @Test
  void asksNobodyBeforeItIsTime() {
    Visitor visitor = Visitor.staying(guests);
    add(visitor);
    assertThat(visitor.asked).hasValue(0);

    Future<Departures> all = guests.sendAway(GRACE);

    Await.until("it is told", () -> visitor.asked.get() == 1);
    assertThat(all.isComplete()).isFalse();
    onLoop(
        () -> {
          guests.remove(visitor);
          return visitor;
        });
    assertThat(Await.result(all)).isEqualTo(new Departures(1, 0));
  }

  @Test
  void asksOneAfterTheOtherOverTheFirstHalf() {
    List<Visitor> crowd = addCrowd(Visitor::leaving);

    guests.begin(SHORT_GRACE);
    turn(0);

    List<Integer> asked = turns(20, 1980).map(now -> askedAt(now, crowd)).toList();
    assertThat(asked).allMatch(each -> Math.abs(each - EACH_TURN) <= 1);
    turn(2000);
    assertThat(crowd).extracting(each -> each.asked.get()).containsOnly(1);
    assertThat(guests.departures()).isEqualTo(new Departures(CROWD, 0));
  }

  @Test
  void isDoneWhenTheLastOneHasBeenAskedIfAllGoAtOnce() {
    addCrowd(Visitor::leaving);

    guests.begin(SHORT_GRACE);

    assertThat(turns(0, 1900).map(this::turn)).containsOnly(false);
    assertThat(turn(2000)).isTrue();
  }

  @Test
  void spreadsWhatALateTurnLeftOverTheRestOfTheTime() {
    List<Visitor> crowd = addCrowd(Visitor::leaving);
    guests.begin(SHORT_GRACE);
    turns(0, 500).forEach(this::turn);

    List<Integer> asked = turns(1500, 1980).map(now -> askedAt(now, crowd)).toList();

    int evenly = crowd.size() * 3 / 4 / asked.size();
    assertThat(asked.subList(1, asked.size())).allMatch(each -> Math.abs(each - evenly) <= 2);
    assertThat(asked.get(0)).isLessThan(5 * evenly);
    turn(2000);
    assertThat(guests.departures()).isEqualTo(new Departures(CROWD, 0));
  }

  @Test
  void givesAMomentToWhomALateTurnAsksAfterTheEnd() {
    List<Visitor> crowd = addCrowd(Visitor::staying);
    Visitor stuck = crowd.get(0);
    guests.begin(SHORT_GRACE);
    turn(0);

    assertThat(turn(5000)).isFalse();
    assertThat(crowd).extracting(each -> each.asked.get()).containsOnly(1);
    crowd.stream().skip(1).forEach(guests::remove);
    assertThat(turn(5020)).isFalse();
    assertThat(stuck.cut).isFalse();

    assertThat(turn(5100)).isTrue();
    assertThat(stuck.cut).isTrue();
    assertThat(guests.departures()).isEqualTo(new Departures(CROWD - 1, 1));
  }

  @Test
  void countsWhoWentWhoWasCutAndNotWhoLeftBeforeBeingAsked() {
    Visitor early = visit(Visitor::staying);
    Visitor leaving = visit(Visitor::leaving);
    Visitor stuck = visit(Visitor::staying);
    guests.remove(early);
    guests.begin(SHORT_GRACE);
    turns(0, 1500).forEach(this::turn);
    Visitor late = visit(Visitor::leaving);

    assertThat(turns(1520, 3980).map(this::turn)).containsOnly(false);
    assertThat(turn(4000)).isTrue();

    assertThat(guests.departures()).isEqualTo(new Departures(2, 1));
    assertThat(early.asked).hasValue(0);
    assertThat(List.of(leaving, stuck, late)).extracting(each -> each.asked.get()).containsOnly(1);
    assertThat(stuck.cut).isTrue();
  }

  /** Every 20 ms, in milliseconds. */
  private static Stream<Integer> turns(int from, int to) {
    return IntStream.rangeClosed(from / 20, to / 20).mapToObj(turn -> 20 * turn);
  }

  private boolean turn(int millis) {
    return guests.turn(TimeUnit.MILLISECONDS.toNanos(millis));
  }

  /** How many a turn asks. */
  private int askedAt(int millis, List<Visitor> of) {
    int before = askedOf(of);
    turn(millis);
    return askedOf(of) - before;
  }

  private static int askedOf(List<Visitor> crowd) {
    return crowd.stream().mapToInt(each -> each.asked.get()).sum();
  }

  private List<Visitor> addCrowd(Function<Guests, Visitor> kind) {
    return Stream.generate(() -> visit(kind)).limit(CROWD).toList();
  }

  private Visitor visit(Function<Guests, Visitor> kind) {
    Visitor visitor = kind.apply(guests);
    guests.add(visitor);
    return visitor;
  }

  private void add(Guest guest) {
    onLoop(
        () -> {
          guests.add(guest);
          return guest;
        });
  }

  private <T> T onLoop(Callable<T> action) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(v -> done.complete(call(action)));
    return Await.result(done.future());
  }

  private static <T> T call(Callable<T> action) {
    try {
      return action.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static final class Visitor implements Guest {
    private final AtomicInteger asked = new AtomicInteger();
    private final Consumer<Visitor> onAsked;
    private boolean cut;

    private Visitor(Consumer<Visitor> onAsked) {
      this.onAsked = onAsked;
    }

    static Visitor staying(Guests guests) {
      return new Visitor(visitor -> {});
    }

    static Visitor leaving(Guests guests) {
      return new Visitor(guests::remove);
    }

    @Override
    public void sendAway() {
      asked.incrementAndGet();
      onAsked.accept(this);
    }

    @Override
    public void cut() {
      cut = true;
    }
  }
}
