package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TracingConfigTest {

  @Test
  void nothingIsTracedUnlessThereIsACollector() throws Exception {
    assertThat(read(new JsonObject())).isEqualTo(TracingConfig.OFF);
    assertThat(Tracing.of(TracingConfig.OFF, Role.EDGE)).isSameAs(Tracing.OFF);
  }

  @ParameterizedTest
  @CsvSource({
    "http://collector:4318, http://collector:4318/v1/traces",
    "https://collector/, https://collector/v1/traces",
    "https://collector/otlp/v1/traces, https://collector/otlp/v1/traces"
  })
  void theUsualPathIsAddedWhereThereIsNone(String given, String taken) throws Exception {
    assertThat(read(new JsonObject().put("endpoint", given)).endpoint())
        .contains(URI.create(taken));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "collector:4318",
        "grpc://collector:4317",
        "http:///v1/traces",
        "http://me:s3cret@collector/",
        "http://collector/?key=s3cret",
        "http://collector/#s3cret",
        "http://s3cret collector/"
      })
  void anyOtherEndpointIsRefusedWithoutRepeatingIt(String given) {
    assertThatThrownBy(() -> read(new JsonObject().put("endpoint", given)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("tracing.endpoint must be a URL such as http://collector:4318")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void headersAreSecrets() throws Exception {
    JsonObject headers = new JsonObject().put("Authorization", "Bearer ${KEY}");
    TracingConfig config = read(new JsonObject().put("headers", headers));
    assertThat(config.headers())
        .containsExactly(new TracingConfig.Header("Authorization", new Secret("Bearer s3cret")));
    assertThat(config.toString()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "'X Key', s3cret, is no name of a header",
    "X-Key, 's3c\u0007ret', must be plain text",
    "Connection, s3cret, can't be set",
    "content-length, s3cret, can't be set",
    "EXPECT, s3cret, can't be set",
    "Host, s3cret, can't be set",
    "Upgrade, s3cret, can't be set"
  })
  void aHeaderThatCannotBeSentIsRefused(String name, String value, String sentence) {
    JsonObject headers = new JsonObject().put(name, value);
    assertThatThrownBy(() -> read(new JsonObject().put("headers", headers)))
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("s3c");
  }

  @Test
  void aSlowViewerIsOneWhoWaitsForASecondUnlessToldOtherwise() throws Exception {
    assertThat(read(new JsonObject()).slow()).isEqualTo(Duration.ofSeconds(1));
    assertThat(read(new JsonObject().put("slow-viewers", "0s")).slow()).isEqualTo(Duration.ZERO);
  }

  private static TracingConfig read(JsonObject tracing) throws ConfigException {
    JsonObject file = new JsonObject().put("tracing", tracing);
    ConfigReader reader =
        new ConfigReader(new ConfigSources(file, Map.of("KEY", "s3cret"), new Flags()));
    TracingConfig config = TracingConfig.read(reader);
    reader.finish();
    return config;
  }
}
