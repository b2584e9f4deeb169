package dev.sightline.node;

import picocli.CommandLine.Option;

/** The flags of a node in a cluster. */
public final class ClusterOptions {

  @Option(
      names = "--cluster",
      paramLabel = "HOST[:PORT],…|dns:NAME",
      description =
          "Other nodes, at least one of which should run, or a DNS name that has them all;"
              + " 127.0.0.1 unless set.")
  private String join;

  @Option(
      names = "--cluster-host",
      paramLabel = "ADDRESS",
      description = "The address under which the other nodes reach this one; found out unless set.")
  private String host;

  @Option(
      names = "--cluster-port",
      paramLabel = "PORT",
      description = "Finding each other; 5701 unless set, the next free one if taken.")
  private String port;

  @Option(
      names = "--bus-port",
      paramLabel = "PORT",
      description = "Pictures between nodes; 5702 unless set, the next free one if taken.")
  private String busPort;

  /** Adds to {@code flags} what was given. */
  public void addTo(Flags flags) {
    flags
        .put("cluster.join", "--cluster", join)
        .put("cluster.host", "--cluster-host", host)
        .put("cluster.port", "--cluster-port", port)
        .put("cluster.bus-port", "--bus-port", busPort);
  }
}
