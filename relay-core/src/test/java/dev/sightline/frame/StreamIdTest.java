package dev.sightline.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "front", "front-door_2", "a-", "z_9"})
  void allowsLettersDigitsAndTwoSigns(String name) {
    assertThat(StreamId.isValid(name)).isTrue();
    assertThat(new StreamId(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-a", "_a", "Front", "a b", "a/b", "a.b", "a\n", "`", "{", "ä", "٣", "a:"})
  void refusesAllOthersWithASentence(String name) {
    assertThat(StreamId.isValid(name)).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StreamId(name))
        .withMessageContaining("must be 1 to 63 of a-z, 0-9, '-' and '_'");
  }

  @Test
  void allowsNamesOf63Characters() {
    assertThat(StreamId.isValid("a".repeat(63))).isTrue();
    assertThat(StreamId.isValid("a".repeat(64))).isFalse();
  }

  @Test
  void refusesTheFirstSegmentsOfOurOwnUrls() {
    assertThat(StreamId.isValid("metrics")).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StreamId("metrics"))
        .withMessageContaining("taken by the product's own URLs");
  }
}
