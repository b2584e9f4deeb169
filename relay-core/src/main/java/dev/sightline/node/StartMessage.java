package dev.sightline.node;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The few lines on standard output that tell a person what to do with a node that is up; where the
 * log is for programs, a line of that.
 */
public final class StartMessage {

  private static final Logger LOG = LoggerFactory.getLogger(StartMessage.class);

  private final StringBuilder text = new StringBuilder();
  private final StringJoiner sentence = new StringJoiner("; ");

  public StartMessage(Role role) {
    this(role == Role.STANDALONE ? "Sightline" : "Sightline " + role);
  }

  /**
   * @param what is up
   */
  public StartMessage(String what) {
    text.append("%s is up%n".formatted(what));
    sentence.add(what + " is up");
  }

  /** A line of its own. */
  public StartMessage line(String name, String value) {
    text.append("  %-11s %s%n".formatted(name, value));
    sentence.add(name + " " + value);
    return this;
  }

  /** A line of its own, if there is anything to tell. */
  public StartMessage line(String name, Optional<String> value) {
    value.ifPresent(text -> line(name, text));
    return this;
  }

  /** Where a browser shows the streams. */
  public StartMessage viewers(HttpConfig http, int port) {
    return line("watch", url(http.tls().isPresent() ? "https" : "http", http.host(), port));
  }

  /** Where a browser shows them, if there is no certificate. */
  public StartMessage viewers(String host, int port) {
    return line("watch", url("http", host, port));
  }

  /** Where a node that has no viewers tells how it is doing. */
  public StartMessage status(String host, int port) {
    return line("status", url("http", host, port) + "status.json");
  }

  /** Where mjpeg-relay's WebSocket viewers connect, if there is such a port. */
  public StartMessage webSocket(HttpConfig http, OptionalInt port) {
    String scheme = http.tls().isPresent() ? "wss" : "ws";
    return port.isPresent() ? line("WebSocket", url(scheme, http.host(), port.getAsInt())) : this;
  }

  /** Where the cluster and the management port are. */
  public StartMessage node(RelayNode node, ManagementConfig management) {
    node.cluster()
        .ifPresent(
            cluster ->
                line(
                    "cluster",
                    "%s:%d, event bus on %d, %d %s so far"
                        .formatted(
                            cluster.host(),
                            cluster.port(),
                            cluster.busPort(),
                            node.nodes(),
                            node.nodes() == 1 ? "node" : "nodes")));
    node.managementPort()
        .ifPresent(port -> line("management", url("http", management.host(), port) + "metrics"));
    return this;
  }

  public void print(PrintWriter out, LogConfig log) {
    switch (log.format()) {
      case TEXT -> {
        out.print(text);
        out.flush();
      }
      case JSON -> LOG.info("{}", sentence);
    }
  }

  /** For a program on the same machine when the node listens on all addresses. */
  private static String url(String scheme, String host, int port) {
    boolean isAny = host.equals("0.0.0.0") || host.equals("::");
    String name = isAny ? "localhost" : host.contains(":") ? "[" + host + "]" : host;
    return "%s://%s:%d/".formatted(scheme, name, port);
  }
}
