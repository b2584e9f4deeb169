package dev.sightline.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** What every node tells of itself. */
public final class NodeMetrics {

  private final Meters meters;

  NodeMetrics(Meters meters) {
    this.meters = meters;
  }

  /** What runs here; always 1, and useful for its labels. */
  public void build(String version, String role, String node) {
    meters.gauge(Metric.BUILD_INFO, () -> 1, version, role, node);
  }

  /** Nodes of the cluster as this one sees it, itself included. */
  public void clusterNodes(Supplier<Number> nodes) {
    meters.gauge(Metric.CLUSTER_NODES, nodes);
  }

  /** 1 while the configuration file holds, 0 while it has mistakes or couldn't be put in effect. */
  public void configValid(Supplier<Number> valid) {
    meters.gauge(Metric.CONFIG_VALID, valid);
  }

  /** Changes of the configuration file, by whether they were taken or refused. */
  public Counter configChanges(boolean taken) {
    return meters.counter(Metric.CONFIG_CHANGES, taken ? "taken" : "refused");
  }

  /** Connections to the ports for viewers and for pushes that this node ended, by why. */
  public Counter connectionsEnded(String reason) {
    return meters.counter(Metric.CONNECTIONS_ENDED, reason);
  }

  /** How often this process stood still; the registry doesn't hold who counts, its owner must. */
  public <T> void standstills(T standstills, ToDoubleFunction<T> count) {
    meters.counterOf(Metric.STANDSTILLS, standstills, count);
  }
}
