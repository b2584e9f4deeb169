package dev.sightline.node;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import sun.misc.Signal;

/**
 * Runs something before the process ends.
 *
 * <p>A shutdown hook alone won't do: hooks run side by side, and Vert.x has one that takes the
 * pages away while they are still served. So signals are taken here, and Java ends after that. Who
 * sends a second one has the end at once, which Java by itself would ignore.
 */
final class EndOfProcess {

  /** Exit codes as a shell has them. One that is ignored, as under nohup, stays so. */
  private static final Map<String, Integer> SIGNALS = Map.of("HUP", 129, "INT", 130, "TERM", 143);

  /** One Ctrl-C may come twice: from the terminal, and from a program that passes it on. */
  private static final Duration SAME_SIGNAL = Duration.ofMillis(500);

  private static final Set<EndOfProcess> ALL = ConcurrentHashMap.newKeySet();
  private static final AtomicLong TOLD_AT = new AtomicLong();

  private final Runnable last;

  /** For a program that ends itself. */
  private final Thread hook;

  private EndOfProcess(Runnable last) {
    this.last = last;
    this.hook = new Thread(last, "shutdown");
  }

  /** The process ends when {@code last} has. */
  static EndOfProcess after(Runnable last) {
    EndOfProcess end = new EndOfProcess(last);
    Runtime.getRuntime().addShutdownHook(end.hook);
    ALL.add(end);
    SIGNALS.forEach(EndOfProcess::take);
    return end;
  }

  /** What was to be done has been done. */
  void forget() {
    ALL.remove(this);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process ends already.
    }
  }

  private static void take(String name, int code) {
    try {
      Signal.handle(new Signal(name), signal -> told(code));
    } catch (IllegalArgumentException e) {
      // Whoever started Java with -Xrs wants it to leave signals alone.
    }
  }

  /** Called on a thread of its own for each signal. */
  private static void told(int code) {
    long now = System.nanoTime();
    if (TOLD_AT.compareAndSet(0, now)) {
      // A signal's thread is a daemon: once all others had ended, so would Java, with another code.
      Thread last = new Thread(() -> end(code), "end");
      last.setDaemon(false);
      last.start();
    } else if (now - TOLD_AT.get() > SAME_SIGNAL.toNanos()) {
      Runtime.getRuntime().halt(code);
    }
  }

  private static void end(int code) {
    try {
      ALL.forEach(end -> end.last.run());
    } finally {
      System.exit(code);
    }
  }
}
