package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One viewer doesn't read: the others don't notice, and it gets the newest when it reads again. */
class SlowViewerIT {

  /** Large, so that the kernel's buffers are full after few. */
  private static final int FRAME_BYTES = 500_000;

  /** Drops that are waited for, and frames that must be enough for them on any machine. */
  private static final int DROPS = 20;

  private static final int MOST_FRAMES = 1_000;

  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  /** So many that there are some on each event loop, which shows that each took every frame. */
  private static final int FAST_VIEWERS = 2 * Runtime.getRuntime().availableProcessors();

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera =
      FakeCamera.start(outside, CameraOptions.defaults().manual().withFrameSize(FRAME_BYTES));
  private final RelayFixture relay = relay();

  @AfterEach
  void stop() {
    relay.close();
    camera.close();
    Await.result(outside.close());
  }

  @Test
  void givesTheOthersEveryFrameAndTheSlowOneTheNewestAfterItsDrops() {
    relay.with("front", camera).start();
    TestViewer slow = watch();
    List<TestViewer> fast = Stream.generate(this::watch).limit(FAST_VIEWERS).toList();
    camera.awaitStreamingClients(1);
    int first = send(fast);
    slow.awaitFrame("the first", frame -> frame.sequence() == first);

    slow.pause();
    int last = sendUntilDropped(fast);
    slow.resume();
    slow.awaitFrame("the newest", frame -> frame.sequence() == last);

    assertThat(fast).allSatisfy(viewer -> assertHasAll(viewer, first, last));
    assertThat(slow.tally().gaps()).isEqualTo(dropped("viewer"));
    assertThat(slow.tally().corrupt()).isZero();
    assertThat(slow.tally().repeats()).isZero();
    assertThat(dropped("loop")).isZero();
    assertThat(dropped("bus")).isZero();
  }

  @Test
  void disconnectsAViewerThatTakesNothingForTheViewerTimeout() throws IOException {
    relay.withViewerTimeout(TIMEOUT).with("front", camera).start();
    try (Socket viewer = new Socket("127.0.0.1", URI.create(relay.url("/")).getPort())) {
      ask(viewer, "GET /front/stream HTTP/1.1", "Host: relay");
      camera.awaitStreamingClients(1);
      sendUntilNobodyWatches();
    }
  }

  @Test
  void disconnectsAWebSocketViewerThatTakesNothingForTheViewerTimeout() throws IOException {
    relay.withViewerTimeout(TIMEOUT).with("front", camera).start();
    try (Socket viewer = new Socket("127.0.0.1", relay.webSocketPort())) {
      ask(
          viewer,
          "GET / HTTP/1.1",
          "Host: relay",
          "Connection: Upgrade",
          "Upgrade: websocket",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==");
      camera.awaitStreamingClients(1);
      sendUntilNobodyWatches();
    }
  }

  /** Sends a request whose answer is never read. */
  private static void ask(Socket viewer, String... lines) throws IOException {
    String request = String.join("\r\n", lines) + "\r\n\r\n";
    viewer.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
  }

  private void sendUntilNobodyWatches() {
    Await.until(
        "the viewer is disconnected",
        () -> {
          camera.sendFrame();
          return relay.metric("sightline.viewers") == 0;
        });
  }

  private TestViewer watch() {
    return TestViewer.open(outside, relay.url("/front/stream"));
  }

  private int sendUntilDropped(List<TestViewer> fast) {
    int last = send(fast);
    while (dropped("viewer") < DROPS && last < MOST_FRAMES) {
      last = send(fast);
    }
    assertThat(dropped("viewer")).isGreaterThanOrEqualTo(DROPS);
    return last;
  }

  /** Sends a frame and waits until all who read have it. */
  private int send(List<TestViewer> fast) {
    int sent = camera.sendFrame();
    fast.forEach(v -> v.awaitFrame("frame " + sent, frame -> frame.sequence() == sent));
    return sent;
  }

  private long dropped(String place) {
    return (long) relay.metric("sightline.frames.dropped", "place", place);
  }

  private static void assertHasAll(TestViewer viewer, int first, int last) {
    assertThat(viewer.tally().intact()).isEqualTo(last - first + 1L);
    assertThat(viewer.tally().gaps()).isZero();
  }
}
