package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The program that is started where websocket-relay was, with its command line. */
class WebSocketRelayIT {

  private static final Map<String, String> ON_LOOPBACK = Map.of("SIGHTLINE_HTTP_HOST", "127.0.0.1");
  private static final String VIDEO =
      "-f lavfi -i testsrc2=size=160x120:rate=25 -t 2 -c:v mpeg1video -bf 0 -f mpegts ";

  private RunningProgram relay;

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  void anUploadEndsAsItShould() {
    start("--port=0", "--secret=s3cret");

    assertThat(ffmpeg(VIDEO + url("/upload/s3cret"))).isZero();

    JsonObject stream = new JsonObject(get("/live/status.json").body());
    assertThat(stream.encode())
        .contains("\"source\":\"uploads\"", "\"connects\":1")
        .doesNotContain("s3cret");
    assertThat(relay.lines()).anyMatch(line -> line.contains("live: an upload has begun"));
    assertThat(relay.lines()).noneMatch(line -> line.contains("s3cret"));
  }

  @Test
  void saysWhatIsWrongWithAnUpload() {
    start("--port", "0", "--secret", "s3cret", "--logging", "warning");
    Buffer text = Buffer.buffer("not a transport stream\n".repeat(1_000));

    HttpReply wrong = post("/upload/other", text);
    HttpReply file = post("/upload/s3cret", text);

    assertThat(wrong.status()).isEqualTo(403);
    assertThat(file.status()).isEqualTo(415);
    assertThat(file.text()).contains("this is not MPEG-TS");
    assertThat(post("/upload/s3cret", Buffer.buffer()).status()).isEqualTo(400);
    // One that is over before the connection is closed ends well: ffmpeg reads no answers.
    assertThat(ffmpeg(VIDEO.replace("-t 2", "-t 60") + url("/upload/other"))).isNotZero();
  }

  @Test
  void withoutASecretAnyUploadIsTaken() {
    start("--port", "0");

    assertThat(ffmpeg(VIDEO + url("/upload/whatever/there/is"))).isZero();
    assertThat(relay.lines()).anyMatch(line -> line.contains("anybody who reaches this ingest"));
  }

  private void start(String... arguments) {
    Requires.program("ffmpeg");
    List<String> command = new ArrayList<>();
    command.add(NodeProcess.HOME.resolve("sightline").toString());
    command.add("websocket-relay");
    command.addAll(List.of(arguments));
    relay = RunningProgram.start(command, ON_LOOPBACK, NodeProcess.HOME);
    relay.awaitLine("watch +http:");
  }

  private String url(String path) {
    return "http://127.0.0.1:" + relay.awaitLine("watch +http://127.0.0.1:(\\d+)/").group(1) + path;
  }

  private HttpReply get(String path) {
    return PlainRequest.get(url(path)).send();
  }

  private HttpReply post(String path, Buffer body) {
    return new PlainRequest(
            "POST", url(path), "HTTP/1.1", List.of("Content-Type: video/mp2t"), body)
        .send();
  }

  private static int ffmpeg(String arguments) {
    List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-re"));
    command.addAll(List.of(arguments.split(" ")));
    try (RunningProgram program = RunningProgram.start(command.toArray(new String[0]))) {
      return program.awaitExit();
    }
  }
}
