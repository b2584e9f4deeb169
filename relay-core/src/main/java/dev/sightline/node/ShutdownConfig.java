package dev.sightline.node;

import java.time.Duration;

/**
 * How much time a node takes to end when it is told to.
 *
 * @param delay how long new viewers are still let in while the node isn't ready any more: as long
 *     as balancers may need to notice
 * @param grace over which the viewers are sent away
 */
public record ShutdownConfig(Duration delay, Duration grace) {

  private static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * An edge of a cluster has a balancer in front of it and ends in less than the 10 s that Docker
   * grants; a single node is ended by hand, by someone who waits for the prompt; an ingest has no
   * viewers.
   */
  public static ShutdownConfig defaultFor(Role role) {
    return switch (role) {
      case STANDALONE -> new ShutdownConfig(Duration.ZERO, Duration.ofMillis(500));
      case EDGE -> new ShutdownConfig(Duration.ofSeconds(3), Duration.ofSeconds(4));
      case INGEST, SITE -> new ShutdownConfig(Duration.ZERO, Duration.ZERO);
    };
  }

  static ShutdownConfig read(ConfigReader config, Role role) {
    ConfigReader shutdown = config.section("shutdown");
    ShutdownConfig defaults = defaultFor(role);
    return new ShutdownConfig(
        shutdown.duration("delay", defaults.delay, Duration.ZERO, LONGEST),
        shutdown.duration("grace", defaults.grace, Duration.ZERO, LONGEST));
  }
}
