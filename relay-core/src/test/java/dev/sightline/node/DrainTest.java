package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DrainTest {

  private static final ShutdownConfig AT_ONCE = new ShutdownConfig(Duration.ZERO, Duration.ZERO);

  private final Drain drain = new Drain();
  private final List<String> taken = new CopyOnWriteArrayList<>();

  @Test
  void takesTheStepsInTheirOrderWhateverTheOrderTheyCameIn() {
    drain.add(DrainStep.GIVE_UP_CAMERAS, taking("cameras"));
    drain.add(DrainStep.REFUSE_VIEWERS, taking("refused"));
    drain.add(DrainStep.SEND_VIEWERS_AWAY, taking("sent away"));

    drain.run(AT_ONCE, Operation.UNTRACED);

    assertThat(taken).containsExactly("refused", "sent away", "cameras");
  }

  @Test
  void theNextStepWaitsForTheOneBefore() {
    Promise<Void> gone = Promise.promise();
    drain.add(DrainStep.REFUSE_VIEWERS, () -> gone.future().map(v -> taken.add("refused")));
    drain.add(DrainStep.SEND_VIEWERS_AWAY, taking("sent away"));

    Thread other = new Thread(gone::complete);
    drain.add(DrainStep.REFUSE_VIEWERS, () -> started(other));
    drain.run(AT_ONCE, Operation.UNTRACED);

    assertThat(taken).containsExactly("refused", "sent away");
  }

  @Test
  void goesOnAfterAStepThatFailsOrThrowsOrNeverEnds() {
    drain.add(DrainStep.REFUSE_VIEWERS, () -> Promise.promise().future());
    drain.add(DrainStep.SEND_VIEWERS_AWAY, () -> Future.failedFuture("no such thing"));
    drain.add(
        DrainStep.SEND_VIEWERS_AWAY,
        () -> {
          throw new IllegalStateException("nor this");
        });
    drain.add(DrainStep.SEND_VIEWERS_AWAY, taking("sent away"));
    drain.add(DrainStep.GIVE_UP_CAMERAS, taking("cameras"));

    drain.run(AT_ONCE, Operation.UNTRACED);

    assertThat(taken).containsExactly("sent away", "cameras");
  }

  private static Future<?> started(Thread thread) {
    thread.start();
    return Future.succeededFuture();
  }

  private Supplier<Future<?>> taking(String what) {
    return () -> {
      taken.add(what);
      return Future.succeededFuture();
    };
  }
}
