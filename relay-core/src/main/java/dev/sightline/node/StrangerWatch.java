package dev.sightline.node;

import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells, once a minute, that a node is alone although others are where it looks for them: Hazelcast
 * lets nodes with another secret wait outside without a word.
 */
final class StrangerWatch {

  private static final Logger LOG = LoggerFactory.getLogger(StrangerWatch.class);

  /** By then clusters that started side by side have merged. */
  private static final long FIRST_LOOK =
      TimeUnit.SECONDS.toMillis(2 * HazelcastConfig.FIRST_MERGE_SECONDS);

  private static final long NEXT_LOOKS = TimeUnit.MINUTES.toMillis(1);

  /** Each that doesn't answer takes a moment. */
  private static final int MOST_ASKED = 20;

  private final ClusterConfig config;
  private final InetSocketAddress own;
  private final IntSupplier nodes;

  /**
   * @param own where this node itself would answer
   * @param nodes how many there are, this one included
   */
  StrangerWatch(ClusterConfig config, InetSocketAddress own, IntSupplier nodes) {
    this.config = config;
    this.own = own;
    this.nodes = nodes;
  }

  void start(Vertx vertx) {
    vertx.setPeriodic(FIRST_LOOK, NEXT_LOOKS, id -> vertx.executeBlocking(this::look, false));
  }

  private Void look() {
    if (nodes.getAsInt() == 1) {
      config.join().stream()
          .flatMap(this::addresses)
          .filter(address -> !address.equals(own))
          .limit(MOST_ASKED)
          .filter(address -> HazelcastProbe.answers(address.getAddress(), address.getPort()))
          .findFirst()
          .ifPresent(StrangerWatch::tell);
    }
    return null;
  }

  private Stream<InetSocketAddress> addresses(JoinTarget target) {
    return NodeAddress.addresses(target)
        .map(address -> new InetSocketAddress(address, target.port().orElse(config.port())));
  }

  private static void tell(InetSocketAddress stranger) {
    LOG.warn(
        "a node at {}:{} answers, but this one is alone: nodes join only if all have the same"
            + " cluster.secret, and all or none have cluster.tls",
        stranger.getAddress().getHostAddress(),
        stranger.getPort());
  }
}
