package dev.sightline.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a pod's manifest, without an engine. */
class PodTemplateTest {

  private static final String DEPLOYMENT =
      """
      kind: Deployment
      metadata: {name: edge}
      spec:
        replicas: 2
        minReadySeconds: 10
        template:
          metadata:
            labels: {part: edge, member: "yes"}
          spec:
            automountServiceAccountToken: false
            enableServiceLinks: false
            affinity: {nodeAffinity: {}}
            terminationGracePeriodSeconds: 50
            securityContext:
              fsGroup: 10002
              runAsGroup: 10001
              runAsNonRoot: true
              runAsUser: 10001
              seccompProfile: {type: RuntimeDefault}
            containers:
              - name: edge
                image: sightline-edge:1
                command: [java, -jar]
                args: [edge.jar, --verbose]
                env:
                  - {name: PLAIN, value: words}
                  - name: ADDRESS
                    valueFrom: {fieldRef: {fieldPath: status.podIP}}
                  - name: NAME
                    valueFrom: {fieldRef: {fieldPath: metadata.name}}
                ports:
                  - {name: http, containerPort: 8080}
                  - {name: management, containerPort: 9081}
                readinessProbe:
                  httpGet: {path: /health/ready, port: management}
                  periodSeconds: 2
                  failureThreshold: 2
                resources:
                  limits: {memory: 512Mi, cpu: 1500m}
                  requests: {memory: 256Mi, cpu: 250m}
                securityContext:
                  allowPrivilegeEscalation: false
                  capabilities: {drop: [ALL]}
                  readOnlyRootFilesystem: true
                volumeMounts:
                  - {name: config, mountPath: /etc/edge, readOnly: true}
                  - {name: tls, mountPath: /run/tls, readOnly: true}
                  - {name: shm, mountPath: /dev/shm}
            volumes:
              - {name: config, configMap: {name: edge}}
              - {name: tls, secret: {secretName: edge-tls, defaultMode: 288}}
              - {name: shm, emptyDir: {medium: Memory, sizeLimit: 16Mi}}
      """;

  @Test
  void isRunAsItsManifestSays() {
    assertThat(run(DEPLOYMENT))
        .containsExactly(
            """
            --name edge-1 --hostname edge-1 --ip 10.0.0.7 --no-healthcheck
            --user 10001:10001 --group-add 10002 --security-opt no-new-privileges
            --read-only --cap-drop ALL
            --memory 536870912 --memory-swap 536870912 --cpus 1.500
            --env PLAIN=words --env ADDRESS=10.0.0.7 --env NAME=edge-1
            --volume /volumes/config:/etc/edge:ro
            --volume /volumes/tls:/run/tls:ro
            --tmpfs /dev/shm:exec,mode=0777,size=16777216
            --entrypoint java sightline-edge:1 -jar edge.jar --verbose"""
                .split("\\s+"));
  }

  @Test
  void knowsWhatItsDeploymentAndItsServicesAskFor() {
    PodTemplate template = template(DEPLOYMENT);
    assertThat(template.replicas()).isEqualTo(2);
    assertThat(template.minReady()).isEqualTo(Duration.ofSeconds(10));
    assertThat(template.grace()).isEqualTo(Duration.ofSeconds(50));
    assertThat(template.port("management")).isEqualTo(9081);
    assertThat(template.port(8443)).isEqualTo(8443);
    assertThat(template.matches(Manifests.parse("{part: edge}"))).isTrue();
    assertThat(template.matches(Manifests.parse("{part: edge, zone: a}"))).isFalse();
  }

  @Test
  void believesAProbeWhenItHasHeardTheSameOftenEnough() {
    Probe probe = template(DEPLOYMENT).probe("readinessProbe");
    assertThat(probe)
        .isEqualTo(
            new Probe("/health/ready", 9081, Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 1));
    Probe.Opinion ready = probe.new Opinion(false);
    assertThat(List.of(true, false, true, false, false, true).stream().map(ready::after))
        .containsExactly(true, true, true, true, false, true);
  }

  /** A field that is passed over would be tested by nobody. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ports:                        | envFrom: []\\n          ports:",
        "runAsNonRoot: true            | runAsNonRoot: false",
        "enableServiceLinks: false     | enableServiceLinks: true",
        "enableServiceLinks: false     | hostNetwork: true",
        "fieldPath: status.podIP       | fieldPath: status.hostIP",
        "drop: [ALL]                   | add: [NET_ADMIN]",
        "readOnly: true                | subPath: edge.yaml",
        "configMap: {name: edge}       | 'configMap: {name: edge, optional: true}'",
        "configMap: {name: edge}       | 'hostPath: {path: /etc}'",
        "defaultMode: 288              | optional: true",
        "medium: Memory                | medium: HugePages",
        "sizeLimit: 16Mi               | sizeLimit: 16Pi",
        "cpu: 1500m                    | nvidia.com/gpu: 1",
      })
  void refusesWhatItDoesNotUnderstand(String known, String other) {
    String deployment = DEPLOYMENT.replace(known, other.replace("\\n", "\n"));
    assertThat(deployment).isNotEqualTo(DEPLOYMENT);
    assertThatIllegalArgumentException().isThrownBy(() -> run(deployment));
  }

  @Test
  void understandsAllDeploymentsThatAreShipped() {
    Manifests manifests = Manifests.read(Docker.HOME.resolve("k8s/manifests"));
    List<PodTemplate> shipped = manifests.all("Deployment").map(PodTemplate::new).toList();
    assertThat(shipped).isNotEmpty();
    for (PodTemplate template : shipped) {
      assertThat(template.run("a", "10.0.0.7", volume -> "/b")).contains(template.image());
      assertThat(List.of("startupProbe", "livenessProbe", "readinessProbe"))
          .allMatch(probe -> template.probe(probe).port() == 9081);
    }
  }

  private static PodTemplate template(String deployment) {
    return new PodTemplate(Manifests.parse(deployment));
  }

  private static List<String> run(String deployment) {
    return template(deployment)
        .run("edge-1", "10.0.0.7", volume -> "/volumes/" + volume.getString("name"));
  }
}
