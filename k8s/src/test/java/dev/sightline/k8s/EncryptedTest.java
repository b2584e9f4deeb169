package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of ports, Services and ways in where viewers come by TLS. */
class EncryptedTest {

  private static final String SECRET = "secrets: {tls: {existingSecret: viewers}}";

  private final Release cluster = Install.of(Chart.CLUSTER).with(SECRET).render();

  @ParameterizedTest
  @CsvSource({"cluster-values.yaml, edge", "standalone-values.yaml, standalone"})
  void whoServesViewersHasTheCertificate(String mode, String component) {
    Release release = Install.of(mode).with(SECRET).render();
    JsonNode http = http(release, component);

    assertThat(http.at("/tls/cert-file").asText()).isEqualTo("/run/secrets/sightline/tls/tls.crt");
    assertThat(http.at("/tls/key-file").asText()).isEqualTo("/run/secrets/sightline/tls/tls.key");
    assertThat(release.pod(component).volume("tls").at("/secret/secretName").asText())
        .isEqualTo("viewers");
    assertThat(release.pod(component).mounts())
        .filteredOn(mount -> mount.path("name").asText().equals("tls"))
        .singleElement()
        .matches(mount -> mount.path("mountPath").asText().equals("/run/secrets/sightline/tls"))
        .matches(mount -> !mount.has("subPath"), "a file of its own would never change");
  }

  @Test
  void ingestsHaveNeitherCertificateNorUsers() {
    Release release = Install.of(Chart.PRODUCTION).render();
    assertThat(release.pod("ingest").spec().toString()).doesNotContain("-tls", "-access");
    assertThat(release.pod("edge").volume("access").at("/secret/secretName").asText())
        .isEqualTo("sightline-access");
    assertThat(Component.INGEST.file(release)).doesNotContain("http:\n", "access:");
  }

  @ParameterizedTest
  @CsvSource({"cluster-values.yaml, edge", "standalone-values.yaml, standalone"})
  void theProgramListensWhereItsPodSays(String mode, String component) throws Exception {
    Release release = Installs.acme(mode).render();
    Map<String, Integer> ports = release.pod(component).ports();
    Component program = component.equals("edge") ? Component.EDGE : Component.STANDALONE;
    Component.Settings settings = program.read(release);

    assertThat(ports).containsEntry("https", settings.http().port());
    assertThat(settings.http().redirectPort()).hasValue(ports.get("http"));
    assertThat(settings.http().tls().orElseThrow().hsts()).isPresent();
  }

  @Test
  void viewersComeByHttpsAndWhoComesByHttpIsLedThere() {
    assertThat(ports(cluster, "edge"))
        .containsExactly("https 443 to https, https", "http 80 to http, ");
    assertThat(cluster.pod("edge").ports())
        .containsEntry("https", 8443)
        .containsEntry("http", 8080);
    assertThat(http(cluster, "edge").path("redirect-port").asInt()).isEqualTo(8080);
  }

  @Test
  void pushesComeByHttpsToo() {
    assertThat(ports(cluster, "ingest")).containsExactly("https 8080 to https, https");
  }

  @Test
  void theRedirectMayBeElsewhereOrNowhere() {
    Release other = with("config: {http: {redirect-port: 8081}}");
    assertThat(other.pod("edge").ports()).containsEntry("https", 8443).containsEntry("http", 8081);
    assertThat(http(other, "edge").path("redirect-port").asInt()).isEqualTo(8081);

    Release none = with("config: {http: {redirect-port: off}}");
    assertThat(none.pod("edge").ports()).containsEntry("https", 8443).doesNotContainKey("http");
    assertThat(ports(none, "edge")).containsExactly("https 443 to https, https");
    assertThat(http(none, "edge").path("redirect-port").asText()).isEqualTo("off");
  }

  @Test
  void aCertificateInAVolumeOfYourOwnIsOneToo() {
    String files = "config: {http: {tls: {cert-file: /etc/tls/a.crt, key-file: /etc/tls/a.key}}}";
    Release release = Install.of(Chart.CLUSTER).with(files).render();
    assertThat(ports(release, "edge")).first().isEqualTo("https 443 to https, https");
    assertThat(http(release, "edge").at("/tls/cert-file").asText()).isEqualTo("/etc/tls/a.crt");
    assertThat(http(release, "edge").path("port").asInt()).isEqualTo(8443);
  }

