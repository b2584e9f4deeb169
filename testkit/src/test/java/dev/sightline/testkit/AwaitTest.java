package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {

  @Test
  void asksUntilTheConditionHolds() {
    AtomicInteger asked = new AtomicInteger();

    Await.until("it was asked three times", () -> asked.incrementAndGet() == 3);
    assertThat(asked).hasValue(3);
  }

  @Test
  void failsWithTheSentence() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () -> Await.until(Duration.ofMillis(1), () -> "the sky has fallen", () -> false))
        .withMessage("not within 1 ms: the sky has fallen");
  }

  @Test
  void givesResultsAndFailuresOfFutures() {
    assertThat(Await.<String>result(Future.succeededFuture("done"))).isEqualTo("done");
    assertThatIllegalStateException()
        .isThrownBy(() -> Await.result(Future.failedFuture(new IllegalStateException("broken"))))
        .withMessage("broken");
  }
}
