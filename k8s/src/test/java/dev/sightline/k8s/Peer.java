package dev.sightline.k8s;

import java.util.Map;

/**
 * Who takes part in traffic: a pod, or an address outside of the cluster.
 *
 * @param namespace where a pod is; empty outside of the cluster
 * @param labels of a pod
 * @param ports a pod's named ones
 * @param address of somebody outside
 */
record Peer(
    String namespace, Map<String, String> labels, Map<String, Integer> ports, String address) {

  Peer {
    labels = Map.copyOf(labels);
    ports = Map.copyOf(ports);
  }

  /** One of the pods that the chart makes. */
  static Peer of(PodTemplate pod) {
    return new Peer(Install.NAMESPACE, pod.labels(), pod.ports(), "");
  }

  /** A pod of somebody else. */
  static Peer pod(String namespace) {
    return new Peer(namespace, Map.of("app", "something"), Map.of(), "");
  }

  static Peer outside(String address) {
    return new Peer("", Map.of(), Map.of(), address);
  }

  boolean isPod() {
    return !namespace.isEmpty();
  }

  /** The label that Kubernetes gives each namespace. */
  Map<String, String> namespaceLabels() {
    return Map.of("kubernetes.io/metadata.name", namespace);
  }
}
