package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.node.PlainYaml;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the configuration says of sites and of other clusters. */
class PlacesConfigTest {

  private static final String TOKEN = "0123456789abcdef";

  @Test
  void readsWhoMayDialInAndWhoIsDialled() throws ConfigException {
    IngestConfig config =
        read(
            """
            {"region": "us",
             "uplinks": {"garden": {"token": "%1$s", "streams": ["yard"], "prefix": "g-"},
                         "shed": "%1$s-of-the-shed"},
             "upstreams": {"eu": {"url": ["wss://one.example", "wss://two.example:8443/x"],
                                  "token": "%1$s", "proxy": "http://u:p@proxy:3128"}}}
            """
                .formatted(TOKEN),
            IngestConfig::read);

    assertThat(config.uplinks()).extracting(UplinkConfig::name).containsExactly("garden", "shed");
    RemoteNames garden = config.uplinks().get(0).names();
    assertThat(garden.here(new StreamId("yard"))).contains(new StreamId("g-yard"));
    assertThat(garden.takes(new StreamId("yard"))).isTrue();
    assertThat(garden.takes(new StreamId("gate"))).isFalse();
    UpstreamConfig eu = config.upstreams().get(0);
    assertThat(eu.dial().urls())
        .extracting(DialConfig::shown)
        .containsExactly("wss://one.example:443/downlink", "wss://two.example:8443/x");
    assertThat(eu.dial().proxy()).isPresent();
    assertThat(eu.names().region()).contains("us");
    assertThat(config.toString()).doesNotContain(TOKEN);
    assertThat(config.streamNames())
        .isEqualTo("those of site garden, those of site shed, those of upstream eu");
  }

  @Test
  void aStreamThatHasBeenHereComesFromHere() {
    RemoteNames names = new RemoteNames("upstream eu", Set.of(), "", Optional.of("us"));

    assertThat(names.comesFromHere(List.of("eu"))).isFalse();
    assertThat(names.comesFromHere(List.of("us", "eu"))).isTrue();
  }

  @Test
  void aSiteMayNotBringMoreStreamsThanAreTakenOfOne() {
    List<String> many = IntStream.rangeClosed(0, 1_000).mapToObj(i -> "s" + i).toList();
    JsonObject config =
        new JsonObject().put("uplinks", Map.of("a", Map.of("token", TOKEN, "streams", many)));

    assertThat(
            catchThrowableOfType(
                ConfigException.class, () -> read(config.encode(), IngestConfig::read)))
        .hasMessageContaining("uplinks.a.streams must not be more than 1000");
  }

  @Test
  void aTokenIsNoLongerThanIsLookedAt() {
    JsonObject config =
        new JsonObject().put("uplinks", Map.of("a", Map.of("token", "x".repeat(513))));

    assertThat(
            catchThrowableOfType(
                ConfigException.class, () -> read(config.encode(), IngestConfig::read)))
        .hasMessageContaining("uplinks.a.token must have at most 512 characters");
  }

  @Test
  void aPrefixThatMakesANameTooLongLeavesTheStreamOut() {
    RemoteNames names = new RemoteNames("site garden", Set.of(), "g-", Optional.empty());

    assertThat(names.here(new StreamId("y".repeat(61)))).isPresent();
    assertThat(names.here(new StreamId("y".repeat(62)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{uplinks: {a: {}}} | uplinks.a.token is missing; make one with: openssl rand -hex 32",
        "{uplinks: {a: {token: short}}} | uplinks.a.token must have at least 16 characters",
        "{uplinks: {a: 0123456789abcdef, b: 0123456789abcdef}} | uplinks.b.token is that of another",
        "{uplinks: {A: 0123456789abcdef}} | uplinks.A: this name must be 1 to 63 of a-z",
        "{uplinks: {a: {token: 0123456789abcdef, prefix: -x}}} | uplinks.a.prefix must be what",
        "{uplinks: {a: {token: 0123456789abcdef, streams: Yard}}} | stream name 'Yard' must be",
        "{upstreams: {a: {url: 'wss://h', token: 0123456789abcdef}}} | region is missing; with",
        "{region: US, upstreams: {a: {url: 'wss://h', token: 0123456789abcdef}}} | region must be 1",
        "{region: us, upstreams: {a: {token: 0123456789abcdef}}} | upstreams.a.url is missing",
        "{region: us, upstreams: {a: {url: 'http://h', token: 0123456789abcdef}}} | must start with ws:// or wss://, not http://",
        "{region: us, upstreams: {a: {url: 'wss://u:p@h', token: 0123456789abcdef}}} | must not name a user",
        "{region: us, upstreams: {a: {url: 'wss://h', token: 0123456789abcdef, proxy: x}}} | upstreams.a.proxy",
        "{region: us, upstreams: {a: {url: 'wss://h', token: 0123456789abcdef, tls: {fingerprint: x}}}} | upstreams.a.tls.fingerprint must be the SHA-256"
      })
  void saysWhatIsWrong(String file, String sentence) {
    assertThat(problems(file, IngestConfig::read)).anyMatch(said -> said.contains(sentence));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{site: {to: 'wss://h', token: 0123456789abcdef}} | cameras are missing",
        "{cameras: {a: 'http://h/'}, site: {token: 0123456789abcdef}} | site.to is missing",
        "{cameras: {a: 'http://h/'}, site: {to: 'wss://h'}} | site.token is missing",
        "{cameras: {a: 'http://h/'}, site: {to: 'wss://h', token: 0123456789abcdef, max-bitrate: 2}} | site.max-bitrate must be 'off' or a rate with its unit",
        "{cameras: {a: 'http://h/'}, site: {to: 'h', token: 0123456789abcdef}} | site.to must start with ws://",
        "{cameras: {a: 'http://h/'}, uplinks: {a: 0123456789abcdef}, site: {to: 'wss://h', token: 0123456789abcdef}} | uplinks and upstreams are for an ingest"
      })
  void saysWhatIsWrongWithASite(String file, String sentence) {
    assertThat(problems(file, SiteConfig::read)).anyMatch(said -> said.contains(sentence));
  }

  @Test
  void aSiteListensOnlyWhereSomethingIsSentToItAndOnThisMachine() throws ConfigException {
    String dials = "\"site\": {\"to\": \"wss://h\", \"token\": \"" + TOKEN + "\"}";

    SiteConfig pulling =
        read("{\"cameras\": {\"a\": \"http://h/\"}, " + dials + "}", SiteConfig::read);
    assertThat(pulling.http()).isEmpty();
    assertThat(pulling.node().management().port()).isEmpty();
    assertThat(pulling.node().cluster()).isEmpty();
    assertThat(pulling.dial().orElseThrow().urls().get(0).target()).isEqualTo("/uplink");

    SiteConfig sentTo = read("{\"cameras\": {\"a\": \"push:\"}, " + dials + "}", SiteConfig::read);
    assertThat(sentTo.http().orElseThrow().host()).isEqualTo("127.0.0.1");
  }

  private static List<String> problems(String yaml, Function<ConfigReader, ?> parts) {
    return catchThrowableOfType(ConfigException.class, () -> read(yaml, parts)).problems();
  }

  private static <T> T read(String yaml, Function<ConfigReader, T> parts) throws ConfigException {
    JsonObject file = new PlainYaml().process(null, new JsonObject(), Buffer.buffer(yaml)).result();
    ConfigReader reader = new ConfigReader(new ConfigSources(file, Map.of(), new Flags()));
    T read = parts.apply(reader);
    reader.finish();
    return read;
  }
}
