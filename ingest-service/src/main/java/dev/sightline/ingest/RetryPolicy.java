package dev.sightline.ingest;

import dev.sightline.node.ConfigReader;
import java.time.Duration;

/**
 * When a lost camera is tried again: quickly while it is probably just restarting, then ever more
 * rarely.
 *
 * @param quickEvery pause between the tries right after a live picture was lost
 * @param quickFor how long these go on
 * @param first the first pause after that; each further one is longer, with jitter
 * @param max the longest pause
 * @param floor two attempts are never closer than this, whatever else holds
 */
public record RetryPolicy(
    Duration quickEvery, Duration quickFor, Duration first, Duration max, Duration floor) {

  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          Duration.ofMillis(200),
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ZERO);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_QUICK = Duration.ofMinutes(10);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final Duration HIGHEST_FLOOR = Duration.ofMinutes(10);

  static RetryPolicy read(ConfigReader source, RetryPolicy defaults) {
    ConfigReader retry = source.section("retry");
    RetryPolicy policy =
        new RetryPolicy(
            retry.duration("quick-every", defaults.quickEvery, SHORTEST_PAUSE, LONGEST_PAUSE),
            retry.duration("quick-for", defaults.quickFor, Duration.ZERO, LONGEST_QUICK),
            retry.duration("first", defaults.first, SHORTEST_PAUSE, LONGEST_PAUSE),
            retry.duration("max", defaults.max, SHORTEST_PAUSE, LONGEST_PAUSE),
            retry.duration("floor", defaults.floor, Duration.ZERO, HIGHEST_FLOOR));
    if (policy.first.compareTo(policy.max) > 0) {
      retry.problem("first", "must not be longer than retry.max");
    }
    return policy;
  }
}
