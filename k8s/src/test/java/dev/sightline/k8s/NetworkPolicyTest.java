package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may talk to whom, by the chart's network policies. */
class NetworkPolicyTest {

  private static final Map<String, Peer> OTHERS =
      Map.of(
          "stranger", Peer.pod(Install.NAMESPACE),
          "neighbour", Peer.pod("elsewhere"),
          "prometheus", Peer.pod("monitoring"),
          "balancer", Peer.pod("gateways"),
          "dns", Peer.pod("kube-system"),
          "camera", Peer.outside("192.0.2.10"),
          "internet", Peer.outside("198.51.100.7"));

  private final Release production = Install.of(Chart.PRODUCTION).render();

  @ParameterizedTest
  @CsvSource({
    // Among members.
    "edge, ingest, TCP, 5701, yes",
    "edge, ingest, TCP, 5702, yes",
    "ingest, edge, TCP, 5701, yes",
    "ingest, edge, TCP, 5702, yes",
    "edge, edge, TCP, 5701, yes",
    "ingest, ingest, TCP, 5702, yes",
    "edge, ingest, UDP, 5701, no",
    "stranger, edge, TCP, 5701, no",
    "stranger, ingest, TCP, 5702, no",
    "neighbour, ingest, TCP, 5701, no",
    "prometheus, edge, TCP, 5701, no",
    "balancer, edge, TCP, 5702, no",
    "internet, edge, TCP, 5701, no",
    "camera, ingest, TCP, 5702, no",
    "test, edge, TCP, 5701, no",
    // Viewers, pushes and uploads.
    "balancer, edge, TCP, 8443, yes",
    "test, edge, TCP, 8443, yes",
    "stranger, edge, TCP, 8443, no",
    "internet, edge, TCP, 8443, no",
    "ingest, edge, TCP, 8443, no",
    "prometheus, edge, TCP, 8443, no",
    "balancer, edge, TCP, 8080, yes",
    "stranger, edge, TCP, 8080, no",
    "internet, edge, TCP, 8080, no",
    "edge, ingest, TCP, 8080, yes",
    "balancer, ingest, TCP, 8080, no",
    "stranger, ingest, TCP, 8080, no",
    "ingest, edge, TCP, 8080, no",
    "edge, edge, TCP, 8080, no",
    // Metrics.
    "prometheus, edge, TCP, 9081, yes",
    "prometheus, ingest, TCP, 9081, yes",
    "stranger, edge, TCP, 9081, no",
    "balancer, ingest, TCP, 9081, no",
    "edge, ingest, TCP, 9081, no",
    "prometheus, edge, TCP, 8080, no",
    // Names.
    "edge, dns, UDP, 53, yes",
    "ingest, dns, TCP, 53, yes",
    "edge, dns, UDP, 123, no",
    // Cameras.
    "ingest, camera, TCP, 80, yes",
    "ingest, camera, TCP, 22, no",
    "ingest, internet, TCP, 80, no",
    "ingest, stranger, TCP, 80, no",
    "edge, camera, TCP, 80, no",
    // The API server, to whose address no policy can hold it.
    "edge, internet, TCP, 443, yes",
    "edge, internet, TCP, 80, no",
    "ingest, internet, TCP, 443, no",
  })
  void production(String from, String to, String protocol, int port, String may) {
    assertMay(production, from, to, protocol, port, may);
  }

  @ParameterizedTest
  @CsvSource({
    "stranger, edge, TCP, 8080, yes",
    "internet, edge, TCP, 8080, yes",
    "internet, edge, TCP, 9081, no",
    "internet, edge, TCP, 5701, no",
    "internet, ingest, TCP, 8080, no",
    "ingest, camera, TCP, 554, yes",
    "ingest, internet, TCP, 8443, yes",
    "ingest, demo-camera, TCP, 8090, yes",
    "edge, camera, TCP, 80, no",
    "edge, internet, TCP, 443, no",
    "edge, demo-camera, TCP, 8090, no",
    "internet, edge, TCP, 8443, no",
  })
  void policiesAlone(String from, String to, String protocol, int port, String may) {
    Release release = Install.of(Chart.CLUSTER).with("networkPolicy: {enabled: true}").render();
    assertMay(release, from, to, protocol, port, may);
  }

  @ParameterizedTest
  @CsvSource({
    "balancer, standalone, TCP, 8080, yes",
    "test, standalone, TCP, 8080, yes",
    "stranger, standalone, TCP, 8080, no",
    "prometheus, standalone, TCP, 9081, yes",
    "stranger, standalone, TCP, 9081, no",
    "standalone, dns, UDP, 53, yes",
    "standalone, camera, TCP, 80, yes",
    "standalone, internet, TCP, 80, no",
  })
  void standalone(String from, String to, String protocol, int port, String may) {
    Release release =
        Install.of(Chart.STANDALONE)
            .with(
                """
                networkPolicy:
                  enabled: true
                  viewersFrom: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: gateways}}}]
                  cameras: [{to: [{ipBlock: {cidr: 192.0.2.0/24}}]}]
                """)
            .render();
    assertMay(release, from, to, protocol, port, may);
  }

