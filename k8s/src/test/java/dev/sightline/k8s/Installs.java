package dev.sightline.k8s;

import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The ways to install the chart that together use all of it. */
final class Installs {

  /** What no values file switches on, beside the cluster's. */
  private static final String OTHERS =
      """
      monitoring: {kind: services, rules: true, dashboard: true, labels: {release: prometheus}}
      image: {registry: registry.example.org/cameras, pullSecrets: [registry]}
      secrets: {metrics: {existingSecret: sightline-metrics}}
      serviceAccount: {annotations: {example.org/role: cameras}}
      ingest:
        podLabels: {team: video}
        podAnnotations: {example.org/a: b}
        extraEnv: [{name: TZ, value: Europe/Vienna}]
        extraEnvFrom: [{secretRef: {name: camera-passwords}}]
        extraVolumes: [{name: pictures, emptyDir: {}}]
        extraVolumeMounts: [{name: pictures, mountPath: /srv/pictures}]
        nodeSelector: {kubernetes.io/os: linux}
        tolerations: [{key: cameras, operator: Exists}]
        priorityClassName: cameras
        antiAffinity: "off"
      edge:
        image: {digest: "sha256:0000000000000000000000000000000000000000000000000000000000000000"}
        affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: disk, operator: Exists}]}]}}}
        service: {type: LoadBalancer, annotations: {example.org/balancer: least-connections}}
        ingress:
          {
            enabled: true,
            className: traefik,
            hosts: [cameras.example.org, www.example.org],
            tls: [{secretName: cameras-example-org, hosts: [cameras.example.org]}],
          }
        httpRoute: {enabled: true, parentRefs: [{name: public, namespace: gateways}], hostnames: [cameras.example.org]}
        autoscaling: {kind: keda}
      extraObjects:
        - {apiVersion: v1, kind: ConfigMap, metadata: {name: of-your-own}}
      """;

  /** Edges that stand on the internet by themselves. */
  private static final String ACME =
      """
      config:
        http:
          tls:
            acme:
              domains: [cameras.example.org]
              store: secret:sightline-acme
              agree-to-terms: true
            hsts: 180d
      secrets: {access: {existingSecret: sightline-access}}
      edge: {service: {type: LoadBalancer, externalTrafficPolicy: Local}}
      """;

  private Installs() {}

  static Stream<Install> all() {
    return Stream.concat(
        Chart.valuesFiles().stream().map(Install::of),
        Stream.of(
            others(),
            acme(Chart.CLUSTER),
            acme(Chart.STANDALONE),
            Install.of(Chart.DEFAULTS)
                .with("edge: {ingress: {enabled: true}}")
                .titled("a bare Ingress")));
  }

  /** One with what the values files leave out. */
  static Install others() {
    return Install.of(Chart.CLUSTER).with(OTHERS).titled("what no file has");
  }

  /** One whose nodes get their certificate by themselves. */
  static Install acme(String valuesFile) {
    return Install.of(valuesFile).with(ACME).titled(valuesFile + " with ACME");
  }

  static Stream<Named<Install>> named() {
    return all().map(install -> Named.of(install.title(), install));
  }
}
