package dev.sightline.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.sightline.standalone.RelayFixture.relay;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.sightline.bus.LinkKind;
import dev.sightline.bus.LinkStatus;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.ViewerOptions;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The status pages in a browser: they stay what they are, and their figures are new. */
class StatusPageIT {

  private static Chromium chromium;

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults());
  private final RelayFixture relay = relay();
  private final List<String> complaints = new ArrayList<>();
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
    relay.with("front", camera).with("back", camera).start();
    page = chromium.newPage();
    page.onConsoleMessage(message -> complaints.add(message.text()));
    page.onPageError(complaints::add);
  }

  @AfterEach
  void stop() {
    page.close();
    relay.close();
    Await.result(outside.close());
  }

  @Test
  void showsNewFiguresWithoutBeingLoadedAgain() {
    Chromium.open(page, relay.url("/front/status"));
    assertThat(row("Clients")).hasText("0");
    assertThat(page.locator("header [role=status]")).hasText("not watched");
    page.evaluate("window.isTheSame = true");
    page.locator("nav a").first().focus();

    TestViewer viewer = watch("/front/stream");

    assertThat(row("Clients")).hasText("1");
    assertThat(page.locator("header [role=status]")).hasText("live");
    assertThat(page.locator(".viewers tbody th")).hasText("multipart");
    assertThat(page.locator("nav a").first()).isFocused();

    viewer.close();
    assertThat(row("Clients")).hasText("0");
    assertThat(page.locator(".viewers tbody")).containsText("Nobody is watching");
    assertThat(page.evaluate("window.isTheSame")).isEqualTo(true);
    assertThat(complaints).isEmpty();
  }

  @Test
  void showsEachStreamOfSeveralAsItIs() {
    Chromium.open(page, relay.url("/status"));
    Locator summary = page.locator("header [role=status]");
    assertThat(summary).hasText("2 streams: 2 not watched");

    watch("/back/stream");

    assertThat(summary).hasText("2 streams: 1 live, 1 not watched");
    Locator back = page.locator(".streams tbody tr").first();
    assertThat(back.locator(".state")).hasText("live");
    assertThat(back).containsText("64 × 48");
    assertThat(back).containsText(" fps");
    assertThat(complaints).isEmpty();
  }

  @Test
  void showsAPlaceAsItComesAndGoes() {
    Chromium.open(page, relay.url("/status"));
    assertThat(page.locator(".streams tbody tr")).hasCount(2);
    assertThat(page.locator(".links")).hasCount(0);

    relay.bus().announceLinks(() -> List.of(garden(true, null)));
    Locator garden = page.locator(".links tbody tr");
    assertThat(garden.locator(".state")).hasText("connected");
    assertThat(garden).containsText("1.5 s");

    relay.bus().announceLinks(() -> List.of(garden(false, "the connection ended")));
    assertThat(garden.locator(".state")).hasText("not connected");
    assertThat(garden).containsText(": the connection ended");
    assertThat(complaints).isEmpty();
  }

  private static LinkStatus garden(boolean connected, String reason) {
    long now = System.currentTimeMillis();
    return new LinkStatus(
        LinkKind.SITE, "garden", now, connected, now, reason, 3, 1, 0, 0, 0, 1_500_000, 80_000);
  }

  @Test
  void saysWhenTheEdgeDoesNotAnswerAndGoesOnWhenItDoes() {
    Chromium.open(page, relay.url("/front/status"));
    assertThat(row("Clients")).hasText("0");

    page.context().setOffline(true);
    assertThat(page.locator("#note")).containsText("does not answer");
    watch("/front/stream");
    page.context().setOffline(false);

    assertThat(page.locator("#note")).isEmpty();
    assertThat(row("Clients")).hasText("1");
  }

  private TestViewer watch(String path) {
    return TestViewer.open(outside, PlainRequest.get(relay.url(path)), ViewerOptions.defaults());
  }

  private Locator row(String name) {
    return page.locator("tbody tr")
        .filter(new Locator.FilterOptions().setHasText(name))
        .first()
        .locator("td");
  }
}
