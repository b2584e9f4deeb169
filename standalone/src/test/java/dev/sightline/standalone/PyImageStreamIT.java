package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that is started where PyImageStream was, with its command line. */
class PyImageStreamIT {

  private final Vertx outside = Vertx.vertx();

  /** A field, since it closes its sockets once it is garbage. */
  private final WebSocketClient client =
      outside.createWebSocketClient(new WebSocketClientOptions().setMaxFrameSize(1 << 20));

  private FakeWebcam webcam;
  private RunningProgram relay;

  @TempDir private Path directory;

  @BeforeEach
  void start() {
    webcam = FakeWebcam.in(directory, Requires.program("ffmpeg"));
    List<String> command =
        List.of(
            NodeProcess.HOME.resolve("sightline").toString(),
            "pyimagestream",
            "--camera=" + FakeWebcam.DEVICE,
            "--width=320",
            "--height=240",
            "--quality=50",
            "--stopdelay=1",
            "--port=0");
    Map<String, String> environment =
        Map.of(
            "SIGHTLINE_HTTP_HOST",
            "127.0.0.1",
            "PATH",
            directory + ":" + System.getenv().get("PATH"));
    relay = RunningProgram.start(command, environment, NodeProcess.HOME);
  }

  @AfterEach
  void stop() {
    relay.close();
    Await.result(outside.close());
  }

  @Test
  void servesTheClientsOfPyImageStream() {
    assertThat(get("/").header("Location")).isEqualTo("camera/");
    assertThat(get("/index.html").header("Location")).isEqualTo("camera/");
    assertThat(get("/camera/").header("Content-Type")).startsWith("text/html");
    assertThat(webcam.calls()).isEmpty();

    List<Buffer> pictures = new CopyOnWriteArrayList<>();
    WebSocket socket = Await.result(client.connect(port(), "127.0.0.1", "/websocket"));
    socket.binaryMessageHandler(pictures::add);
    for (int asked = 1; asked <= 5; asked++) {
      Await.result(socket.writeTextMessage("more"));
      int wanted = asked;
      Await.until("picture " + wanted, () -> pictures.size() == wanted);
    }
    assertThat(pictures)
        .doesNotHaveDuplicates()
        .allMatch(jpeg -> jpeg.getUnsignedShort(0) == 0xFFD8);
    assertThat(isOn()).isTrue();
    assertThat(webcam.calls()).hasSize(2).last().asString().contains("320x240", "-q:v 8 ");

    Await.result(socket.close());

    Await.until("the camera is off", () -> !isOn());
    assertThat(relay.isAlive()).isTrue();
  }

  private boolean isOn() {
    return ProcessHandle.of(relay.pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .anyMatch(process -> process.info().command().isPresent());
  }

  private HttpReply get(String path) {
    return PlainRequest.get("http://127.0.0.1:" + port() + path).send();
  }

  private int port() {
    return Integer.parseInt(relay.awaitLine("watch +http://127.0.0.1:(\\d+)/").group(1));
  }
}
