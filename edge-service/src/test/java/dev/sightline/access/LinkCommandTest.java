package dev.sightline.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import dev.sightline.node.Program;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LinkCommandTest {

  private static final StreamId YARD = new StreamId("yard");

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path keys;

  @BeforeEach
  void write() throws Exception {
    keys = Files.writeString(directory.resolve("keys"), LinkKeys.newLine() + "\n");
  }

  private int run(String... arguments) {
    CommandLine command = Program.commandLine(new LinkCommand());
    return command
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private Link read(String token) throws Exception {
    LinkKeys held = LinkKeys.parse(Files.readAllBytes(keys));
    return new Links(() -> held, Clock.systemUTC()).check(TokenText.of(token));
  }

  @Test
  void printsTheUrlAndNothingElse() throws Exception {
    int code =
        run("--keys-file", keys.toString(), "--stream", "yard", "--for", "1h", "--viewers", "3");

    assertThat(code).as(err.toString()).isZero();
    String start = "http://localhost:8080/yard/stream?token=";
    assertThat(out.toString()).startsWith(start).endsWith(System.lineSeparator());
    Link link = read(out.toString().strip().substring(start.length()));
    assertThat(link.streams()).containsExactly(YARD);
    assertThat(link.viewers()).isEqualTo(3);
    assertThat(Duration.between(Instant.now(), link.expiresAt()))
        .isBetween(Duration.ofMinutes(59), Duration.ofHours(1));
  }

  @ParameterizedTest
  @CsvSource({
    "page, https://cams.example/x/yard/?token=",
    "snapshot, https://cams.example/x/yard/snapshot?token=",
    "live.ts, https://cams.example/x/yard/live.ts?token=",
    "ws, wss://cams.example/x/yard/ws?token="
  })
  void leadsToWhatIsWanted(String path, String start) {
    int code =
        run(
            "--keys-file",
            keys.toString(),
            "--stream",
            "yard",
            "--stream",
            "front",
            "--for",
            "1h",
            "--base-url",
            "https://cams.example/x/",
            "--path",
            path);

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString()).startsWith(start);
  }

  @Test
  void takesKeysAndPortFromTheConfiguration() throws Exception {
    Path config =
        Files.writeString(
            directory.resolve("sightline.yaml"),
            "http: {port: 81}\naccess: {links: {keys-file: %s}}\n".formatted(keys));

    assertThat(run("--config", config.toString(), "--stream", "yard", "--for", "1m"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString()).startsWith("http://localhost:81/yard/stream?token=");
  }

  @Test
  void makesAKeyThatIsGood() {
    assertThat(run("--new-key")).isZero();

    String line = out.toString().strip();
    assertThat(line).matches("[0-9a-f]{8}:[A-Za-z0-9+/]{43}=");
    LinkKeys.parse(line.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--for 1h | --stream and --for must be given, or --new-key",
        "--stream yard | --stream and --for must be given, or --new-key",
        "--stream yard --for 1h | there are no keys: give --keys-file, or --config with",
        "--stream Yard --for 1h | --stream: stream name 'Yard' must be 1 to 63",
        "--stream yard --for 0s | --for must be from 1s to 87672h, which are ten years",
        "--stream yard --for 87673h | --for must be from 1s to 87672h, which are ten years",
        "--stream yard --for 5 | --for must be a duration with its unit",
        "--stream yard --for 1h --viewers -1 | --viewers must be from 0 to 1000000",
        "--stream yard --for 1h --path nowhere | --path must be one of stream, snapshot, page",
        "--stream yard --for 1h --keys-file /nowhere | --keys-file names /nowhere, which can't be",
      })
  void saysWhatIsWrong(String arguments, String sentence) {
    assertThat(run(arguments.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("sightline: " + sentence);
    assertThat(out.toString()).isEmpty();
  }
}
