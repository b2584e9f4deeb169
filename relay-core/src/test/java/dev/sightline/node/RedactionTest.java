package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "http://u:p@h/x                    | http://***@h/x",
        "http://u:p@ss/w@h/x               | http://***@h/x",
        "'rtsp://u:p@h:554/x?pwd=p' failed | 'rtsp://***@h:554/x?…' failed",
        "http://h/x?user=u&pwd=p: not found | http://h/x?… not found",
        "http://h?u=p http://h/y#p end     | http://h?… http://h/y?… end",
        "//u:p@h/                          | //***@h/",
        "u:p@h?x=p                         | u:p@h?x=p",
        "is this it? http://h/x            | is this it? http://h/x",
        "GET '/a?b=c&Token=abc&d' failed     | GET '/a?b=c&Token=***&d' failed",
        "//h/a?token=abc /b?token=abc      | //h/a?… /b?token=***",
        "nothing                           | nothing"
      })
  void leavesOfAUrlWhatIsNoSecret(String text, String shown) {
    assertThat(Redaction.of(text)).isEqualTo(shown);
  }

  @Test
  void takesALongTextInItsStride() {
    String text = "//a?".repeat(10_000);
    assertThat(Redaction.of(text)).isEqualTo("//a?…");
  }

  /** Whoever logs one of these by mistake shows no secret. */
  @Test
  void whatHoldsSettingsDoesNotPrintThem() {
    Flags flags = new Flags().put("cameras.a.url", "--camera", "http://u:s3cret@h/");
    JsonObject file = new JsonObject().put("cluster", new JsonObject().put("secret", "s3cret"));
    ConfigSources sources = new ConfigSources(file, Map.of("SIGHTLINE_X", "s3cret"), flags);
    TreeMap<String, String> fixed = new TreeMap<>(Map.of("cluster.secret", "s3cret"));
    List<Object> holders =
        List.of(
            sources,
            flags,
            new Setting("cluster.secret", "s3cret"),
            new ConfigReading<>("config", fixed, List.of()),
            new Secret("s3cret"));
    assertThat(holders.toString()).doesNotContain("s3cret");
  }
}
