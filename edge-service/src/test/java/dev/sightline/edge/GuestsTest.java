package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Guests who do nothing but count how often they are sent away. */
class GuestsTest {

  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Guests guests = onLoop(() -> new Guests(vertx));

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void sendsAwayWhoComesWhenAllOthersHaveGone() {
    Visitor late = new Visitor();
    assertThat(Await.result(guests.sendAway(GRACE))).isEqualTo(new Departures(0, 0));

    add(late);

    Await.until("it is told", () -> late.asked.get() == 1);
  }

  @Test
  void leavesAloneWhoHasComeAndGoneInOneTurn() {
    Visitor gone = new Visitor();
    Visitor here = new Visitor();
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
    Visitor visitor = new Visitor();
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

    @Override
    public void sendAway() {
      asked.incrementAndGet();
    }

    @Override
    public void cut() {
      throw new AssertionError("there is time");
    }
  }
}
