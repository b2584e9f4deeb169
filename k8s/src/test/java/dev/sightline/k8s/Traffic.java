package dev.sightline.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * What network policies let through, by Kubernetes's rules: a pod that no policy selects may talk
 * to anybody, one that is selected only as some rule of these policies says. Both ends must agree.
 */
record Traffic(List<KubeObject> policies) {

  static Traffic of(Release release) {
    return new Traffic(release.all("NetworkPolicy").toList());
  }

  boolean mayPass(Peer from, Peer to, String protocol, int port) {
    return agrees("Egress", from, to, protocol, port, to)
        && agrees("Ingress", to, from, protocol, port, to);
  }

  /**
   * @param own whose policies are looked at
   * @param other the other end
   * @param server whose port it is
   */
  private boolean agrees(
      String direction, Peer own, Peer other, String protocol, int port, Peer server) {
    List<KubeObject> binding = policies.stream().filter(p -> binds(p, direction, own)).toList();
    return binding.isEmpty()
        || binding.stream()
            .flatMap(policy -> rules(policy, direction))
            .anyMatch(
                rule ->
                    isAllowed(rule.path(direction.equals("Egress") ? "to" : "from"), other)
                        && isOpen(rule.path("ports"), protocol, port, server));
  }

  private static boolean binds(KubeObject policy, String direction, Peer peer) {
    return peer.namespace().equals(Install.NAMESPACE)
        && KubeObject.items(policy.at("/spec/policyTypes")).stream()
            .anyMatch(type -> type.asText().equals(direction))
        && new Selector(policy.at("/spec/podSelector")).matches(peer.labels());
  }

  private static Stream<JsonNode> rules(KubeObject policy, String direction) {
    return KubeObject.items(policy.spec().path(direction.equals("Egress") ? "egress" : "ingress"))
        .stream();
  }

  /** Whether one of {@code peers} is {@code peer}; none at all stand for everybody. */
  private static boolean isAllowed(JsonNode peers, Peer peer) {
    return peers.isEmpty()
        || KubeObject.items(peers).stream().anyMatch(allowed -> describes(allowed, peer));
  }

  private static boolean describes(JsonNode allowed, Peer peer) {
    if (allowed.has("ipBlock")) {
      JsonNode block = allowed.path("ipBlock");
      return !peer.isPod()
          && isWithin(block.path("cidr").asText(), peer.address())
          && KubeObject.items(block.path("except")).stream()
              .noneMatch(except -> isWithin(except.asText(), peer.address()));
    }
    boolean inNamespace =
        allowed.has("namespaceSelector")
            ? new Selector(allowed.path("namespaceSelector")).matches(peer.namespaceLabels())
            : peer.namespace().equals(Install.NAMESPACE);
    return peer.isPod()
        && inNamespace
        && new Selector(allowed.path("podSelector")).matches(peer.labels());
  }

  /** Whether one of {@code ports} is {@code port}; none at all stand for all of them. */
  private static boolean isOpen(JsonNode ports, String protocol, int port, Peer server) {
    return ports.isEmpty()
        || KubeObject.items(ports).stream()
            .anyMatch(
                open ->
                    open.path("protocol").asText("TCP").equals(protocol)
                        && (!open.has("port") || number(open.path("port"), server) == port));
  }

  private static int number(JsonNode port, Peer server) {
    return port.isInt() ? port.asInt() : server.ports().getOrDefault(port.asText(), -1);
  }

  /** Whether a range of IPv4 addresses has {@code address}. */
  private static boolean isWithin(String cidr, String address) {
    String[] range = cidr.split("/");
    long mask = -1L << (32 - Integer.parseInt(range[1]));
    return (bits(range[0]) & mask) == (bits(address) & mask);
  }

  private static long bits(String address) {
    return Stream.of(address.split("\\."))
        .mapToLong(Long::parseLong)
        .reduce(0, (a, b) -> a << 8 | b);
  }
}
