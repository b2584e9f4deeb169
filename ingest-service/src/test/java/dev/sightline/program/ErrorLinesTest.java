package dev.sightline.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What of a program's standard error is told, and what is not. */
class ErrorLinesTest {

  private static final Masking SECRETS = new Masking(List.of("geheim", "g%40heim"));

  private final List<String> told = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong();

  @Test
  void tellsEachLineThatSaysSomething() {
    assertThat(linesOf("one\n\n  two \r\n \nthree")).containsExactly("one", "  two", "three");
  }

  @Test
  void whatIsWrittenOverWasNoLine() {
    assertThat(linesOf("frame= 1\rframe= 2\rframe= 3\nend")).containsExactly("frame= 3", "end");
  }

  @Test
  void hidesSecretsAndUsersOfUrls() {
    assertThat(linesOf("pwd=geheim rtsp://ann:b@cam/x http://h/p g%40heim!"))
        .containsExactly("pwd=*** rtsp://***@cam/x http://h/p ***!");
  }

  @Test
  void hidesTheQueriesOfUrls() {
    assertThat(linesOf("http://cam/v.cgi?user=ann&pwd=b: Server returned 404"))
        .containsExactly("http://cam/v.cgi?… Server returned 404");
  }

  @Test
  void cutsALongLineAndNoSecretShowsAtTheCut() {
    String line = "geheim".repeat(5_000);
    assertThat(linesOf(line + "\nnext")).hasSize(2).element(0).asString().hasSize(501);
    assertThat(told.get(0)).endsWith("…").doesNotContain("g");
    for (int head = 0; head < 40; head++) {
      told.clear();
      linesOf("x".repeat(head) + "geheim".repeat(667));
      assertThat(told.get(0)).doesNotContain("g").doesNotContain("m");
    }
  }

  @Test
  void aTerminalIsNotObeyed() {
    assertThat(linesOf("\u001b[31mred\u0007\n")).containsExactly(" [31mred");
  }

  @Test
  void countsWhatIsTooMuch() {
    LineRate rate = new LineRate(clock::get, told::add);
    IntStream.range(0, 50).forEach(i -> rate.take("line " + i));
    assertThat(rate.isFlooded()).isTrue();
    assertThat(told).hasSize(LineRate.BURST).last().isEqualTo("line 19");
    rate.end();
    assertThat(told).last().isEqualTo("… and 30 more lines");
  }

  @Test
  void whileItIsTooMuchOneLineAndTheCountAreToldEachMinute() {
    LineRate rate = new LineRate(clock::get, told::add);
    IntStream.range(0, 25).forEach(i -> rate.take("line"));
    told.clear();
    for (int i = 0; i < 300; i++) {
      clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
      rate.take("second " + i);
    }
    assertThat(told)
        .startsWith("… and 64 more lines", "second 59", "… and 59 more lines", "second 119")
        .hasSize(10);
  }

  @Test
  void aMinuteWithoutTooMuchAllowsTheNextBurst() {
    LineRate rate = new LineRate(clock::get, told::add);
    IntStream.range(0, 25).forEach(i -> rate.take("line"));
    clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
    rate.take("a single one");
    clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
    told.clear();
    IntStream.range(0, 25).forEach(i -> rate.take("line"));
    assertThat(told).hasSize(LineRate.BURST).containsOnly("line");
  }

  private List<String> linesOf(String text) {
    ErrorLines lines = new ErrorLines(SECRETS, told::add);
    for (char c : text.toCharArray()) {
      lines.take(new char[] {c}, 1);
    }
    lines.end();
    return told;
  }
}
