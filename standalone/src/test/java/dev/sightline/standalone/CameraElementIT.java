package dev.sightline.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.sightline.standalone.RelayFixture.relay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.SampleJpegs;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code <sightline-camera>} on a page of another site, from a port of its own. */
class CameraElementIT extends InBrowser {

  private static final String FRONT = "<sightline-camera stream=front controls></sightline-camera>";

  @Test
  void showsAMovingPictureAndSharesOneSocket() {
    relay.with("front", camera).with("back", camera).start();
    openElsewhere(FRONT + "<sightline-camera stream=back></sightline-camera>");

    awaitStatus("front", "live");
    awaitMovement(2);
    assertThat(sockets).hasSize(1).allMatch(url -> url.endsWith("/streams"));
  }

  @Test
  void saysSinceWhenThereIsNoPictureAndComesBackWithTheCamera() {
    relay.with("front", camera).start();
    openElsewhere(FRONT);
    awaitStatus("front", "live");

    camera.stopListening();

    assertThat(element("front")).hasAttribute("status", Pattern.compile("stale|offline"));
    assertThat(element("front").locator("[part=badge]")).isVisible();
    assertThat(element("front").locator("[role=status]")).containsText("front: ");

    camera.listenAgain();

    awaitStatus("front", "live");
    awaitMovement(1);
    assertThat(element("front").locator("[role=status]")).hasText("front: live again");
  }

  @Test
  void comesBackWithTheEdgeWithoutAReload() {
    int port = FreePort.onLoopback();
    relay.onPort(port).with("front", camera).start();
    openElsewhere(FRONT);
    awaitStatus("front", "live");
    page.evaluate("window.isTheSame = true");

    relay.close();
    awaitStatus("front", "stale");
    assertThat(element("front").locator("[part=badge]")).containsText("no connection");
    relay = relay().onPort(port).with("front", camera).start();

    awaitStatus("front", "live");
    awaitMovement(1);
    assertThat(page.evaluate("window.isTheSame")).isEqualTo(true);
  }

  @Test
  void letsTheCameraGoWhileThePageIsHidden() {
    relay.with("front", camera).start();
    openElsewhere(FRONT);
    awaitStatus("front", "live");

    hide(true);
    awaitViewers("front", 0);
    hide(false);

    awaitViewers("front", 1);
    awaitMovement(1);
  }

  @Test
  void letsTheCameraGoWhileItIsOutOfSight() {
    relay.with("front", camera).start();
    openElsewhere(FRONT + "<p style='height: 500vh'>Much to read.</p>");
    awaitStatus("front", "live");

    page.evaluate("scrollTo(0, document.body.scrollHeight)");
    awaitViewers("front", 0);
    page.evaluate("scrollTo(0, 0)");

    awaitViewers("front", 1);
    awaitMovement(1);
  }

  @Test
  void showsSnapshotsWhereNoWebSocketComesAbout() {
    AtomicBoolean isBlocked = new AtomicBoolean(true);
    page.routeWebSocket(
        "**/streams",
        socket -> {
          if (isBlocked.get()) {
            socket.close();
          } else {
            socket.connectToServer();
          }
        });
    relay.with("front", camera).start();
    openElsewhere(FRONT);

    Locator image = element("front").locator("img[part=picture]");
    assertThat(image).hasJSProperty("naturalWidth", 64);
    awaitStatus("front", "unknown"); // Another site's page may not read the states.

    isBlocked.set(false);

    assertThat(element("front").locator("canvas[part=picture]")).isVisible();
    awaitMovement(1);
    awaitViewers("front", 1);
  }

  @Test
  void saysWithoutAWebSocketTooThatTheCameraIsAway() {
    page.routeWebSocket("**/streams", socket -> socket.close());
    relay.with("front", camera).start();
    open("/front/");
    awaitStatus("front", "live");

    camera.stopListening();
    awaitStatus("front", "offline");
    camera.listenAgain();

    awaitStatus("front", "live");
  }

  @Test
  void getsOverAnswersThatAreNoStates() {
    page.routeWebSocket("**/streams", socket -> socket.close());
    Route.FulfillOptions html = new Route.FulfillOptions().setBody("<p>Log in first.</p>");
    page.route("**/status.json", route -> route.fulfill(html));
    relay.with("front", camera).start();
    open("/front/");
    awaitStatus("front", "unknown");

    page.unroute("**/status.json");

    awaitStatus("front", "live");
  }

  @Test
  void saysThatTheEdgeIsFull() {
    WebSocketRoute.CloseOptions full = new WebSocketRoute.CloseOptions().setCode(1013);
    page.routeWebSocket("**/streams", socket -> socket.close(full));
    relay.with("front", camera).start();

    openElsewhere(FRONT);

    assertThat(element("front").locator("[part=badge]")).containsText("this edge is full");
    assertThat(element("front").locator("canvas[part=picture]")).isVisible();
  }

