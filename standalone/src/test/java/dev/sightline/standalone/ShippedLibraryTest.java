package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedLibraryTest {

  private static final String HASH = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.2.3", "4.2.9.Final", "0.80.0-alpha", "5.0.10", "2.2.1.RELEASE"})
  void hasNothingAgainstARelease(String version) {
    assertThat(objections(version, "MIT", HASH)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0-SNAPSHOT", "[1,2)", "LATEST", "", "1.+", "${version}"})
  void objectsToWhatMayBeAnotherTomorrow(String version) {
    assertThat(objections(version, "MIT", HASH))
        .containsExactly("a:b:" + version + " is no release");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GPL-3.0-only", "AGPL-3.0-or-later", "SSPL-1.0", "Of my own"})
  void objectsToALicenceThatIsNotAllowed(String licence) {
    assertThat(objections("1.0", licence, HASH))
        .containsExactly(
            "a:b:1.0 has the licence [%s], of which none is allowed".formatted(licence));
  }

  @Test
  void oneAllowedLicenceOfSeveralIsEnough() {
    JsonObject both = component("1.0", "LGPL-2.1-only", HASH);
    both.getJsonArray("licenses")
        .add(new JsonObject().put("license", new JsonObject().put("id", "EPL-2.0")));
    assertThat(ShippedLibrary.of(both).objections()).isEmpty();
  }

  @Test
  void objectsToOneWithoutLicenceOrHash() {
    JsonObject bare = new JsonObject().put("group", "a").put("name", "b").put("version", "1");
    assertThat(ShippedLibrary.of(bare).objections()).hasSize(2);
  }

  @Test
  void ourOwnNeedNoRelease() {
    JsonObject ours = component("0.1.0-SNAPSHOT", "Apache-2.0", HASH).put("group", "dev.sightline");
    assertThat(ShippedLibrary.of(ours).objections()).isEmpty();
  }

  private static List<String> objections(String version, String licence, String hash) {
    return ShippedLibrary.of(component(version, licence, hash)).objections();
  }

  private static JsonObject component(String version, String licence, String hash) {
    JsonObject named = new JsonObject().put("license", new JsonObject().put("id", licence));
    return new JsonObject()
        .put("group", "a")
        .put("name", "b")
        .put("version", version)
        .put("licenses", new JsonArray().add(named))
        .put(
            "hashes",
            new JsonArray()
                .add(new JsonObject().put("alg", "MD5").put("content", "0"))
                .add(new JsonObject().put("alg", "SHA-256").put("content", hash)));
  }
}
