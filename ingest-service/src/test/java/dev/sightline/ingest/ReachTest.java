package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReachTest {

  private static final String CAMERAS =
      """
      "cameras": {
        "hall": "http://cam/hall",
        "yard": {"url": "http://cam/yard", "reach": "site-a"},
        "gate": {"url": "http://cam/gate", "reach": ["site-a", "site-b"]},
        "dock": {"url": "push:", "reach": ["site-b"]}}
      """;

  @Test
  void anIngestPullsCamerasWithoutALabelAndThoseThatShareOne() throws ConfigException {
    assertThat(namesWithinReach("\"site-a\"")).isEqualTo("hall, yard, gate");
    assertThat(namesWithinReach("[\"site-b\", \"site-c\"]")).isEqualTo("hall, gate, dock");
    assertThat(namesWithinReach("\"site-a, site-b\"")).isEqualTo("hall, yard, gate, dock");
  }

  @Test
  void anIngestWithoutLabelsPullsOnlyThoseWithoutAny() throws ConfigException {
    assertThat(namesWithinReach("[]")).isEqualTo("hall");
    assertThat(namesWithinReach("null")).isEqualTo("hall");
  }

  @Test
  void aVariableOrAFlagSaysWhatAnIngestCanReach() throws ConfigException {
    assertThat(read("{" + CAMERAS + "}", Map.of("SIGHTLINE_INGEST_REACH", "site-b")))
        .extracting(config -> config.withinReach().streamNames())
        .isEqualTo("hall, gate, dock");
  }

  @Test
  void whoeverIsAloneHasAllCamerasWhateverTheLabels() throws ConfigException {
    assertThat(read("{" + CAMERAS + "}", Map.of()).streamNames())
        .isEqualTo("hall, yard, gate, dock");
  }

  @Test
  void namesALabelThatIsNone() {
    assertThat(problemsOf("{\"ingest\": {\"reach\": \"Site A\"}}"))
        .containsExactly(
            "ingest.reach must name labels of 1 to 63 of a-z, 0-9, '-' and '_', starting with a"
                + " letter or digit, not 'Site A'");
    assertThat(
            problemsOf(
                "{\"cameras\": {\"yard\": {\"url\": \"http://cam/\", \"reach\": [\"-a\"]}}}"))
        .singleElement()
        .asString()
        .startsWith("cameras.yard.reach must name labels")
        .endsWith("not '-a'");
  }

  @Test
  void tellsMistakesInCamerasThatAreElsewhere() {
    assertThat(
            problemsOf(
                "{\"cameras\": {\"yard\": {\"url\": \"ftp://cam/\", \"reach\": \"elsewhere\"}}}"))
        .singleElement()
        .asString()
        .startsWith("cameras.yard.url");
  }

  private static String namesWithinReach(String labels) throws ConfigException {
    String settings = "{\"ingest\": {\"reach\": %s}, %s}".formatted(labels, CAMERAS);
    return read(settings, Map.of()).withinReach().streamNames();
  }

  private static List<String> problemsOf(String settings) {
    return catchThrowableOfType(ConfigException.class, () -> read(settings, Map.of())).problems();
  }

  private static IngestConfig read(String settings, Map<String, String> variables)
      throws ConfigException {
    ConfigReader reader =
        new ConfigReader(new ConfigSources(new JsonObject(settings), variables, new Flags()));
    IngestConfig config = IngestConfig.read(reader);
    reader.finish();
    return config;
  }
}
