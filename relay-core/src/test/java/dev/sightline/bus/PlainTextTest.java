package dev.sightline.bus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n", "\u001b", "\u007f", "\u0085", "\u009b", "\u2028", "\u2029", "\u202e", "\u2066",
        "\u200b", "\ufeff", "\ud83d", "\ue000"
      })
  void hasNothingInItThatIsNotSeen(String unseen) {
    assertThat(PlainText.of("it is" + unseen + "late" + unseen, 100)).isEqualTo("it is late");
  }

  @Test
  void keepsLettersOfAllLanguages() {
    assertThat(PlainText.of("Tür zu, 門, باب 🎥", 100)).isEqualTo("Tür zu, 門, باب 🎥");
  }

  @Test
  void endsAtTheLimitAndNotWithinACharacter() {
    assertThat(PlainText.of("x".repeat(101), 100)).isEqualTo("x".repeat(100));
    assertThat(PlainText.of("x".repeat(99) + "🎥", 100)).isEqualTo("x".repeat(99));
  }
}
