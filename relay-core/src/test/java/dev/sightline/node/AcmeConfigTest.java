package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.tls.TlsFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcmeConfigTest {

  @Test
  void isOffUnlessADomainIsNamed() throws ConfigException {
    assertThat(read(new JsonObject())).isEmpty();
    assertThat(read(new JsonObject().put("domains", new JsonArray()))).isEmpty();
  }

  @Test
  void readsAllOfIt() throws ConfigException {
    AcmeConfig config =
        read(complete()
                .put("domains", new JsonArray().add("Cams.example.org").add("a.example.org"))
                .put("email", "me@example.org")
                .put("directory", "https://acme.example/dir")
                .put("ca-file", "ca.pem")
                .put("store", "secret:viewers"))
            .orElseThrow();
    assertThat(config.domains()).containsExactly("a.example.org", "cams.example.org");
    assertThat(config.email()).contains("me@example.org");
    assertThat(config.directory()).isEqualTo(URI.create("https://acme.example/dir"));
    assertThat(config.caFile()).contains(new TlsFile("http.tls.acme.ca-file", Path.of("ca.pem")));
    assertThat(config.secret()).contains("viewers");
  }

  @Test
  void asksLetsEncryptUnlessToldOtherwise() throws ConfigException {
    assertThat(read(complete()).orElseThrow().directory()).isEqualTo(AcmeConfig.PRODUCTION);
    assertThat(read(complete().put("directory", "staging")).orElseThrow().directory())
        .isEqualTo(AcmeConfig.STAGING);
    assertThat(read(complete()).orElseThrow().secret()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "-a.example.org",
        "a..example.org",
        "a.example.org.",
        "192.0.2.1",
        "[::1]",
        "ä.de",
        "http://a.example.org",
        "a.example.org:80",
        "a_b.example.org"
      })
  void wantsHostNames(String domain) {
    refused(
        complete().put("domains", new JsonArray().add("a.example.org").add(domain)),
        "http.tls.acme.domains must be host names such as cams.example.org, not '%s'"
            .formatted(domain));
  }

  @Test
  void saysWhoCanDoWildcards() {
    refused(
        complete().put("domains", new JsonArray().add("*.example.org")),
        "http.tls.acme.domains must not have a wildcard, which would need DNS-01; certbot or"
            + " cert-manager can do that");
  }

  @Test
  void takesAsManyNamesAsFitIntoOneCertificate() throws ConfigException {
    JsonArray names = new JsonArray();
    IntStream.range(0, 100).forEach(i -> names.add("c%d.example.org".formatted(i)));
    assertThat(read(complete().put("domains", names)).orElseThrow().domains()).hasSize(100);
    refused(
        complete().put("domains", names.copy().add("more.example.org")),
        "http.tls.acme.domains must not be more than 100");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "email | me | must be one address such as me@example.org",
        "email | a@b,c@d | must be one address such as me@example.org",
        "directory | http://acme.example/dir | must be production, staging or the https:// URL of"
            + " an ACME server's directory",
        "directory | test | must be production, staging or the https:// URL of an ACME server's"
            + " directory",
        "directory | https://u:p@h/dir | must be production, staging or the https:// URL of an"
            + " ACME server's directory",
        "store | secret:No | must be a directory, or secret: and the name of a Kubernetes Secret",
        "agree-to-terms | false | must be true: certificates are issued to who agrees to the ACME"
            + " server's terms; those of Let's Encrypt are at https://letsencrypt.org/repository/"
      })
  void saysWhatIsWrong(String key, String value, String sentence) {
    refused(complete().put(key, value), "http.tls.acme.%s %s".formatted(key, sentence));
  }

  @ParameterizedTest
  @ValueSource(strings = {"store", "email", "ca-file"})
  void wantsADomainForTheRest(String key) {
    String value = key.equals("email") ? "me@example.org" : "x";
    refused(
        new JsonObject().put(key, value),
        "http.tls.acme.domains is missing: the host names that the certificate is for");
  }

  @Test
  void wantsAPlaceToKeepTheCertificate() {
    JsonObject without = complete();
    without.remove("store");
    refused(
        without,
        "http.tls.acme.store is missing: a directory or secret:NAME that keeps the certificate");
  }

  private static JsonObject complete() {
    return new JsonObject()
        .put("domains", new JsonArray().add("a.example.org"))
        .put("store", "/var/lib/sightline/acme")
        .put("agree-to-terms", "true");
  }

  private static void refused(JsonObject acme, String sentence) {
    assertThatThrownBy(() -> read(acme))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(sentence)
        .satisfies(
            e -> assertThat(e.getMessage().lines().filter(l -> l.contains("acme"))).hasSize(1));
  }

  private static Optional<AcmeConfig> read(JsonObject acme) throws ConfigException {
    JsonObject file =
        new JsonObject()
            .put("http", new JsonObject().put("tls", new JsonObject().put("acme", acme)));
    ConfigReader reader = new ConfigReader(new ConfigSources(file, Map.of(), new Flags()));
    Optional<AcmeConfig> config = AcmeConfig.read(reader.section("http").section("tls"));
    reader.finish();
    return config;
  }
}
