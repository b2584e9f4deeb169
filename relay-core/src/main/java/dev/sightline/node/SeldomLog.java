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

  /**
   * @param kind of which there are few
   */
  public synchronized void warn(Enum<?> kind, String sentence, Object... values) {
    long now = System.nanoTime();
    Long told = toldAt.get(kind);
    if (told == null || now - told > QUIET) {
      toldAt.put(kind, now);
      log.warn(sentence, values);
    }
  }
}
