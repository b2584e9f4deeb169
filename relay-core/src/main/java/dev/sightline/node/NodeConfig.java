package dev.sightline.node;

import java.util.Optional;

/**
 * What every node has, whatever its role.
 *
 * @param cluster empty for a node on its own
 * @param privateFiles all that the configuration names, also in sections that are read later
 */
public record NodeConfig(
    Role role,
    ManagementConfig management,
    Optional<ClusterConfig> cluster,
    LogConfig log,
    ShutdownConfig shutdown,
    TracingConfig tracing,
    PrivateFiles privateFiles) {

  /** One without private files. */
  public NodeConfig(
      Role role,
      ManagementConfig management,
      Optional<ClusterConfig> cluster,
      LogConfig log,
      ShutdownConfig shutdown,
      TracingConfig tracing) {
    this(role, management, cluster, log, shutdown, tracing, new PrivateFiles());
  }

  /** One that ends as its role has it, and isn't traced. */
  public NodeConfig(
      Role role, ManagementConfig management, Optional<ClusterConfig> cluster, LogConfig log) {
    this(role, management, cluster, log, ShutdownConfig.defaultFor(role), TracingConfig.OFF);
  }

  public static NodeConfig read(ConfigReader config, Role role) {
    return new NodeConfig(
        role,
        ManagementConfig.read(config, role),
        role.isClustered() ? Optional.of(ClusterConfig.read(config)) : Optional.empty(),
        LogConfig.read(config),
        ShutdownConfig.read(config, role),
        TracingConfig.read(config),
        config.privateFiles());
  }
}
