package dev.sightline.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is said of a mistake on the command line, which may hold passwords. */
class ProgramTest {

  private final StringWriter err = new StringWriter();

  @Command(name = "sightline")
  private static final class Failing implements Callable<Integer> {

    @Option(names = "--secret")
    private String secret;

    @Option(names = "--number")
    private int number;

    @Override
    public Integer call() {
      throw new IllegalStateException("no way to http://u:" + secret + "@h/?pwd=" + secret);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--sercet=pa55word",
        "-x=pa55word",
        "http://u:pa55word@h/",
        "http://h/?pwd=pa55word",
        "--camera=yard=http://u:pa55word@h/",
        "--number=http://u:pa55word@h/",
        "--secret=pa55word"
      })
  void repeatsNoSecret(String argument) {
    assertThat(run(argument)).isNotZero();
    assertThat(err.toString()).startsWith("sightline: ").doesNotContain("pa55word");
  }

  @Test
  void saysWhichFlagThereIsNot() {
    assertThat(run("--sercet=x y")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("sightline: Unknown option: '--sercet=***'")
        .contains("--secret");
  }

  private int run(String argument) {
    CommandLine command = Program.commandLine(new Failing()).setErr(new PrintWriter(err, true));
    return command.execute(argument);
  }
}
