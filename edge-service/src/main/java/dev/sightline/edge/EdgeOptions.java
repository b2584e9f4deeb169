package dev.sightline.edge;

import dev.sightline.node.Flags;
import picocli.CommandLine.Option;

/** The flags of whatever serves viewers. */
public final class EdgeOptions {

  @Option(
      names = {"-w", "--ws-port"},
      paramLabel = "PORT",
      description = "Also serve WebSocket viewers of mjpeg-relay there; off unless set.")
  private String wsPort;

  /** Adds to {@code flags} what was given. */
  public void addTo(Flags flags) {
    flags.put("edge.ws-port", "--ws-port", wsPort);
  }
}
