package dev.sightline.access;

import dev.sightline.node.ConfigReader;
import java.time.Duration;
import java.util.Optional;

/**
 * Another service that is asked whether a request may go on.
 *
 * @param cache how long an answer that lets somebody in holds
 */
record ForwardConfig(Service service, Duration timeout, Duration cache) {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration LEAST = Duration.ofMillis(100);
  private static final Duration MOST_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration MOST_CACHE = Duration.ofMinutes(10);

  static Optional<ForwardConfig> read(ConfigReader access) {
    ConfigReader forward = access.section("forward");
    Duration timeout = forward.duration("timeout", TIMEOUT, LEAST, MOST_TIMEOUT);
    Duration cache = forward.duration("cache", Duration.ZERO, Duration.ZERO, MOST_CACHE);
    return Service.read(forward, "url", Urls::parse)
        .map(service -> new ForwardConfig(service, timeout, cache));
  }
}
