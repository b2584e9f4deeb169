package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pods a change of values starts anew: those whose template is another. */
class RestartsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Taken while the program runs.
        "config: {cameras: {front: 'http://192.0.2.10/'}}|",
        "config: {cameras: {yard: {url: 'http://192.0.2.11/', password: '${YARD}'}}}|",
        "config: {ingest: {linger: 1m}}|",
        "config: {ingest: {redirects: off}}|",
        "config: {uplinks: {a: {token: '${A}', prefix: a-}}}|",
        "config: {upstreams: {a: {url: 'wss://a.example', token: '${A}'}}}|",
        // Taken with the next start.
        "config: {downlinks: {a: {token: '${A}'}}}|edge",
        "config: {region: eu}|edge ingest",
        "config: {edge: {max-viewers: 100}}|edge",
        "config: {http: {cors: off}}|edge",
        "config: {shutdown: {grace: 40s}}|edge",
        "config: {log: {level: debug}}|edge ingest",
        "secrets: {cluster: {existingSecret: x}}|edge ingest",
        "secrets: {cameras: {existingSecret: x}}|ingest",
        "secrets: {access: {existingSecret: x}}|edge",
        "secrets: {links: {existingSecret: x}}|edge ingest",
        "secrets: {tls: {existingSecret: x}}|edge test",
        "ingest: {resources: {limits: {memory: 1Gi}}}|ingest",
        "image: {tag: '2.0'}|demo-camera edge ingest test",
        // What others look after.
        "edge: {replicas: 5}|",
        "edge: {autoscaling: {kind: hpa}}|",
        "edge: {service: {annotations: {a: b}}}|",
        "networkPolicy: {enabled: true}|",
        "monitoring: {kind: pods}|",
      })
  void aChangeStartsOnlyThoseAnew(String values, String components) {
    Map<String, String> before = templates(Install.of(Chart.CLUSTER));
    Map<String, String> after = templates(Install.of(Chart.CLUSTER).with(values));
    Set<String> changed = new TreeSet<>();
    before.forEach(
        (component, template) -> {
          if (!template.equals(after.get(component))) {
            changed.add(component);
          }
        });
    assertThat(String.join(" ", changed)).isEqualTo(components == null ? "" : components);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config: {cameras: {front: 'http://192.0.2.10/'}}|false",
        "config: {ingest: {linger: 1m}}|false",
        "config: {uplinks: {a: {token: '${A}'}}}|false",
        "config: {downlinks: {a: {token: '${A}'}}}|true",
        "config: {edge: {max-viewers: 100}}|true",
        "config: {log: {level: debug}}|true",
      })
  void soDoesASinglePod(String values, boolean restarts) {
    Map<String, String> before = templates(Install.of(Chart.STANDALONE));
    Map<String, String> after = templates(Install.of(Chart.STANDALONE).with(values));
    assertThat(before.get("standalone").equals(after.get("standalone"))).isNotEqualTo(restarts);
  }

  @ParameterizedTest
  @CsvSource({"edge", "ingest"})
  void aChangeThatStartsNoneStillArrives(String component) {
    Install install = Install.of(Chart.CLUSTER);
    Install changed = install.with("config: {ingest: {linger: 1m}, edge: {max-viewers: 100}}");
    assertThat(changed.render().one("ConfigMap", component).json())
        .isNotEqualTo(install.render().one("ConfigMap", component).json());
  }

  private static Map<String, String> templates(Install install) {
    Map<String, String> templates = new LinkedHashMap<>();
    for (PodTemplate pod : install.render().pods()) {
      templates.put(pod.component(), pod.json().toString());
    }
    return templates;
  }
}
