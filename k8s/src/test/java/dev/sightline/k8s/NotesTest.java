package dev.sightline.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Helm says at the end of an installation. */
class NotesTest {

  private static final String ACME =
      """
      config:
        http:
          tls:
            acme: {domains: [cameras.example.org], store: secret:sightline-acme, agree-to-terms: true}
      """;

  @TempDir private Path directory;

  @Test
  void theyLeadToTheServiceForViewers() throws IOException {
    assertThat(notes("{}"))
        .contains("http://localhost:8080/")
        .contains("kubectl --namespace video port-forward service/cams-sightline 8080:80\n");
    assertThat(notes("edge: {service: {type: LoadBalancer, port: 81}}"))
        .contains("http://ADDRESS:81/")
        .contains("get service cams-sightline --watch");
    assertThat(notes("edge: {service: {type: NodePort}}"))
        .contains("get service cams-sightline --output jsonpath='{.spec.ports[0].nodePort}'");
  }

  @Test
  void theyHaveTheAddressWhereItIsKnown() throws IOException {
    assertThat(notes(Chart.text(Chart.PRODUCTION)))
        .contains("\n  https://cameras.example.org/\n")
        .doesNotContain("port-forward");
    assertThat(notes("edge: {ingress: {enabled: true, hosts: [c.example.org]}}"))
        .contains("\n  http://c.example.org/\n");
    assertThat(
            notes(
                "edge: {ingress: {enabled: true, hosts: [c.example.org], tls: [{secretName: c}]}}"))
        .contains("\n  https://c.example.org/\n");
  }

  @Test
  void theySayHttpsWhereThatIsSpoken() throws IOException {
    String tls = "secrets: {tls: {existingSecret: t}}";
    assertThat(notes("{" + tls + "}"))
        .contains("https://localhost:8443/")
        .contains("port-forward service/cams-sightline 8443:443\n");
    assertThat(notes("{" + tls + ", edge: {service: {type: LoadBalancer, httpsPort: 444}}}"))
        .contains("https://ADDRESS:444/");
    assertThat(notes("{" + tls + ", edge: {ingress: {enabled: true, hosts: [c.example.org]}}}"))
        .contains("\n  https://c.example.org/\n");
    assertThat(notes(ACME))
        .contains("\n  https://cameras.example.org/\n")
        .contains("kubectl --namespace video create secret generic sightline-acme\n");
  }

  @Test
  void theyTellWhoMayWatchAndHowAGatewayComes() throws IOException {
    assertThat(notes("{}")).contains("Whoever reaches that may watch").doesNotContain("Gateway");
    assertThat(notes(Chart.text(Chart.PRODUCTION)))
        .contains("which a BackendTLSPolicy tells it")
        .doesNotContain("Whoever reaches");
  }

  @Test
  void theyTellOfWhatIsMissing() throws IOException {
    assertThat(notes("{}")).contains("There is no camera yet.").contains("port 5701");
    assertThat(notes(Chart.text(Chart.STANDALONE))).contains("so you see a demo camera");
    assertThat(notes("ingest: {replicas: 1}")).contains("nobody stands by");
    assertThat(notes(Chart.text(Chart.PRODUCTION)))
        .doesNotContain("no camera", "5701", "stands by");
  }

  private String notes(String values) throws IOException {
    InstallCommand install =
        new Helm(Chart.HOME)
            .install()
            .clientOnly()
            .dryRun()
            .withName("cams")
            .withNamespace(Install.NAMESPACE)
            .withKubeVersion(Install.NEWEST)
            .withValuesFile(Files.writeString(directory.resolve("values.yaml"), values));
    String output = install.call().getOutput();
    return output.substring(output.indexOf("NOTES:"));
  }
}