  @Test
  void anIngressAndAGatewayAreLedToThePortOfTls() {
    Release release =
        with(
            """
            edge:
              service: {httpsPort: 444}
              ingress: {enabled: true}
              httpRoute: {enabled: true, parentRefs: [{name: public}]}
            """);
    KubeObject ingress = release.some("Ingress").get(0);
    assertThat(ingress.spec().findValues("port").get(0).path("name").asText()).isEqualTo("https");
    assertThat(ingress.annotations())
        .containsEntry("nginx.ingress.kubernetes.io/backend-protocol", "HTTPS")
        .containsKey("nginx.ingress.kubernetes.io/proxy-buffering");
    assertThat(release.some("HTTPRoute").get(0).spec().findValue("backendRefs").get(0).path("port"))
        .hasToString("444");
  }

  @Test
  void whatAnIngressIsToldByHandStays() {
    Release release =
        with(
            """
            edge:
              ingress:
                enabled: true
                annotations: {nginx.ingress.kubernetes.io/backend-protocol: GRPCS}
            """);
    assertThat(release.some("Ingress").get(0).annotations())
        .containsEntry("nginx.ingress.kubernetes.io/backend-protocol", "GRPCS");
    assertThat(
            Install.of(Chart.DEFAULTS)
                .with("edge: {ingress: {enabled: true}}")
                .render()
                .some("Ingress")
                .get(0)
                .annotations())
        .doesNotContainKey("nginx.ingress.kubernetes.io/backend-protocol");
  }

  @Test
  void probesGoWhereTheyAlwaysWent() {
    assertThat(probes(cluster)).isEqualTo(probes(Install.of(Chart.CLUSTER).render()));
  }

  private static List<JsonNode> probes(Release release) {
    JsonNode container = release.pod("edge").container();
    return List.of(
        container.path("startupProbe"),
        container.path("livenessProbe"),
        container.path("readinessProbe"));
  }

  @Test
  void helmsTestAsksAsViewersDo() {
    assertThat(test(Install.of(Chart.CLUSTER).render()))
        .contains("/dev/tcp/cams-sightline/80", "== 200* ]]");
    assertThat(test(cluster)).contains("-sslserver cams-sightline:443").doesNotContain("/dev/tcp");
    assertThat(test(with("config: {access: {watch: signed-in}}"))).contains("keytool");
    assertThat(
            test(Install.of(Chart.CLUSTER).with("config: {access: {watch: signed-in}}").render()))
        .contains("== @(200|401)* ]]");
  }

  /** Only a proxy could send what comes first then. */
  @Test
  void helmTestsNothingWhereOnlyProxiesMayCome() {
    assertThat(with("config: {http: {proxy-protocol: true}}").all("Pod")).isEmpty();
  }

  private static String test(Release release) {
    return release.pod("test").container().path("command").get(2).asText();
  }

  @Test
  void addressesOfViewersMayBeKept() {
    Release release = Installs.acme(Chart.CLUSTER).render();
    assertThat(release.one("Service", "edge").at("/spec/externalTrafficPolicy").asText())
        .isEqualTo("Local");
    assertThat(cluster.one("Service", "edge").spec().has("externalTrafficPolicy")).isFalse();
  }

  private static Release with(String values) {
    return Install.of(Chart.CLUSTER).with(SECRET).with(values).render();
  }

  private static JsonNode http(Release release, String component) {
    return Yaml.parse(release.one("ConfigMap", component).at("/data/sightline.yaml").asText())
        .path("http");
  }

  /** Each port of a Service with the one it leads to and what is said to be spoken there. */
  private static List<String> ports(Release release, String service) {
    return KubeObject.items(release.one("Service", service).at("/spec/ports")).stream()
        .map(
            port ->
                "%s %d to %s, %s"
                    .formatted(
                        port.path("name").asText(),
                        port.path("port").asInt(),
                        port.path("targetPort").asText(),
                        port.path("appProtocol").asText()))
        .toList();
  }
}
