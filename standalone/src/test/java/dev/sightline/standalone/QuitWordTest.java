package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuitWordTest {

  @ParameterizedTest
  @ValueSource(strings = {"quit\n", "quit", "\n\nquit\n", "help\nquit\nmore", " quit \r\n"})
  void isALineOfItsOwn(String input) throws IOException {
    assertThat(QuitWord.comes(stream(input))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "quit now\n", "quitquit", "QUIT\n", "q\nuit\n"})
  void isNothingElse(String input) throws IOException {
    assertThat(QuitWord.comes(stream(input))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 10_000_000})
  void isNoPartOfALongLine(int length) throws IOException {
    assertThat(QuitWord.comes(stream("quit" + " ".repeat(length) + "x\n"))).isFalse();
  }

  private static InputStream stream(String input) {
    return new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
  }
}
