package dev.sightline.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** One line per event on standard error, from this product and its libraries alike. */
public final class Logging {

  private static final String[] LIBRARIES = {
    "com.hazelcast", "io.netty", "io.opentelemetry", "io.vertx"
  };

  /**
   * These complain about what is normal here: a port that another node of this machine has, which
   * is followed by a try of the next one; a node that leaves, of which {@link ClusterMember} tells;
   * a second HTTP server that counts its connections with the first one's gauge; a collector that
   * is away, of which {@link TraceDelivery} tells; a stranger that breaks a protocol or hangs up,
   * with bytes of his own choice.
   */
  private static final Map<String, Level> ALARMISTS =
      Map.of(
          "com.hazelcast.instance.impl.Node", Level.ERROR,
          "com.hazelcast.internal.server.tcp", Level.ERROR,
          "com.hazelcast.internal.cluster.impl", Level.ERROR,
          "io.vertx.core.impl.VertxImpl", Level.OFF,
          "io.vertx.core.net.impl.ConnectionBase", Level.OFF,
          "io.netty.channel.AbstractChannelHandlerContext", Level.ERROR,
          "io.micrometer", Level.ERROR,
          "io.opentelemetry", Level.OFF);

  /**
   * Tells the cluster's name, by which whoever reads the log could join, see {@link ClusterName}.
   */
  private static final String INDISCREET = "com.hazelcast.system";

  private Logging() {}

  /**
   * Sends all events to standard error. Comes first in {@code main}, before any class of Vert.x is
   * loaded, and may be called again with other settings.
   */
  public static void configure(LogConfig config) {
    LogConfig.Level level = config.level();
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    context.addTurboFilter(new SeldomEvents());
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(standardError(context, config));
    root.setLevel(level == LogConfig.Level.WARN ? Level.WARN : Level.INFO);
    Level quieter = level == LogConfig.Level.DEBUG ? Level.INFO : Level.WARN;
    for (String library : LIBRARIES) {
      context.getLogger(library).setLevel(quieter);
    }
    context.getLogger(INDISCREET).setLevel(Level.WARN);
    if (level != LogConfig.Level.DEBUG) {
      ALARMISTS.forEach((name, limit) -> context.getLogger(name).setLevel(limit));
    }
    context.getLogger("dev.sightline").setLevel(Level.valueOf(level.name()));
  }

  /**
   * Takes in what is told by Java's own logging, too; not always, since few do and it costs time.
   */
  static void bridge() {
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  /** Says in each event from now on which node this is, where the form has a place for it. */
  static void nameNode(String id) {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).putProperty(JsonLines.NODE, id);
  }

  private static ConsoleAppender<ILoggingEvent> standardError(
      LoggerContext context, LogConfig config) {
    boolean isDebugging = config.level() == LogConfig.Level.DEBUG;
    Encoder<ILoggingEvent> encoder =
        switch (config.format()) {
          case TEXT -> new TextLines(isDebugging);
          case JSON -> new JsonLines(isDebugging);
        };
    encoder.setContext(context);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
