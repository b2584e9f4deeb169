package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainYamlTest {

  @ParameterizedTest
  @ValueSource(strings = {"0123", "off", "1e3", "12:30:45", "2024-01-01", "0x10", "true", "1_000"})
  void leavesWhatWasWritten(String value) {
    assertThat(PlainYaml.parse("password: " + value).getValue("password")).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:", "a: ~", "a: null"})
  void knowsNothing(String yaml) {
    assertThat(PlainYaml.parse(yaml)).isEqualTo(new JsonObject().putNull("a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# only a comment\n", "---\n"})
  void takesAnEmptyDocumentForNoSettings(String yaml) {
    assertThat(PlainYaml.parse(yaml)).isEmpty();
  }

  @Test
  void refusesANameThatStandsTwice() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlainYaml.parse("cameras:\n  front: a\n  front: b\n"))
        .withMessageStartingWith("line 3: ")
        .withMessageContaining("front");
  }

  @Test
  void refusesASectionThatContainsItself() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlainYaml.parse("a: &x\n  b: *x\n"))
        .withMessage("sections are nested more than 16 deep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8080", "[1, 2]"})
  void refusesADocumentWithoutSections(String yaml) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlainYaml.parse(yaml))
        .withMessage("must hold sections such as 'http:', not a single value");
  }
}
