package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpTlsTest {

  @Test
  void isOffUnlessThereIsACertificate() throws Exception {
    HttpConfig http = read("{}");
    assertThat(http.tls()).isEmpty();
    assertThat(http.redirectPort()).isEmpty();
  }

  @Test
  void takesTwoFilesOrOneWithItsPassword() throws Exception {
    HttpConfig pem =
        read("{'tls': {'cert-file': 'a', 'key-file': 'b', 'hsts': '180d'}, 'redirect-port': 80}");
    assertThat(pem.tls().orElseThrow().hsts()).contains(Duration.ofDays(180));
    assertThat(pem.redirectPort()).hasValue(80);
    HttpConfig keystore =
        read("{'tls': {'keystore-file': 'a', 'keystore-password': 'hidden', 'hsts': 'off'}}");
    assertThat(keystore.tls().orElseThrow().hsts()).isEmpty();
    assertThat(keystore.toString()).doesNotContain("hidden");
  }

  @Test
  void takesNoFilesWhereAnAcmeServerIssuesTheCertificate() throws Exception {
    HttpConfig http =
        read(
            "{'redirect-port': 80, 'tls': {'hsts': '1d', 'acme': {'domains': ['a.example.org'],"
                + " 'store': 's', 'agree-to-terms': true}}}");
    HttpTls tls = http.tls().orElseThrow();
    assertThat(tls.source()).isEmpty();
    assertThat(tls.acme().orElseThrow().domains()).containsExactly("a.example.org");
    assertThat(tls.hsts()).contains(Duration.ofDays(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'tls': {'cert-file': 'a'}} | http.tls.key-file is missing; a certificate and its key are two files
          {'tls': {'key-file': 'a'}} | http.tls.cert-file is missing; a certificate and its key are two files
          {'tls': {'keystore-file': 'a'}} | http.tls.keystore-password is missing; a keystore has one
          {'tls': {'keystore-password': 'a'}} | http.tls.keystore-file is missing, to which the password would belong
          {'tls': {'hsts': '1d'}} | http.tls.hsts needs a certificate in http.tls
          {'tls': {'cert-file': 'a', 'key-file': 'b', 'hsts': '0s'}} | http.tls.hsts must be from 1s to 17520h, not 0s
          {'tls': {'cert-file': 'a', 'key-file': 'b', 'keystore-file': 'c', 'keystore-password': 'd'}} | http.tls.keystore-file is a second certificate beside cert-file and key-file; keep one
          {'redirect-port': 80, 'tls': {'cert-file': 'a', 'key-file': 'b', 'acme': {'domains': 'a.example.org', 'store': 's', 'agree-to-terms': true}}} | http.tls.acme is for a second certificate beside the one in files; keep one
          {'tls': {'acme': {'domains': 'a.example.org', 'store': 's', 'agree-to-terms': true}}} | http.redirect-port must be on for http.tls.acme; that is where an ACME server comes, by port 80
          {'redirect-port': 80} | http.redirect-port needs http.tls; there is nothing else to lead to
          """)
  void refusesWithOneSentence(String http, String sentence) {
    assertThat(problems(http)).containsExactly(sentence);
  }

  private static List<String> problems(String http) {
    try {
      read(http);
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    }
  }

  private static HttpConfig read(String http) throws ConfigException {
    JsonObject file = new JsonObject().put("http", new JsonObject(http.replace('\'', '"')));
    ConfigReader reader = new ConfigReader(new ConfigSources(file, Map.of(), new Flags()));
    HttpConfig config = HttpConfig.read(reader);
    reader.finish();
    return config;
  }
}
