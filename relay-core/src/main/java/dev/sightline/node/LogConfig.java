package dev.sightline.node;

/**
 * How much a node tells on standard error, and how.
 *
 * @param level the least important events that are shown
 * @param format the form of each
 */
public record LogConfig(Level level, Format format) {

  /** From few lines to many. */
  public enum Level {
    /** Only what somebody should look at. */
    WARN,
    /** Also cameras that connect and are lost, nodes that join and leave. */
    INFO,
    /** Also what one wants to know when something is wrong. */
    DEBUG
  }

  /** One line per event, either way. */
  public enum Format {
    /** For people. */
    TEXT,
    /** An object per line, for whatever collects logs. */
    JSON
  }

  public static final LogConfig DEFAULT = new LogConfig(Level.INFO, Format.TEXT);

  public static LogConfig read(ConfigReader config) {
    ConfigReader log = config.section("log");
    return new LogConfig(log.choice("level", DEFAULT.level), log.choice("format", DEFAULT.format));
  }
}
