package dev.sightline.node;

import java.time.Duration;
import java.util.Map;
import sun.misc.Signal;

/**
 * Runs something when the process is told to end, and lets who tells it again have it at once: Java
 * by itself ignores a second signal.
 */
final class EndOfProcess {

  /** Exit codes as a shell has them. */
  private static final Map<String, Integer> SIGNALS = Map.of("INT", 130, "TERM", 143);

  /** One Ctrl-C may come twice: from the terminal, and from a program that passes it on. */
  private static final Duration SAME_SIGNAL = Duration.ofMillis(500);

  private final Thread hook;
  private final Runnable last;

  private EndOfProcess(Runnable last) {
    this.last = last;
    this.hook = new Thread(this::run, "shutdown");
  }

  /** The process ends when {@code last} has. */
  static EndOfProcess after(Runnable last) {
    EndOfProcess end = new EndOfProcess(last);
    Runtime.getRuntime().addShutdownHook(end.hook);
    return end;
  }

  /** What was to be done has been done. */
  void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is this end that does it.
    }
  }

  private void run() {
    long since = System.nanoTime();
    SIGNALS.forEach((name, code) -> Signal.handle(new Signal(name), s -> halt(since, code)));
    last.run();
  }

  private static void halt(long since, int code) {
    if (System.nanoTime() - since > SAME_SIGNAL.toNanos()) {
      Runtime.getRuntime().halt(code);
    }
  }
}
