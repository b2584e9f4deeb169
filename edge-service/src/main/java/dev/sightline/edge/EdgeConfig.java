package dev.sightline.edge;

import dev.sightline.access.AccessConfig;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.PlaceName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an edge grants its viewers.
 *
 * @param wsPort a port of its own for WebSocket viewers of the mjpeg-relay kind; empty is off, 0
 *     lets the system choose
 * @param limits how much of it anybody may take
 * @param snapshotWait how long a snapshot waits for a picture
 * @param viewerTimeout a viewer that takes nothing of what is under way to it for so long, or
 *     doesn't say for so long that it is there, is disconnected
 * @param frameMemory bytes for frames on their way to viewers, see {@link FrameMemory}
 * @param offlineAfter a stream without a picture for this long shows the offline picture
 * @param offlinePicture what is shown instead of a camera that is away
 * @param eventLoops how many threads serve viewers
 * @param podDeletionCost whether Kubernetes is told how many viewers there are, see {@link
 *     PodDeletionCost}
 * @param access who may watch, push and see the status
 * @param downlinks other clusters that may take streams
 * @param region this cluster's name among others, if it has one
 */
public record EdgeConfig(
    OptionalInt wsPort,
    EdgeLimits limits,
    Duration snapshotWait,
    Duration viewerTimeout,
    int frameMemory,
    Duration offlineAfter,
    OfflinePicture offlinePicture,
    int eventLoops,
    boolean podDeletionCost,
    AccessConfig access,
    List<DownlinkConfig> downlinks,
    Optional<String> region) {

  public static final EdgeConfig DEFAULT =
      new EdgeConfig(
          OptionalInt.empty(),
          EdgeLimits.DEFAULT,
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          256 << 20,
          Duration.ofSeconds(5),
          OfflinePicture.CARD,
          halfTheCores(),
          false,
          AccessConfig.OPEN,
          List.of(),
          Optional.empty());

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
  private static final int LEAST_MEMORY = 16 << 20;
  private static final int MOST_MEMORY = 1 << 30;

  public static EdgeConfig read(ConfigReader config) {
    ConfigReader edge = config.section("edge");
    return new EdgeConfig(
        edge.portOrOff("ws-port", DEFAULT.wsPort),
        EdgeLimits.read(edge),
        edge.duration("snapshot-wait", DEFAULT.snapshotWait, Duration.ZERO, LONGEST_WAIT),
        edge.duration("viewer-timeout", DEFAULT.viewerTimeout, SHORTEST_TIMEOUT, LONGEST_TIMEOUT),
        edge.size("frame-memory", DEFAULT.frameMemory, LEAST_MEMORY, MOST_MEMORY),
        edge.duration("offline-after", DEFAULT.offlineAfter, SHORTEST_TIMEOUT, LONGEST_TIMEOUT),
        edge.value("offline-picture", OfflinePicture::of).orElse(DEFAULT.offlinePicture),
        edge.integer("event-loops", DEFAULT.eventLoops, 1, cores()),
        edge.bool("pod-deletion-cost", DEFAULT.podDeletionCost),
        AccessConfig.read(config),
        DownlinkConfig.read(config),
        PlaceName.region(config));
  }

  /**
   * Serving viewers is nine tenths system calls. The other half of the cores has the network's
   * interrupts, the bus and the JVM's own work to do; on two cores, two loops cost a fifth more per
   * frame than one (docs/performance.md).
   */
  private static int halfTheCores() {
    return Math.max(1, cores() / 2);
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }
}
