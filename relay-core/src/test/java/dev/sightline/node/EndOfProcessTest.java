package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EndOfProcessTest {

  /** Its only thread ends long before what is done at its end is done. */
  static final class Slow {

    private Slow() {}

    public static void main(String[] arguments) {
      CountDownLatch over = new CountDownLatch(1);
      EndOfProcess.after(() -> finish(over));
      new Thread(() -> await(over, 60), "work").start();
      System.out.println("up");
    }

    private static void finish(CountDownLatch over) {
      if (over.getCount() == 0) {
        return;
      }
      over.countDown();
      await(new CountDownLatch(1), 1);
      System.out.println("finished");
    }

    private static void await(CountDownLatch latch, int seconds) {
      try {
        boolean ignored = latch.await(seconds, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void aSignalsCodeIsThatOfTheProcessAlsoWhenItsThreadsEndEarlier() {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Slow.class.getName());
    try (RunningProgram program = RunningProgram.start(command, Map.of(), Path.of("."))) {
      program.awaitLine("up");
      program.signal("TERM");
      assertThat(program.awaitExit(Duration.ofSeconds(60))).isEqualTo(143);
      assertThat(program.lines()).containsOnlyOnce("finished");
    }
  }
}
