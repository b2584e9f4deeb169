package dev.sightline.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that is started where pymjpeg was. */
class PymjpegIT {

  private static final Map<String, String> ON_LOOPBACK = Map.of("SIGHTLINE_HTTP_HOST", "127.0.0.1");
  private static final int PICTURES = 8;

  private static final Pattern PART =
      Pattern.compile(
          "\r\n--boundarydonotcross\r\nContent-Type: image/jpeg\r\nContent-Length: (\\d+)\r\n"
              + "X-Timestamp: \\d+\\.\\d{6}\r\n\r\n");

  @TempDir private Path directory;

  private final List<Buffer> pictures = new ArrayList<>();
  private RunningProgram relay;

  @BeforeEach
  void writePictures() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("50% done?"));
    for (int i = 0; i < PICTURES; i++) {
      pictures.add(SampleJpegs.frame(i, 3_000 + i, Instant.now()));
      Files.write(folder.resolve("img%d.jpg".formatted(i)), pictures.get(i).getBytes());
    }
  }

  @AfterEach
  void stop() {
    if (relay != null) {
      relay.close();
    }
  }

  @Test
  void playsTheFolderOnceToWhoeverConnectsAtAnyPath() throws IOException {
    start(directory.resolve("50% done?").toString());

    for (String path : List.of("/", "/any/path.mjpg?x=1", "/stream?advance_headers=1")) {
      assertThat(bodyOf(path)).as(path).isEqualTo(pictures);
      assertThat(head())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .containsIgnoringCase(
              "\r\nContent-Type: multipart/x-mixed-replace;boundary=--boundarydonotcross\r\n")
          .containsIgnoringCase("\r\nExpires: Mon, 3 Jan 2000 12:34:56 GMT\r\n")
          .containsIgnoringCase("\r\nPragma: no-cache\r\n")
          .containsIgnoringCase("\r\nConnection: close\r\n")
          .containsIgnoringCase(
              "\r\nCache-Control: no-store, no-cache, must-revalidate, pre-check=0,"
                  + " post-check=0, max-age=0\r\n");
    }
  }

  @Test
  void saysThatThereIsNoSuchFolder() {
    relay = program("-p", "0", directory.resolve("none").toString());

    relay.awaitLine("none' is no folder that can be read");
    assertThat(relay.awaitExit()).isEqualTo(2);
  }

  private void start(String folder) {
    relay = program("-p", "0", "--fps", "10", folder);
    relay.awaitLine("watch +http");
  }

  private static RunningProgram program(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(NodeProcess.HOME.resolve("sightline").toString());
    command.add("pymjpeg");
    command.addAll(List.of(arguments));
    return RunningProgram.start(command, ON_LOOPBACK, NodeProcess.HOME);
  }

  /** The pictures that curl is sent until the connection is closed. */
  private List<Buffer> bodyOf(String path) throws IOException {
    String curl = Requires.program("curl").toString();
    String port = relay.awaitLine("watch +http://127.0.0.1:(\\d+)/").group(1);
    String body = directory.resolve("body").toString();
    try (RunningProgram reader =
        RunningProgram.start(
            curl,
            "-sS",
            "-D",
            directory.resolve("head").toString(),
            "-o",
            body,
            "http://127.0.0.1:" + port + path)) {
      assertThat(reader.awaitExit()).isZero();
    }
    return partsOf(Files.readAllBytes(Path.of(body)));
  }

  private String head() throws IOException {
    return Files.readString(directory.resolve("head"), ISO_8859_1);
  }

  private static List<Buffer> partsOf(byte[] body) {
    String text = new String(body, ISO_8859_1);
    List<Buffer> parts = new ArrayList<>();
    Matcher part = PART.matcher(text);
    int at = 0;
    while (part.find(at) && part.start() == at) {
      at = part.end() + Integer.parseInt(part.group(1));
      parts.add(Buffer.buffer(text.substring(part.end(), at).getBytes(ISO_8859_1)));
    }
    assertThat(text.substring(at)).isEqualTo("\r\n--boundarydonotcross\r\n");
    return parts;
  }
}
