package dev.sightline.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.sightline.standalone.RelayFixture.relay;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.sightline.demo.DemoCamera;
import dev.sightline.demo.DemoOptions;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import io.vertx.core.Vertx;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages as a person sees them: with two cameras, told apart by the size of their pictures. */
class BrowserIT {

  private static final int FRONT_WIDTH = 320;
  private static final int BACK_WIDTH = 64;

  private static Chromium chromium;

  private final Vertx outside = Vertx.vertx();
  private final DemoCamera front =
      new DemoCamera(new DemoOptions("127.0.0.1", 0, 10, FRONT_WIDTH, 240, 0.75));
  private final FakeCamera back = FakeCamera.start(outside, CameraOptions.defaults());
  private final RelayFixture relay = relay();
  private final List<String> requests = new ArrayList<>();
  private Page page;

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
  void start() {
    Await.result(outside.deployVerticle(front));
    relay.with("front", "http://127.0.0.1:" + front.port() + "/").with("back", back).start();
    page = chromium.newPage();
    page.onRequest(request -> requests.add(request.url()));
  }

  @AfterEach
  void stop() {
    page.close();
    relay.close();
    Await.result(outside.close());
  }

  @Test
  void showsAMovingPictureAndSaysThatItIsLive() {
    Chromium.open(page, relay.url("/#front"));

    awaitPictureOf(FRONT_WIDTH);
    assertThat(page.locator("#caption")).containsText("front · live");
    awaitMovement();
  }

  @Test
  void switchesTheCameraByAClickAndLetsTheOtherOneGo() {
    Chromium.open(page, relay.url("/#front"));
    awaitPictureOf(FRONT_WIDTH);

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("back")).click();

    awaitPictureOf(BACK_WIDTH);
    assertThat(page.locator("#caption")).containsText("back · live");
    awaitMovement();
    Await.until("nobody watches front", () -> viewersOf("front") == 0);
    assertThat(viewersOf("back")).isEqualTo(1);
  }

  @Test
  void showsHowAStreamIsDoing() {
    Chromium.open(page, relay.url("/#front"));
    awaitPictureOf(FRONT_WIDTH);

    Page status = chromium.newPage();
    Chromium.open(status, relay.url("/front/status"));

    Locator row = status.locator("#streams tr");
    assertThat(row).hasCount(1);
    assertThat(row).containsText("front");
    assertThat(row).containsText("LIVE since");
    status.close();
  }

  @Test
  void asksNoOtherHostForAnything() {
    Chromium.open(page, relay.url("/#front"));
    awaitPictureOf(FRONT_WIDTH);
    Chromium.open(page, relay.url("/status"));
    assertThat(page.locator("#streams tr")).hasCount(2);

    assertThat(requests).anyMatch(url -> url.contains("/front/stream"));
    assertThat(requests).allMatch(url -> url.startsWith(relay.url("/")) || url.startsWith("data:"));
  }

  /** Leaves what a user sees in {@code target}; the README's picture comes from there. */
  @Test
  void leavesAPictureOfThePage() throws IOException {
    Path file = Path.of("target", "sightline.png");
    Chromium.open(page, relay.url("/#front"));
    awaitPictureOf(FRONT_WIDTH);
    assertThat(page.locator("#caption")).containsText("live");

    page.screenshot(new Page.ScreenshotOptions().setPath(file));

    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(Chromium.WIDTH);
    assertThat(image.getHeight()).isEqualTo(Chromium.HEIGHT);
  }

  private double viewersOf(String stream) {
    return relay.metric("sightline.viewers", "stream", stream);
  }

  private void awaitPictureOf(int width) {
    page.waitForFunction(
        "width => document.getElementById('picture').naturalWidth === width", width);
  }

  /** Waits for several pictures that differ; one change could be the first picture's coming. */
  private void awaitMovement() {
    Set<Integer> seen = new HashSet<>();
    Await.until(
        Duration.ofMinutes(2),
        () -> "five different pictures are seen, not " + seen.size(),
        () -> seen.add(pixels()) && seen.size() >= 5);
  }

  private int pixels() {
    byte[] png = page.locator("#picture").screenshot();
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
      int width = image.getWidth();
      return Arrays.hashCode(image.getRGB(0, 0, width, image.getHeight(), null, 0, width));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