  @ParameterizedTest
  @CsvSource({
    "ingest, demo-camera, TCP, 8090, yes",
    "edge, demo-camera, TCP, 8090, no",
    "balancer, edge, TCP, 54322, yes",
    "stranger, edge, TCP, 54322, no",
    "edge, prometheus, TCP, 4318, yes",
    "ingest, prometheus, TCP, 4318, yes",
    "ingest, stranger, TCP, 4318, no",
  })
  void whatIsAskedForBesides(String from, String to, String protocol, int port, String may) {
    Release release =
        Install.of(Chart.PRODUCTION)
            .with(
                """
                demoCamera: {enabled: true}
                config: {edge: {ws-port: 54322}}
                networkPolicy:
                  extraEgress:
                    - to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]
                      ports: [{port: 4318, protocol: TCP}]
                """)
            .render();
    assertMay(release, from, to, protocol, port, may);
  }

  /** What an ingest dials is known by its port only, since no rule takes a name. */
  @ParameterizedTest
  @CsvSource({
    "wss://eu.example, off, 443, yes",
    "wss://eu.example, off, 80, no",
    "wss://eu.example/downlink, off, 443, yes",
    "wss://eu.example:8443, off, 8443, yes",
    "wss://eu.example:8443/downlink, off, 443, no",
    "ws://eu.example, off, 80, yes",
    "wss://eu.example, http://192.0.2.1:3128, 3128, yes",
    "wss://eu.example, http://192.0.2.1:3128, 443, no",
    "'[wss://eu1.example, wss://eu2.example:444]', off, 444, yes",
    "'[wss://eu1.example, wss://eu2.example:444]', off, 443, yes",
  })
  void ingestsMayDialUpstreams(String url, String proxy, int port, String may) {
    String upstream =
        """
        config:
          region: us-east
          upstreams: {eu: {url: %s, proxy: %s, token: "${EU}"}}
        networkPolicy: {enabled: true, cameras: [{to: [{ipBlock: {cidr: 203.0.113.0/24}}]}]}
        """
            .formatted(url, proxy);
    for (String mode : List.of(Chart.TAKING_REGION, Chart.STANDALONE)) {
      String component = mode.equals(Chart.STANDALONE) ? "standalone" : "ingest";
      Release release = Install.of(mode).with(upstream).render();
      assertMay(release, component, "internet", "TCP", port, may);
      assertMay(release, component, "internet", "TCP", 22, "no");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "internet, edge, TCP, 8443, yes",
    "edge, ingest, TCP, 8080, yes",
    "internet, ingest, TCP, 8080, no",
    "ingest, internet, TCP, 443, no",
  })
  void sitesAndOtherClustersComeToEdges(
      String from, String to, String protocol, int port, String may) {
    assertMay(Install.of(Chart.GIVING_REGION).render(), from, to, protocol, port, may);
  }

  /** The proof that a name is ours is asked for in the clear, by whomever. */
  @ParameterizedTest
  @CsvSource({
    "internet, TCP, 8080, yes",
    "internet, TCP, 8443, no",
    "internet, TCP, 54322, no",
    "internet, TCP, 9081, no",
    "balancer, TCP, 8080, yes",
    "balancer, TCP, 8443, yes",
    "balancer, TCP, 54322, yes",
  })
  void anAcmeServerMayComeFromAnywhere(String from, String protocol, int port, String may) {
    assertMay(acme(Chart.CLUSTER), from, "edge", protocol, port, may);
    assertMay(acme(Chart.STANDALONE), from, "standalone", protocol, port, may);
  }

  @ParameterizedTest
  @CsvSource({
    "internet, TCP, 443, yes",
    "internet, TCP, 6443, yes",
    "internet, TCP, 80, no",
    "dns, UDP, 53, yes",
  })
  void whoOrdersCertificatesMayGoThere(String to, String protocol, int port, String may) {
    assertMay(acme(Chart.CLUSTER), "edge", to, protocol, port, may);
    assertMay(acme(Chart.STANDALONE), "standalone", to, protocol, port, may);
  }

  private static Release acme(String valuesFile) {
    return Installs.acme(valuesFile)
        .with(
            """
            config: {edge: {ws-port: 54322}}
            networkPolicy:
              enabled: true
              viewersFrom: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: gateways}}}]
              cameras: [{to: [{ipBlock: {cidr: 192.0.2.0/24}}]}]
            """)
        .render();
  }

  @Test
  void thereAreNoneUnlessAskedFor() {
    assertThat(Install.of(Chart.CLUSTER).render().all("NetworkPolicy")).isEmpty();
  }

  private static void assertMay(
      Release release, String from, String to, String protocol, int port, String may) {
    Map<String, Peer> peers = new LinkedHashMap<>(OTHERS);
    release.pods().forEach(pod -> peers.put(pod.component(), Peer.of(pod)));
    assertThat(peers).containsKeys(from, to);

    assertThat(Traffic.of(release).mayPass(peers.get(from), peers.get(to), protocol, port))
        .as("%s to %s, %s %d", from, to, protocol, port)
        .isEqualTo(may.equals("yes"));
  }
}
