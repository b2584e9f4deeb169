package dev.sightline.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** What tests of pages have in common: a camera, a relay that isn't started yet, and a page. */
abstract class InBrowser {

  private static final String PIXELS =
      "cameras => cameras.map(each => [each.stream,"
          + " each.shadowRoot.querySelector('[part=picture]').toDataURL()])";

  private static Chromium chromium;

  final Vertx outside = Vertx.vertx();
  final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults());

  /** The URLs of all requests and WebSockets of the page, in order. */
  final List<String> requests = new ArrayList<>();

  final List<String> sockets = new ArrayList<>();
  RelayFixture relay = RelayFixture.relay();
  Page page;

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

  @BeforeEach
  final void openPage() {
    page = newPage(chromium);
    page.onRequest(request -> requests.add(request.url()));
    page.onWebSocket(socket -> sockets.add(socket.url()));
  }

  @AfterEach
  final void closeAll() {
    page.close();
    relay.close();
    Await.result(outside.close());
  }

  Page newPage(Chromium chromium) {
    return chromium.newPage();
  }

  /** Opens a page of the relay. */
  final void open(String path) {
    Chromium.open(page, relay.url(path));
  }

  /** Opens a page of another site, with the element's script and {@code body}. */
  final void openElsewhere(String body) {
    String script = relay.url("/assets/sightline-camera.js");
    String head = "<script type=module src=%s></script>".formatted(script);
    String style = "<style>sightline-camera { width: 300px }</style>";
    String html = "<!doctype html>" + head + style + body;
    HttpServer site =
        outside
            .createHttpServer()
            .requestHandler(
                request -> request.response().putHeader("Content-Type", "text/html").end(html));
    Await.result(site.listen(0, "127.0.0.1"));
    Chromium.open(page, "http://127.0.0.1:%d/".formatted(site.actualPort()));
  }

  /** The element that shows a stream. */
  final Locator element(String stream) {
    return page.locator("sightline-camera[stream=" + stream + "]");
  }

  final void awaitStatus(String stream, String status) {
    assertThat(element(stream)).hasAttribute("status", status);
  }

  /** Waits until each of the page's elements has shown four different pictures. */
  final void awaitMovement(int elements) {
    Map<String, Set<String>> seen = new HashMap<>();
    Await.until(
        Duration.ofMinutes(2),
        () -> elements + " cameras move, not only " + seen.keySet(),
        () -> look(seen) == elements);
  }

  /** How many streams have been seen to move, with what is seen now. */
  private long look(Map<String, Set<String>> seen) {
    List<?> cameras = (List<?>) page.locator("sightline-camera").evaluateAll(PIXELS);
    for (Object each : cameras) {
      List<?> camera = (List<?>) each;
      seen.computeIfAbsent((String) camera.get(0), stream -> new HashSet<>())
          .add((String) camera.get(1));
    }
    return seen.values().stream().filter(pictures -> pictures.size() >= 4).count();
  }

  /** Waits until so many viewers of this relay watch a stream. */
  final void awaitViewers(String stream, int count) {
    Await.until(
        "%d watch %s".formatted(count, stream),
        () -> relay.metric("sightline.viewers", "stream", stream) == count);
  }
}
