package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.frame.StreamId;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlConfigTest {

  @Test
  void readsWhatIsSet() throws ConfigException {
    UrlConfig urls =
        read(
            """
            {"prefixes": ["/cams", "/a/b.c_~-"], "default-stream": "front",
             "cors": ["https://example.org", "http://[::1]:8080", "capacitor://localhost"]}
            """);

    assertThat(urls)
        .isEqualTo(
            new UrlConfig(
                List.of("/cams", "/a/b.c_~-"),
                Optional.of(new StreamId("front")),
                List.of("https://example.org", "http://[::1]:8080", "capacitor://localhost"),
                UrlDialect.OWN));
  }

  @Test
  void readsListsFromTheEnvironment() throws ConfigException {
    Map<String, String> variables =
        Map.of("SIGHTLINE_HTTP_PREFIXES", "/a, /b", "SIGHTLINE_HTTP_CORS", "http://a,http://b");

    UrlConfig urls = read("{}", variables);

    assertThat(urls.prefixes()).containsExactly("/a", "/b");
    assertThat(urls.origins()).containsExactly("http://a", "http://b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"cors\": \"off\"}", "{\"cors\": [\"off\"]}", "{\"cors\": []}"})
  void letsNoOtherSiteReadUnlessTold(String http) throws ConfigException {
    assertThat(read(http)).isEqualTo(UrlConfig.DEFAULT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"cors\": \"*\"}", "{\"cors\": [\"*\"]}"})
  void letsEverySiteRead(String http) throws ConfigException {
    assertThat(read(http).origins()).containsExactly(UrlConfig.ANY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cams", "/", "/cams/", "/cams//a", "/a/../b", "/.", "/a b", "/%61", "/*"})
  void refusesAPrefixThatIsNoPath(String prefix) {
    assertThatThrownBy(() -> read(new JsonObject().put("prefixes", prefix).encode()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "http.prefixes must be paths such as /cams, without a slash at the end, not '%s'"
                .formatted(prefix));
  }

  @Test
  void refusesAPrefixThatWouldHideThePagesOfTheProduct() {
    assertThatThrownBy(() -> read(new JsonObject().put("prefixes", "/status").encode()))
        .hasMessageContaining(
            "http.prefixes must not be one of the product's own paths, such as '/status'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.org",
        "https://",
        "https://example.org/",
        "https://Example.org",
        "https://example.org:443",
        "http://example.org:80",
        "https://user@example.org",
        "https://*.example.org",
        "null",
        "on"
      })
  void refusesAnOriginThatNoBrowserSends(String origin) {
    assertThatThrownBy(() -> read(new JsonObject().put("cors", origin).encode()))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            ("http.cors must be off, '*' or origins as a browser writes them, such as"
                    + " https://example.org, not '%s'")
                .formatted(origin));
  }

  @ParameterizedTest
  @CsvSource({"'*, http://a'", "'http://a, off'", "'off, *'"})
  void refusesAMixtureOfOrigins(String cors) {
    assertThatThrownBy(() -> read(new JsonObject().put("cors", cors).encode()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("http.cors must be off, '*' or a list of origins, not some of each");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Front", "stream", "a/b"})
  void refusesADefaultThatIsNoName(String stream) {
    assertThatThrownBy(() -> read(new JsonObject().put("default-stream", stream).encode()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("http.default-stream must be the name of a stream, not '%s'".formatted(stream));
  }

  private static UrlConfig read(String http) throws ConfigException {
    return read(http, Map.of());
  }

  private static UrlConfig read(String http, Map<String, String> variables) throws ConfigException {
    JsonObject file = new JsonObject().put("http", new JsonObject(http));
    ConfigReader reader = new ConfigReader(new ConfigSources(file, variables, new Flags()));
    UrlConfig urls = HttpConfig.read(reader).urls();
    reader.finish();
    return urls;
  }
}
