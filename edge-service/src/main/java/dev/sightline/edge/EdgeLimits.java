package dev.sightline.edge;

import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConnectionLimits;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How much of an edge anybody may take.
 *
 * @param viewers at a time; sockets of {@code /streams} have as many places besides
 * @param viewersPerStream at a time of one stream; empty is as many as there may be
 * @param viewersPerAddress at a time from one address, and as many sockets; empty is as many as
 *     there may be
 * @param connections at a time, whatever they are for
 * @param requestTimeout how long a new connection may take for the head of its first request
 * @param idleTimeout how long a connection stays on which nothing is under way; longer than the
 *     minute for which proxies keep theirs, so that theirs end first
 */
public record EdgeLimits(
    int viewers,
    OptionalInt viewersPerStream,
    OptionalInt viewersPerAddress,
    int connections,
    Duration requestTimeout,
    Duration idleTimeout) {

  public static final EdgeLimits DEFAULT = EdgeLimits.of(10_000);

  private static final int MOST_VIEWERS = 1_000_000;
  private static final int MOST_CONNECTIONS = 10_000_000;
  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

  /** The usual limits beside that one. */
  public static EdgeLimits of(int viewers) {
    return new EdgeLimits(
        viewers,
        OptionalInt.empty(),
        OptionalInt.empty(),
        connectionsFor(viewers),
        Duration.ofSeconds(10),
        Duration.ofSeconds(75));
  }

  /** Viewers and sockets, and some for pages, pictures and pushes. */
  private static int connectionsFor(int viewers) {
    return 2 * viewers + 1_000;
  }

  /**
   * Those of the connections, whatever they are for.
   *
   * @param answer how long somebody may take to take an answer
   */
  ConnectionLimits ofEach(Duration answer) {
    return new ConnectionLimits(connections, requestTimeout, idleTimeout, answer);
  }

  static EdgeLimits read(ConfigReader edge) {
    int viewers = edge.integer("max-viewers", DEFAULT.viewers, 1, MOST_VIEWERS);
    return new EdgeLimits(
        viewers,
        edge.integerOrOff("max-viewers-per-stream", DEFAULT.viewersPerStream, 1, MOST_VIEWERS),
        edge.integerOrOff("max-viewers-per-address", DEFAULT.viewersPerAddress, 1, MOST_VIEWERS),
        edge.integer("max-connections", connectionsFor(viewers), 1, MOST_CONNECTIONS),
        edge.duration("request-timeout", DEFAULT.requestTimeout, SHORTEST_TIMEOUT, LONGEST_TIMEOUT),
        edge.duration("idle-timeout", DEFAULT.idleTimeout, SHORTEST_TIMEOUT, LONGEST_TIMEOUT));
  }
}
