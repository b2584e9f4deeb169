package dev.sightline.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggerContextListener;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.helpers.MessageFormatter;

/**
 * Looks for secrets in all that is logged in this JVM, of the product down to what only debugging
 * shows, whether it is shown or not.
 */
final class LogLeaks extends TurboFilter implements LoggerContextListener {

  private static final String PRODUCT = "dev.sightline";

  private static final Set<LoggerContext> WATCHED = Collections.newSetFromMap(new WeakHashMap<>());

  private LogLeaks() {}

  /** Begins; nothing happens when that was done before. */
  static synchronized void watch() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        && WATCHED.add(context)) {
      LogLeaks leaks = new LogLeaks();
      context.addListener(leaks);
      context.addTurboFilter(leaks);
    }
  }

  @Override
  public FilterReply decide(
      Marker marker, Logger logger, Level level, String format, Object[] values, Throwable thrown) {
    boolean isProduct = logger.getName().startsWith(PRODUCT);
    if (format != null && level.isGreaterOrEqual(isProduct ? Level.DEBUG : Level.INFO)) {
      Leaks.look(
          "the log, by " + logger.getName(),
          MessageFormatter.arrayFormat(format, values).getMessage());
    }
    if (thrown != null) {
      Leaks.look("an exception in the log, by " + logger.getName(), trace(thrown));
    }
    return FilterReply.NEUTRAL;
  }

  private static String trace(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  /** The product puts its own settings in the place of all others. */
  @Override
  public boolean isResetResistant() {
    return true;
  }

  @Override
  public void onReset(LoggerContext context) {
    context.addTurboFilter(this);
  }

  @Override
  public void onStart(LoggerContext context) {}

  @Override
  public void onStop(LoggerContext context) {}

  @Override
  public void onLevelChange(Logger logger, Level level) {}
}
