package dev.sightline.node;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** Tells of a kind of trouble once a minute at most, however often it comes. Any thread. */
public final class SeldomLog {

  private static final long QUIET = TimeUnit.MINUTES.toNanos(1);

  private final Logger log;
  private final Map<Enum<?>, Long> toldAt = new HashMap<>();

  public SeldomLog(Logger log) {
    this.log = log;
  }

  /** Of what is no trouble, but comes as often as others please. */
  public void info(Enum<?> kind, String sentence, Object... values) {
    if (isDue(kind)) {
      log.info(sentence, values);
    }
  }

  /**
   * @param kind of which there are few
   */
  public void warn(Enum<?> kind, String sentence, Object... values) {
    if (isDue(kind)) {
      log.warn(sentence, values);
    }
  }

  /** The same of a mistake of ours. */
  public void error(Enum<?> kind, String sentence, Object... values) {
    if (isDue(kind)) {
      log.error(sentence, values);
    }
  }

  private synchronized boolean isDue(Enum<?> kind) {
    long now = System.nanoTime();
    Long told = toldAt.get(kind);
    boolean isDue = told == null || now - told > QUIET;
    if (isDue) {
      toldAt.put(kind, now);
    }
    return isDue;
  }
}
