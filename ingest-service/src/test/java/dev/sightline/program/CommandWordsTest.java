package dev.sightline.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Command lines are split where a shell splits them, and nothing else in them means anything. */
class CommandWordsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffmpeg -f lavfi -i testsrc2=size=640x480 -",
        "  a   b\tc  ",
        "'a b' \"c d\" e\\ f",
        "a'b c'd\"e f\"g",
        "'' \"\" x",
        "'it''s' \"it's\" it\\'s",
        "\"a\\\"b\" \"a\\\\b\" \"a\\b\"",
        "'a\\b' 'a\\' b",
        "-vf \"drawtext=text='%{localtime\\:%X}'\"",
        "ä 'ö ü'"
      })
  void splitsAsAShellDoes(String line) {
    String sh = Requires.program("sh").toString();
    String printing = "for word in " + line + "; do printf '[%s]\\n' \"$word\"; done";
    try (RunningProgram shell = RunningProgram.start(sh, "-c", printing)) {
      assertThat(shell.awaitExit()).isZero();
      assertThat(CommandWords.split(line).stream().map("[%s]"::formatted))
          .containsExactlyElementsOf(shell.lines());
    }
  }

  @Test
  void knowsNothingElseOfAShell() {
    assertThat(CommandWords.split("a $HOME * | b > c && d; `e` # f ~"))
        .containsExactly("a", "$HOME", "*", "|", "b", ">", "c", "&&", "d;", "`e`", "#", "f", "~");
    assertThat(CommandWords.split("a\nb")).isEqualTo(List.of("a", "b"));
    assertThat(CommandWords.split(" \t ")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "geheim 'a b, has a quote (') that nothing closes",
        "geheim \"a b\\\", has a quote (\") that nothing closes",
        "geheim \\, `ends with a backslash, behind which something must come`"
      })
  void saysWhatIsWrongWithoutRepeatingIt(String line, String sentence) {
    assertThatThrownBy(() -> CommandWords.split(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }
}
