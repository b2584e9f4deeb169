package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.RunningProgram;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The program that is started where mjpeg-relay was, with its command line. */
class MjpegRelayIT {

  private static final String DATA_URL = "data:image/jpg;base64,";
  private static final Map<String, String> ON_LOOPBACK = Map.of("SIGHTLINE_HTTP_HOST", "127.0.0.1");

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults());

  /** A field, since it closes its sockets once it is garbage. */
  private final WebSocketClient client =
      outside.createWebSocketClient(new WebSocketClientOptions().setMaxFrameSize(1 << 20));

  private RunningProgram relay;

  @AfterEach
  void stop() {
    if (relay != null) {
      relay.close();
    }
    camera.close();
    Await.result(outside.close());
  }

  @Test
  void servesTheClientsOfMjpegRelay() {
    start("-p", "0", "--ws-port=0", "--quiet", camera.url());

    camera.awaitStreamingClients(1); // nobody watches yet
    long connections = camera.connectionsEver(); // a busy machine may have needed several
    for (String path : List.of("/stream", "/cam1/stream?x")) {
      try (TestViewer viewer = TestViewer.open(outside, url(path))) {
        viewer.awaitFrames(2);
        assertThat(viewer.tally().corrupt()).isZero();
      }
    }
    for (String path : List.of("/snapshot", "/snapshot?123", "/cam1/snapshot")) {
      assertThat(get(path).header("Content-Type")).isEqualTo("image/jpeg");
    }
    assertThat(get("/cam1/status").header("Content-Type")).startsWith("text/html");
    assertThat(get("/").status()).isEqualTo(302);
    assertThat(get("/").header("Location")).isEqualTo("status");
    assertThat(textAt("/")).startsWith(DATA_URL);
    assertThat(jpegOf(textAt("/any/path?1"))).startsWith(0xFF, 0xD8);
    assertThat(camera.streamingClients()).isEqualTo(1);
    assertThat(camera.connectionsEver()).isEqualTo(connections);
  }

  @Test
  void endsAtTheWordQuit() {
    start("-p", "0", "-w", "0", camera.url());
    camera.awaitStreamingClients(1);
    relay.type("help\n");
    assertThat(get("/snapshot").status()).isEqualTo(200);

    relay.type("quit\n");

    assertThat(relay.awaitExit()).isZero();
    Await.until("the camera is let go", () -> camera.connections() == 0);
  }

  @Test
  void goesOnWhenItsInputEnds() {
    start("-p", "0", "-w", "0", "--debug", camera.url());

    relay.closeInput();

    try (TestViewer viewer = TestViewer.open(outside, url("/stream"))) {
      viewer.awaitFrames(5);
    }
    assertThat(relay.isAlive()).isTrue();
  }

  @Test
  void takesNoFileForAnInputThatIsMissing() throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$0\" \"$@\" <&-"));
    command.addAll(command("-p", "0", "-w", "0", camera.url()));
    relay = RunningProgram.start(command, ON_LOOPBACK, NodeProcess.HOME);

    relay.awaitLine("WebSocket +ws:");

    Path input = Path.of("/proc", Long.toString(relay.pid()), "fd", "0");
    assertThat(Files.readSymbolicLink(input)).hasToString("/dev/null");
    assertThat(get("/snapshot").status()).isEqualTo(200);
  }

  @Test
  void findsACameraThatComesLater() {
    camera.stopListening();
    start("-p", "0", "-w", "0", camera.url());
    assertThat(get("/").status()).isEqualTo(302);

    camera.listenAgain();

    camera.awaitStreamingClients(1);
    assertThat(get("/snapshot").status()).isEqualTo(200);
  }

  @Test
  void severalOfThemRunOnOneMachine() {
    start("-p", "0", "-w", "0", camera.url());
    try (RunningProgram other = program("-p", "0", "-w", "0", camera.url())) {
      other.awaitLine("watch +http");
      assertThat(other.lines()).noneMatch(line -> line.contains("management"));
    }
  }

  private void start(String... arguments) {
    relay = program(arguments);
    relay.awaitLine("WebSocket +ws:");
  }

  private static RunningProgram program(String... arguments) {
    return RunningProgram.start(command(arguments), ON_LOOPBACK, NodeProcess.HOME);
  }

  private static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(NodeProcess.HOME.resolve("sightline").toString());
    command.add("mjpeg-relay");
    command.addAll(List.of(arguments));
    return command;
  }

  private String url(String path) {
    return "http://127.0.0.1:" + port("watch +http") + path;
  }

  private int port(String line) {
    return Integer.parseInt(relay.awaitLine(line + "://127.0.0.1:(\\d+)/").group(1));
  }

  private HttpReply get(String path) {
    return PlainRequest.get(url(path)).send();
  }

  private String textAt(String path) {
    CompletableFuture<String> first = new CompletableFuture<>();
    WebSocket socket =
        Await.result(
            client
                .webSocket()
                .textMessageHandler(first::complete)
                .connect(port("WebSocket +ws"), "127.0.0.1", path));
    Await.until("a message", first::isDone);
    Await.result(socket.close());
    return first.join();
  }

  private static byte[] jpegOf(String dataUrl) {
    return Base64.getDecoder().decode(dataUrl.substring(DATA_URL.length()));
  }
}
