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
  @ValueSource(strings = {"a: 1\n? [b]\n: 2\n", "a: 1\n? &x [[*x]]\n: 2\n", "a:\n  <<: {{}: 1}\n"})
  void refusesANameThatIsNoText(String yaml) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlainYaml.parse(yaml))
        .withMessage("line 2: a name must be plain text, not a list or a section");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"!!set x", "!!set {x}", "!!map x", "!!int 5", "!secret x", "[!!omap [a: b]]"})
  void refusesTags(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlainYaml.parse("a: 1\nb: " + value))
        .withMessage("line 2: a value must have no tag such as !!set or !include");
  }

  @Test
  void refusesAliasesThatMultiply() {
    StringBuilder yaml = new StringBuilder("l0: &l0 [1]\n");
    for (int i = 1; i <= 12; i++) {
      yaml.append("l%d: &l%d [*l%d, *l%d, *l%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlainYaml.parse(yaml.toString()))
        .withMessage("there are more than 100000 values");
  }

  @Test
  void takesWhatAnAliasStandsFor() {
    assertThat(PlainYaml.parse("a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\ne: *x\n"))
        .isEqualTo(
            new JsonObject("{\"a\":{\"b\":\"1\",\"c\":\"2\"}}")
                .mergeIn(new JsonObject("{\"d\":{\"b\":\"1\",\"c\":\"3\"}}"))
                .mergeIn(new JsonObject("{\"e\":{\"b\":\"1\",\"c\":\"2\"}}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8080", "[1, 2]"})
  void refusesADocumentWithoutSections(String yaml) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlainYaml.parse(yaml))
        .withMessage("must hold sections such as 'http:', not a single value");
  }
}
