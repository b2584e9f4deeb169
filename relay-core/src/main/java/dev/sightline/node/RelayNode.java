package dev.sightline.node;

import com.hazelcast.core.HazelcastInstance;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.Operation.Name;
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

  /** With the times for leaving the cluster and for traces this makes 14 s, see {@link #close}. */
  private static final int CLOSE_SECONDS = 6;

  private final Optional<ClusterMember> member;
  private final NodeVertx running;
  private final RelayMetrics metrics;
  private final int outDegree;
  private final ShutdownConfig shutdown;
  private final Tracing tracing;
  private final Operation start;
  private final Readiness readiness;
  private final Drain drain = new Drain();
  private final EndOfProcess end;
  private OptionalInt managementPort = OptionalInt.empty();
  private boolean closed;

  private RelayNode(
      Optional<ClusterMember> member,
      NodeVertx running,
      int outDegree,
      ShutdownConfig shutdown,
      Tracing tracing,
      Operation start) {
    this.member = member;
    this.running = running;
    this.metrics = new RelayMetrics(running.registry());
    this.outDegree = outDegree;
    this.shutdown = shutdown;
    this.tracing = tracing;
    this.start = start;
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
    config.privateFiles().warn();
    Tracing tracing = Tracing.of(config.tracing(), config.role());
    Operation start = tracing.begin(Name.START);
    try {
      RelayNode node =
          config.cluster().isPresent()
              ? clustered(config, onLost, tracing, start)
              : new RelayNode(
                  Optional.empty(), NodeVertx.local(), 0, config.shutdown(), tracing, start);
      tracing.nameNode(node.nodeId());
      node.metrics.node().build(Program.version(), config.role().toString(), node.nodeId());
      node.openManagement(config.management());
      return node;
    } catch (StartException e) {
      start.fail(e.getMessage());
      tracing.close();
      throw e;
    }
  }

  /** A port that was kept until the event bus wants to listen may be lost in that moment. */
  private static RelayNode clustered(
      NodeConfig config, Runnable onLost, Tracing tracing, Operation start) throws StartException {
    ClusterConfig cluster = config.cluster().orElseThrow();
    Optional<BusTls> tls = BusTls.of(cluster);
    for (int attempt = 1; ; attempt++) {
      ClusterMember member = ClusterMember.join(cluster, start);
      try {
        NodeVertx running = awaited(NodeVertx.clustered(member, tls));
        RelayNode node =
            new RelayNode(
                Optional.of(member),
                running,
                cluster.outDegree(),
                config.shutdown(),
                tracing,
                start);
        Logging.nameNode(node.nodeId());
        node.watchCluster(cluster, tls);
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

  private void watchCluster(ClusterConfig config, Optional<BusTls> tls) throws StartException {
    ClusterMember self = member.orElseThrow();
    metrics.node().clusterNodes(self::nodes);
    new StrangerWatch(config, self.address(), self::nodes).start(vertx());
    if (tls.isPresent()) {
      await(tls.get().watch(vertx(), metrics));
    }
    readiness.register("cluster", ClusterReadiness.watch(vertx(), self::nodes));
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
      managementPort =
          OptionalInt.of(
              await(ManagementServer.start(vertx(), config, registry(), readiness)).port());
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

  /** What is counted there. */
  public RelayMetrics metrics() {
    return metrics;
  }

  public Readiness readiness() {
    return readiness;
  }

  public ShutdownConfig shutdown() {
    return shutdown;
  }

  /** Where the roles begin the operations that are traced. */
  public Tracing tracing() {
    return tracing;
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

  /** To how many edges a node gives one stream, see {@link ClusterConfig}; 0 without a cluster. */
  public int outDegree() {
    return outDegree;
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
      start.fail(e.getMessage());
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
    start.end();
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
    Operation whole = tracing.begin(Name.DRAIN);
    if (readiness.stopping()) {
      letBalancersNotice(whole);
    }
    drain.run(shutdown, whole);
    closeVertx(whole.begin(Name.STOP_ROLES));
    member.ifPresent(self -> leave(self, whole.begin(Name.LEAVE_CLUSTER)));
    whole.end();
    tracing.close();
    end.forget();
  }

  private void letBalancersNotice(Operation whole) {
    if (shutdown.delay().isZero()) {
      return;
    }
    LOG.info("stopping; new viewers are let in for another {} ms", shutdown.delay().toMillis());
    Operation delay = whole.begin(Name.DELAY);
    try {
      Thread.sleep(shutdown.delay().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delay.end();
  }

  private void closeVertx(Operation closing) {
    try {
      vertx().close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
      closing.end();
    } catch (TimeoutException e) {
      LOG.warn("stopping takes longer than {} s; going on without waiting", CLOSE_SECONDS);
      closing.fail("takes longer than %d s".formatted(CLOSE_SECONDS));
    } catch (Exception e) {
      LOG.warn("stopping went wrong: {}", e.toString());
      closing.fail(e.toString());
    }
  }

  private static void leave(ClusterMember member, Operation leaving) {
    if (member.leave()) {
      leaving.end();
    } else {
      leaving.fail("takes too long; the others will notice that this node is gone");
    }
  }
}
