package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can't be is refused with a sentence that names the value. */
class ImpossibleValuesTest {

  private static final Pattern SENTENCE =
      Pattern.compile("fail \\(?(?:printf )?\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static final String ACME =
      """
      config:
        http:
          tls:
            acme: {domains: [cameras.example.org], store: secret:acme, agree-to-terms: true}
      """;

  @ParameterizedTest(name = "{0}")
  @MethodSource("impossible")
  void whatCannotBeIsRefused(String values, String sentence) {
    assertThatThrownBy(() -> Install.of(Chart.DEFAULTS).with(values).text())
        .hasMessageContaining(sentence);
  }

  @Test
  void everySentenceOfTheTemplatesIsTried() throws IOException {
    List<String> said = impossible().stream().map(pair -> refusal(pair[0])).toList();
    List<String> sentences = sentences();
    assertThat(sentences).isNotEmpty();
    assertThat(sentences)
        .allSatisfy(sentence -> assertThat(said).anyMatch(Pattern.compile(sentence).asPredicate()));
  }

  private static String refusal(String values) {
    return catchThrowable(() -> Install.of(Chart.DEFAULTS).with(values).text()).getMessage();
  }

  /** What templates fail with, as patterns. */
  private static List<String> sentences() throws IOException {
    try (Stream<Path> files = Files.walk(Chart.HOME.resolve("templates"))) {
      return files
          .filter(Files::isRegularFile)
          .flatMap(file -> SENTENCE.matcher(Yaml.text(file)).results())
          .map(sentence -> sentence.group(1).replace("\\\"", "\""))
          .map(sentence -> Pattern.quote(sentence).replaceAll("%[sd]", "\\\\E.*\\\\Q"))
          .toList();
    }
  }

  static List<String[]> impossible() {
    return List.of(
        // The schema's.
        pair("mode: both", "/mode': value must be one of 'cluster', 'standalone'"),
        pair("edge: {replicas: 0}", "/edge/replicas': minimum: got 0, want 1"),
        pair("edge: {replica: 3}", "/edge': additional properties 'replica' not allowed"),
        pair("edge: {image: {digest: latest}}", "/edge/image/digest': 'latest' does not match"),
        pair("edge: {service: {port: 70000}}", "/edge/service/port': maximum: got 70,000"),
        pair("edge: {service: {type: ExternalName}}", "/edge/service/type': value must be one of"),
        pair("edge: {antiAffinity: never}", "/edge/antiAffinity': value must be one of"),
        pair("edge: {topologySpread: {zone: Maybe}}", "/edge/topologySpread/zone': value must be"),
        pair("edge: {autoscaling: {kind: both}}", "/edge/autoscaling/kind': value must be one of"),
        pair("edge: {autoscaling: {prometheusUrl: prometheus}}", "/prometheusUrl': 'prometheus'"),
        pair("monitoring: {kind: both}", "/monitoring/kind': value must be one of"),
        pair("monitoring: {interval: soon}", "/monitoring/interval': 'soon' does not match"),
        pair("config: {edge: {max-viewer: 1}}", "additional properties 'max-viewer' not allowed"),
        pair("config: {edge: {max-viewers: many}}", "/max-viewers': got string, want integer"),
        pair("config: {shutdown: {grace: 20}}", "/config/shutdown/grace': got number, want string"),
        pair("config: {shutdown: {grace: 20 s}}", "/grace': '20 s' does not match pattern"),
        pair("config: {ingest: {max-frame-size: 8MB}}", "/max-frame-size': '8MB' does not match"),
        pair("config: {management: {port: 1}}", "additional properties 'management' not allowed"),
        pair("config: {cluster: {port: 1}}", "additional properties 'port' not allowed"),
        pair("config: {http: {port: 1}}", "additional properties 'port' not allowed"),
        pair("config: {cameras: {Front Door: 'http://h/'}}", "'Front Door'"),
        pair("config: {access: {watch: {}}}", "/config/access/watch"),
        pair("config: {access: {user-file: x}}", "additional properties 'user-file' not allowed"),
        pair(
            "config: {access: {tokens: {secret: 0123456789abcdef0123456789abcdef}}}",
            "config.access.tokens.secret is in clear"),
        pair("cameras: {front: 'http://h/'}", "additional properties 'cameras' not allowed"),
        pair("config: {uplinks: {The Garden: {}}}", "'The Garden'"),
        pair("secrets: {link: {}}", "/secrets': additional properties 'link' not allowed"),
        // The templates'.
        pair("fullnameOverride: Cameras", "names would begin with Cameras"),
        pair("nameOverride: video_relay", "names would begin with cams-video_relay"),
        pair(
            "edge: {autoscaling: {kind: hpa, minReplicas: 5, maxReplicas: 4}}",
            "edge.autoscaling.minReplicas is 5, more than maxReplicas, which is 4"),
        pair(
            "{edge: {autoscaling: {kind: keda, viewers: 300}}, config: {edge: {max-viewers: 200}}}",
            "edge.autoscaling.viewers is 300, more than an edge takes"
                + " (config.edge.max-viewers, 200)"),
        pair(
            "{mode: standalone, edge: {autoscaling: {kind: hpa}}}",
            "edge.autoscaling.kind is hpa, but mode is standalone, which is one pod"),
        pair(
            "edge: {httpRoute: {enabled: true}}",
            "edge.httpRoute.enabled needs edge.httpRoute.parentRefs"),
        pair(
            "{demoCamera: {enabled: true}, config: {cameras: {demo: 'http://192.0.2.1/'}}}",
            "config.cameras.demo is taken by demoCamera.enabled"),
        pair(
            "{mode: standalone, demoCamera: {enabled: true}}",
            "demoCamera.enabled is for mode: cluster"),
        pair(
            "config: {cameras: {a: 'http://viewer:secret@192.0.2.1/'}}",
            "config.cameras.a.url has a password in it"),
        pair(
            "config: {cameras: {a: {url: 'rtsp://viewer:secret@192.0.2.1/'}}}",
            "config.cameras.a.url has a password in it"),
        pair(
            "config: {ingest: {proxy: 'http://user:secret@192.0.2.1:3128'}}",
            "config.ingest.proxy has a password in it"),
        pair(
            "config: {ingest: {headers: {X-Api-Key: secret}}}",
            "config.ingest.headers.X-Api-Key is in clear"),
        pair(
            "config: {cameras: {a: {url: 'http://192.0.2.1/', headers: {Cookie: session}}}}",
            "config.cameras.a.headers.Cookie is in clear"),
        pair(
            "config: {cameras: {a: 'http://192.0.2.1/v.cgi?user=admin&pwd=secret'}}",
            "config.cameras.a.url has a password in it"),
        pair(
            "config: {cameras: {a: 'http://viewer:$ecret@192.0.2.1/'}}",
            "config.cameras.a.url has a password in it"),
        pair(
            "{config: {edge: {pod-deletion-cost: true}}, serviceAccount: {create: false}}",
            "config.edge.pod-deletion-cost lets the pods' account change pods"),
        pair(
            "edge: {service: {externalTrafficPolicy: Local}}",
            "edge.service.externalTrafficPolicy is about who comes from outside"),
        pair(
            "{secrets: {tls: {existingSecret: t}}, config: {http: {tls: {cert-file: /a}}}}",
            "config.http.tls.cert-file is a second certificate"),
        pair(
            "{secrets: {tls: {existingSecret: t}}, config: {http: {tls: {keystore-file: /a}}}}",
            "config.http.tls.keystore-file is a second certificate"),
        pair(
            "config: {http: {tls: {keystore-file: /a, keystore-password: secret}}}",
            "config.http.tls.keystore-password is in clear"),
        pair(
            "config: {http: {redirect-port: 8081}}",
            "config.http.redirect-port leads to https, for which there is no certificate"),
        pair(
            "{secrets: {tls: {existingSecret: t}}, config: {http: {redirect-port: 80}}}",
            "config.http.redirect-port is 80, a port of the container"),
        acme("secrets: {tls: {existingSecret: t}}", "config.http.tls.acme is for a second certi"),
        acme(
            "config: {http: {redirect-port: off}}",
            "config.http.redirect-port is off, but that is where an ACME server comes"),
        acme("edge: {ingress: {enabled: true}}", "but an Ingress or a Gateway stands in front"),
        acme(
            "edge: {httpRoute: {enabled: true, parentRefs: [{name: public}]}}",
            "but an Ingress or a Gateway stands in front"),
        acme(
            "config: {http: {tls: {acme: {store: /var/lib/acme}}}}",
            "config.http.tls.acme.store is /var/lib/acme, where pods can keep nothing"),
        acme(
            "{config: {http: {tls: {acme: {store: /srv/a}}}},"
                + " edge: {extraVolumeMounts: [{name: a, mountPath: /srv/a, readOnly: true}]}}",
            "config.http.tls.acme.store is /srv/a, where pods can keep nothing"),
        acme(
            "{config: {http: {tls: {acme: {store: /srv/acme}}}},"
                + " edge: {extraVolumeMounts: [{name: a, mountPath: /srv/a}]}}",
            "config.http.tls.acme.store is /srv/acme, where pods can keep nothing"),
        acme(
            "serviceAccount: {create: false}",
            "config.http.tls.acme.store lets the pods' account read a private key"),
        pair(
            "config: {tracing: {headers: {authorization: Bearer x}}}",
            "config.tracing.headers.authorization is in clear"),
        pair(
            "config: {uplinks: {garden: {token: s3cret-of-the-garden}}}",
            "config.uplinks.garden.token is in clear; put it into the Secret of secrets.links"),
        pair(
            "config: {downlinks: {us-east: {token: s3cret-of-us-east}}}",
            "config.downlinks.us-east.token is in clear"),
        pair(
            "config: {upstreams: {eu: {url: 'wss://eu.example', token: s3cret-of-us-east}}}",
            "config.upstreams.eu.token is in clear"),
        pair(
            "config: {upstreams: {eu: {url: 'wss://eu.example', proxy: 'http://a:b@192.0.2.1:1'}}}",
            "config.upstreams.eu.proxy has a password in it"),
        pair("config: {shutdown: {delay: null}}", "in config.shutdown must be a duration"),
        pair(
            "config: {cameras: {a: {url: 'http://192.0.2.1/', password: secret}}}",
            "config.cameras.a.password is in clear"),
        pair(
            "config: {cameras: {a: {url: 'push:', secret: secret}}}",
            "config.cameras.a.secret is in clear"),
        pair(
            "edge: {extraEnv: [{name: SIGHTLINE_SHUTDOWN_GRACE, value: 1h}]}",
            "extraEnv sets SIGHTLINE_SHUTDOWN_GRACE"));
  }

  /** Beside what a certificate by ACME needs. */
  private static String[] acme(String values, String sentence) {
    return pair(Yaml.write(Yaml.merged(Yaml.parse(ACME), Yaml.parse(values))), sentence);
  }

  private static String[] pair(String values, String sentence) {
    return new String[] {values, sentence};
  }
}
