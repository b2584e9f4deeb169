package dev.sightline.node;

import com.hazelcast.core.HazelcastInstance;
import dev.sightline.metrics.RelayMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ExitCode;

/**
 * One JVM of the product, clustered or on its own: owns Vert.x, the membership in the cluster, the
 * metrics and the management port. The roles deploy their verticles on it.
 *
 * <p>{@link #start}, {@link #await} and {@link #close} block for bounded times and belong to the
 * main thread or the shutdown hook, never to an event loop; the rest may be called from anywhere.
 */
public final class RelayNode implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RelayNode.class);

  private static final int START_SECONDS = 30;
  private static final int START_ATTEMPTS = 3;

  /** With the time for leaving the cluster this makes 14 s, see {@link #close}. */
  private static final int CLOSE_SECONDS = 7;

  private final Optional<ClusterMember> member;
  private final NodeVertx running;
  private final ShutdownConfig shutdown;
  private final Readiness readiness;
  private final Drain drain = new Drain();
  private final EndOfProcess end;
  private OptionalInt managementPort = OptionalInt.empty();
  private boolean closed;

  private RelayNode(Optional<ClusterMember> member, NodeVertx running, ShutdownConfig shutdown) {
    this.member = member;
    this.running = running;
    this.shutdown = shutdown;
    this.readiness = new Readiness(running.vertx());
    this.end = EndOfProcess.after(this::close);
  }

  /**
   * Joins the cluster if there is one, starts Vert.x, opens the management port, in this order.
   * From then on the end of the process closes the node and waits for it.
   *
   * @throws StartException with a sentence for the user; nothing runs on after it
   */
  public static RelayNode start(NodeConfig config) throws StartException {
    return start(config, () -> System.exit(ExitCode.SOFTWARE));
  }

  /**
   * @param onLost called on a thread of its own when the node is out of the cluster for good, so
   *     that it would serve nobody any more
   */
  static RelayNode start(NodeConfig config, Runnable onLost) throws StartException {
    RelayNode node =
        config.cluster().isPresent()
            ? clustered(config.cluster().get(), config.shutdown(), onLost)
            : new RelayNode(Optional.empty(), NodeVertx.local(), config.shutdown());
    node.openManagement(config.management());
    return node;
  }

  /** A port that was kept until the event bus wants to listen may be lost in that moment. */
  private static RelayNode clustered(ClusterConfig config, ShutdownConfig shutdown, Runnable onLost)
      throws StartException {
    Optional<BusTls> tls = BusTls.of(config);
    for (int attempt = 1; ; attempt++) {
      ClusterMember member = ClusterMember.join(config);
      try {
        RelayNode node = on(member, config, shutdown, tls);
        member.onEnd(() -> node.lost(onLost));
        return node;
      } catch (StartException e) {
        member.leave();
        if (attempt == START_ATTEMPTS || !Ports.isTaken(e)) {
          throw e;
        }
      }
    }
  }

  private static RelayNode on(
      ClusterMember member, ClusterConfig config, ShutdownConfig shutdown, Optional<BusTls> tls)
      throws StartException {
    NodeVertx running = awaited(NodeVertx.clustered(member, tls));
    RelayNode node = new RelayNode(Optional.of(member), running, shutdown);
    RelayMetrics metrics = new RelayMetrics(node.registry());
    metrics.clusterNodes(member::nodes);
    new StrangerWatch(config, member.address(), member::nodes).start(node.vertx());
    if (tls.isPresent()) {
      node.await(tls.get().watch(node.vertx(), metrics));
    }
    node.readiness.register("cluster", ClusterReadiness.watch(node.vertx(), member::nodes));
    return node;
  }

  /**
   * Hazelcast ends itself when it can't join the cluster that it is to become a part of: of two
   * parts that meet one joins the other, whose oldest node may hang in that moment.
   */
  private void lost(Runnable onLost) {
    if (!readiness.isStopping()) {
      LOG.error("Hazelcast has ended, so this node is out of the cluster and ends; start it anew");
      new Thread(onLost, "cluster-lost").start();
    }
  }

  private void openManagement(ManagementConfig config) throws StartException {
    if (config.port().isPresent()) {
      int port = config.port().getAsInt();
      managementPort =
          OptionalInt.of(
              await(ManagementServer.start(vertx(), config.host(), port, registry(), readiness))
                  .port());
    }
  }

  public Vertx vertx() {
    return running.vertx();
  }

  /** This node's name in the cluster, unique to this run; {@code local} without a cluster. */
  public String nodeId() {
    return member.map(m -> m.node().id()).orElse("local");
  }

  public PrometheusMeterRegistry registry() {
    return running.registry();
  }

  public Readiness readiness() {
    return readiness;
  }

  public ShutdownConfig shutdown() {
    return shutdown;
  }

  /** The port of probes and metrics as it really is; empty when it is off. */
  public OptionalInt managementPort() {
    return managementPort;
  }

  /** Where the others find this node; empty without a cluster. */
  public Optional<ClusterAddress> cluster() {
    return member.map(
        m -> new ClusterAddress(m.node().busHost(), m.port(), running.busPort().getAsInt()));
  }

  /** Nodes of the cluster, this one included. */
  public int nodes() {
    return member.map(ClusterMember::nodes).orElse(1);
  }

  /** The cluster's own interface, for what Vert.x doesn't show. */
  public Optional<HazelcastInstance> hazelcast() {
    return member.map(ClusterMember::hazelcast);
  }

  /**
   * Waits for a further step of the start, such as the deployment of a role, and closes the node
   * when it fails.
   *
   * @throws StartException with a sentence for the user
   */
  public <T> T await(Future<T> step) throws StartException {
    try {
      return awaited(step);
    } catch (StartException e) {
      boolean isTold = readiness.isStopping();
      close();
      throw isTold ? new StartException("told to stop before it was up", e) : e;
    }
  }

  private static <T> T awaited(Future<T> step) throws StartException {
    try {
      return step.await(START_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new StartException("the node isn't up after %d s".formatted(START_SECONDS), e);
    } catch (Exception e) {
      throw e instanceof StartException known
          ? known
          : new StartException("the node can't start: " + e.getMessage(), e);
    }
  }

  /** To be called when all roles run: from now on the node may be ready. */
  public void serve() {
    readiness.serving();
  }

  /** What a role does in a step of the node's end; it is begun on no event loop. */
  public void onDrain(DrainStep step, Supplier<Future<?>> action) {
    drain.add(step, action);
  }

  /**
   * Turns readiness off, lets balancers notice, takes the steps of the roles, undeploys these with
   * Vert.x, leaves the cluster, in this order. Returns after delay, grace and 20 s at the latest;
   * what hasn't ended by then ends with the process.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (readiness.stopping()) {
      letBalancersNotice();
    }
    drain.run(shutdown);
    closeVertx();
    member.ifPresent(ClusterMember::leave);
    end.forget();
  }

  private void letBalancersNotice() {
    if (shutdown.delay().isZero()) {
      return;
    }
    LOG.info("stopping; new viewers are let in for another {} ms", shutdown.delay().toMillis());
    try {
      Thread.sleep(shutdown.delay().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeVertx() {
    try {
      vertx().close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      LOG.warn("stopping takes longer than {} s; going on without waiting", CLOSE_SECONDS);
    } catch (Exception e) {
      LOG.warn("stopping went wrong: {}", e.toString());
    }
  }
}
