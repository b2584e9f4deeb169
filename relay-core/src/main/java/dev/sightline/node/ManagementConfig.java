package dev.sightline.node;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a node answers probes and Prometheus.
 *
 * @param host the local address
 * @param port 0 lets the system choose; empty means that there is no such server
 * @param login who may read metrics; everybody when empty
 */
public record ManagementConfig(String host, OptionalInt port, Optional<Login> login) {

  private static final OptionalInt DEFAULT_PORT = OptionalInt.of(9081);

  /** One whose metrics everybody may read who reaches it. */
  public ManagementConfig(String host, OptionalInt port) {
    this(host, port, Optional.empty());
  }

  /**
   * A node of a cluster is probed from outside, a single one is a person's own machine, where
   * metrics are nobody else's business. A site opens no port unless it is told to.
   */
  public static ManagementConfig defaultFor(Role role) {
    return new ManagementConfig(
        role.isClustered() ? "0.0.0.0" : "127.0.0.1",
        role == Role.SITE ? OptionalInt.empty() : DEFAULT_PORT);
  }

  public static ManagementConfig read(ConfigReader config, Role role) {
    ConfigReader management = config.section("management");
    ManagementConfig defaults = defaultFor(role);
    return new ManagementConfig(
        management.string("host", defaults.host),
        management.portOrOff("port", defaults.port),
        Login.read(management));
  }
}