  @Test
  void saysNothingOfAConnectionThatIsBackAtOnce() {
    List<WebSocketRoute> connections = new ArrayList<>();
    page.clock().install();
    page.routeWebSocket(
        "**/streams",
        socket -> {
          connections.add(socket);
          socket.connectToServer();
        });
    relay.with("front", camera).start();
    openElsewhere(FRONT);
    awaitStatus("front", "live");
    page.clock().pauseAt(System.currentTimeMillis() + 2_500); // The page is no longer new.
    awaitMovement(1);
    page.evaluate(
        "window.statuses = [];"
            + " document.querySelector('sightline-camera').addEventListener("
            + "'statechange', ({ detail }) => statuses.push(detail.words))");

    connections.get(0).close();
    page.clock().runFor(200);
    page.waitForCondition(() -> connections.size() == 2);

    awaitMovement(1);
    assertThat(page.evaluate("statuses")).asInstanceOf(LIST).isEmpty();
  }

  @Test
  void leavesAnEdgeThatIsBeingStoppedWhenItComes() {
    AtomicInteger connections = new AtomicInteger();
    page.routeWebSocket(
        "**/streams",
        socket -> {
          if (connections.incrementAndGet() == 3) {
            socket.connectToServer();
          } else {
            socket.onMessage(message -> {});
            socket.send("{\"type\":\"hello\"}");
            socket.send("{\"type\":\"restart\"}");
          }
        });
    relay.with("front", camera).start();
    openElsewhere(FRONT);

    page.waitForCondition(() -> connections.get() == 3);

    awaitStatus("front", "live");
    awaitMovement(1);
  }

  @Test
  void waitsLongerForAPictureAfterGivingUpOne() {
    AtomicInteger connections = new AtomicInteger();
    page.clock().install();
    page.routeWebSocket(
        "**/streams",
        socket -> {
          connections.incrementAndGet();
          socket.onMessage(message -> {});
          socket.send("{\"type\":\"hello\"}");
        });
    relay.with("front", camera).start();
    openElsewhere(FRONT);
    assertThat(element("front").locator("[part=badge]")).containsText("waiting for the camera");

    page.clock().runFor(22_000);
    assertThat(connections).hasValue(2);
    page.clock().runFor(24_000);
    assertThat(connections).hasValue(2);
    page.clock().runFor(20_000);
    assertThat(connections).hasValue(3);
  }

  @Test
  void tellsAnElementThatComesLaterThatTheCameraIsAway() {
    relay.with("front", camera).start();
    openElsewhere(FRONT);
    awaitStatus("front", "live");
    camera.stopListening();
    awaitStatus("front", "offline");

    page.evaluate(
        "document.body.append(document.createElement('sightline-camera'));"
            + " document.body.lastElementChild.stream = 'front'");

    assertThat(element("front").nth(1)).hasAttribute("status", "offline");
  }

  @Test
  void savesThePictureAsTheCameraMadeIt() throws IOException {
    relay.with("front", camera).start();
    openElsewhere(FRONT);
    awaitStatus("front", "live");

    Download download = page.waitForDownload(() -> button("Save this picture (s)").click());

    assertThat(download.suggestedFilename()).matches("front-\\d{4}(-\\d\\d){5}\\.jpg");
    Buffer jpeg = Buffer.buffer(Files.readAllBytes(download.path()));
    assertThat(SampleJpegs.isWholeJpeg(jpeg)).isTrue();
    assertThat(jpeg.length()).isEqualTo(20_000);
  }

  @Test
  void obeysKeys() {
    relay.with("front", camera).start();
    openElsewhere(FRONT);
    awaitStatus("front", "live");
    page.keyboard().press("Tab");

    page.keyboard().press("i");
    assertThat(element("front").locator("[part=info]")).containsText("64 × 48");
    page.keyboard().press("f");
    page.waitForFunction("document.fullscreenElement?.stream === 'front'");
    page.keyboard().press("f");
    page.waitForFunction("document.fullscreenElement === null");
    page.keyboard().press(" ");
    awaitStatus("front", "paused");
    awaitViewers("front", 0);
    page.keyboard().press(" ");
    awaitStatus("front", "live");
    assertThat(page.waitForDownload(() -> page.keyboard().press("s")).failure()).isNull();
  }

  @Test
  void saysWhatIsWrongWithAName() {
    relay.with("front", camera).start();
    openElsewhere("<sightline-camera stream=nowhere></sightline-camera>");

    awaitStatus("nowhere", "refused");
    assertThat(element("nowhere").locator("[part=badge]")).containsText("nowhere");
  }

  @Test
  void saysWhatANameLooksLike() {
    relay.with("front", camera).start();
    openElsewhere("<sightline-camera stream=Front></sightline-camera>");

    awaitStatus("Front", "refused");
    assertThat(element("Front").locator("[part=badge]")).containsText("lower case letters");
    assertThat(sockets).isEmpty();
  }

  @Test
  void isToldApartFromOthersByScreenReaders() {
    relay.with("front", camera).start();
    openElsewhere("<sightline-camera stream=front label='Front door' controls></sightline-camera>");

    assertThat(page.getByRole(AriaRole.GROUP, named("Front door"))).isVisible();
    assertThat(page.getByRole(AriaRole.IMG, named("Live picture of Front door"))).isVisible();
  }

  private Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, named(name));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  /** As a browser tells a page that its tab goes to the back, or comes to the front. */
  private void hide(boolean isHidden) {
    page.evaluate(
        "isHidden => {"
            + " Object.defineProperty(document, 'hidden', {value: isHidden, configurable: true});"
            + " document.dispatchEvent(new Event('visibilitychange')); }",
        isHidden);
  }
}
