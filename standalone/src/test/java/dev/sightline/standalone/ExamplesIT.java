package dev.sightline.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.sightline.standalone.RelayFixture.relay;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages in {@code examples} work on a web site that isn't the edge's. */
class ExamplesIT {

  /** All pictures of the test's camera have this in a comment. */
  private static final String SHOWS_THE_CARD =
      "!atob(picture.src.split(',')[1]).includes('SLSTAMP1')";

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults());
  private final RelayFixture relay = relay();

  @BeforeEach
  void start() {
    relay.with("camera", camera).start();
  }

  @AfterEach
  void stop() {
    relay.close();
    camera.close();
    Await.result(outside.close());
  }

  @Test
  void showsTheCameraByWebSocketAndSaysWhenItShowsNothingNew() throws IOException {
    int port = serve(example());
    try (Chromium chromium = Chromium.start()) {
      Page page = chromium.newPage();
      Chromium.open(page, "http://127.0.0.1:%d/".formatted(port));

      page.waitForSelector("sightline-camera[status=live]");
      assertThat(page.locator("#words")).hasText("Connected.");
      page.waitForFunction("picture.naturalWidth === 64");
      Set<Object> seen = new HashSet<>();
      Await.until(
          "five pictures are seen",
          () -> seen.add(page.evaluate("picture.src")) && seen.size() >= 5);

      camera.pauseFrames();

      assertThat(page.locator("#words")).hasText("No picture for some seconds.");
      assertThat(page.locator("#picture")).hasClass("stale");
      page.waitForFunction(SHOWS_THE_CARD);
      assertThat(page.locator("#words")).not().containsText("Live");
    }
  }

  /** With the ports of this test in place of the usual ones. */
  private String example() throws IOException {
    String html = Files.readString(NodeProcess.HOME.resolve("examples").resolve("websocket.html"));
    assertThat(html).contains("http://localhost:8080/").contains("ws://localhost:54322/");
    int edge = URI.create(relay.url("/")).getPort();
    return html.replace("http://localhost:8080/", "http://127.0.0.1:%d/".formatted(edge))
        .replace("ws://localhost:54322/", "ws://127.0.0.1:%d/".formatted(relay.webSocketPort()));
  }

  private int serve(String html) {
    HttpServer server =
        outside
            .createHttpServer()
            .requestHandler(
                request -> request.response().putHeader("Content-Type", "text/html").end(html));
    return Await.result(server.listen(0, "127.0.0.1")).actualPort();
  }
}
