package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.sightline.standalone.ReverseProxy.Program;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.Stamp;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Viewers behind nginx and haproxy, which hand on what is below a prefix. */
class ProxiesIT {

  /** A fortieth of what a proxy that buffers waits for. */
  private static final int FRAME_BYTES = 1_500;

  private static final int FRAMES = 5;

  private static Chromium chromium;

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera =
      FakeCamera.start(outside, CameraOptions.defaults().manual().withFrameSize(FRAME_BYTES));
  private final RelayFixture relay = relay();
  private final WebSocketClient client = outside.createWebSocketClient();
  private final Queue<Buffer> received = new ConcurrentLinkedQueue<>();
  private ReverseProxy proxy;

  @TempDir private Path directory;

  @BeforeAll
  static void startChromium() {
    chromium = Chromium.start();
  }

  @AfterAll
  static void stopChromium() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private void start(Program program) {
    relay.withPrefix("/kept").with("front", camera).start();
    int edge = URI.create(relay.url("/")).getPort();
    proxy = ReverseProxy.start(program, directory, edge);
  }

  @AfterEach
  void stop() {
    if (proxy != null) {
      proxy.close();
    }
    relay.close();
    camera.close();
    Await.result(outside.close());
  }

  /**
   * A proxy that waits until a buffer is full would wait for more than these, repeats included: one
   * picture is awaited for half a minute, in which the edge sends it four times.
   */
  @ParameterizedTest
  @CsvSource({"NGINX, /cams", "NGINX, /kept", "HAPROXY, /cams", "HAPROXY, /kept"})
  void handOnEachPictureAtOnce(Program program, String prefix) {
    start(program);
    TestViewer viewer = TestViewer.open(outside, proxy.url(prefix + "/front/stream"));
    camera.awaitStreamingClients(1);
    for (int number = 1; number <= FRAMES; number++) {
      int sent = camera.sendFrame();

      viewer.awaitFrame("the picture", frame -> frame.sequence() == sent);
    }
    assertThat(viewer.tally().corrupt()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"NGINX, /cams", "NGINX, /kept", "HAPROXY, /cams", "HAPROXY, /kept"})
  void handOnWebSockets(Program program, String prefix) {
    start(program);
    Await.result(
        client
            .connect(proxy.port(), "127.0.0.1", prefix + "/front/ws")
            .onSuccess(socket -> socket.handler(received::add)));
    camera.awaitStreamingClients(1);

    int sent = camera.sendFrame();

    Await.until("the picture has come", () -> !received.isEmpty());
    assertThat(received).hasSize(1).allMatch(Stamp::verify);
    assertThat(Stamp.read(received.remove()).orElseThrow().sequence()).isEqualTo(sent);
  }

  @ParameterizedTest
  @EnumSource(names = {"NGINX", "HAPROXY"})
  void handOnAStreamToAnImage(Program program) {
    start(program);
    try (Page page = chromium.newPage()) {
      Chromium.open(page, proxy.url("/cams/no-page"));
      page.evaluate("document.body.innerHTML = '<img src=\"front/stream\">'");
      camera.awaitStreamingClients(1);

      camera.sendFrame();

      page.waitForFunction("document.querySelector('img').naturalWidth === 64");
    }
  }

  @ParameterizedTest
  @CsvSource({"NGINX, /cams", "NGINX, /kept", "HAPROXY, /cams", "HAPROXY, /kept"})
  void handOnThePagesWithTheirSocket(Program program, String prefix) {
    start(program);
    try (Page page = chromium.newPage()) {
      List<String> sockets = new ArrayList<>();
      page.onWebSocket(socket -> sockets.add(socket.url()));
      Chromium.open(page, proxy.url(prefix + "/"));
      camera.awaitStreamingClients(1);

      camera.sendFrame();

      page.waitForSelector("sightline-camera[status=live]");
      page.click("text=front");
      page.waitForURL(proxy.url(prefix + "/front/"));
      page.waitForSelector("sightline-camera[status=live]");
      String socket = "ws://127.0.0.1:%d%s/streams".formatted(proxy.port(), prefix);
      assertThat(sockets).containsExactly(socket, socket);
    }
  }
}
