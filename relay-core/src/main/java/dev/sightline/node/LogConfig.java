package dev.sightline.node;

/**
 * How much a node tells on standard error.
 *
 * @param level the least important events that are shown
 */
public record LogConfig(Level level) {

  /** From few lines to many. */
  public enum Level {
    /** Only what somebody should look at. */
    WARN,
    /** Also cameras that connect and are lost, nodes that join and leave. */
    INFO,
    /** Also what one wants to know when something is wrong. */
    DEBUG
  }

  public static final LogConfig DEFAULT = new LogConfig(Level.INFO);

  public static LogConfig read(ConfigReader config) {
    return new LogConfig(config.section("log").choice("level", DEFAULT.level));
  }
}
