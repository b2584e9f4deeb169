package dev.sightline.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Marker;

/**
 * Keeps libraries from telling the same sentence more than once a minute: the event bus tries a
 * node that it can't reach again with every message, and Hazelcast looks for other nodes each
 * second, also while nobody answers for their name. Any thread.
 */
final class SeldomEvents extends TurboFilter {

  private static final List<String> REPETITIVE =
      List.of("io.vertx.core.eventbus", "com.hazelcast.kubernetes");

  private static final long QUIET = TimeUnit.MINUTES.toNanos(1);

  /** The sentences name nodes, which come and go; the one told longest ago is forgotten. */
  private static final int MOST_SENTENCES = 100;

  private final Map<String, Long> toldAt =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_SENTENCES;
        }
      };

  @Override
  public FilterReply decide(
      Marker marker, Logger logger, Level level, String format, Object[] params, Throwable t) {
    boolean isSeldom =
        format != null
            && REPETITIVE.stream().anyMatch(logger.getName()::startsWith)
            && level.isGreaterOrEqual(logger.getEffectiveLevel());
    return isSeldom && isRepeated(format) ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  private synchronized boolean isRepeated(String sentence) {
    long now = System.nanoTime();
    Long told = toldAt.get(sentence);
    if (told != null && now - told < QUIET) {
      return true;
    }
    toldAt.remove(sentence);
    toldAt.put(sentence, now);
    return false;
  }
}
