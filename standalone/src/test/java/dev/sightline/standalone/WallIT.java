package dev.sightline.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.FreePort;
import org.junit.jupiter.api.Test;

/** The page with all streams. */
class WallIT extends InBrowser {

  @Test
  void showsTwelveMovingCamerasOverOneSocket() {
    startWith(12);

    open("/");

    awaitMovement(12);
    assertThat(sockets).hasSize(1);
    assertThat(page.locator("#summary")).hasText("12 streams");
    assertThat(page.locator(".tile .state[data-state=LIVE]")).hasCount(12);
    assertThat(element("camera-12")).isInViewport();
  }

  @Test
  void showsThirtyMovingCamerasOverOneSocket() {
    startWith(30);

    open("/");

    awaitMovement(30);
    assertThat(sockets).hasSize(1);
  }

  @Test
  void watchesOnAPhoneOnlyWhatIsInSight() {
    startWith(30);
    page.setViewportSize(390, 844);

    open("/");

    awaitStatus("camera-1", "live");
    assertThat(element("camera-30")).hasCount(1);
    awaitViewers("camera-30", 0);
    element("camera-30").scrollIntoViewIfNeeded();
    awaitStatus("camera-30", "live");
    awaitViewers("camera-1", 0);
  }

  @Test
  void tellsWhichCameraGivesNoPicture() {
    FakeCamera other = FakeCamera.start(outside, CameraOptions.defaults());
    relay.with("front", camera).with("back", other).start();
    open("/");
    awaitMovement(2);

    other.stopListening();

    assertThat(page.locator("#summary")).hasText("2 streams, 1 without a picture");
    assertThat(page.locator(".tile:has([stream=back]) .state")).hasText("no picture");
    assertThat(page.locator(".tile:has([stream=front]) .state")).hasText("live");
  }

  @Test
  void callsNothingLiveWhileTheEdgeIsAway() {
    int port = FreePort.onLoopback();
    relay.onPort(port).with("front", camera).start();
    open("/");
    assertThat(page.locator(".tile .state")).hasText("live");

    relay.close();
    assertThat(page.locator("#summary")).containsText("does not answer");
    assertThat(page.locator(".tile .state")).isEmpty();
    relay = RelayFixture.relay().onPort(port).with("front", camera).start();

    assertThat(page.locator(".tile .state")).hasText("live");
    assertThat(page.locator("#summary")).hasText("1 stream");
  }

  @Test
  void leadsToTheStreamsPage() {
    relay.with("front", camera).with("back", camera).start();
    open("/");

    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("back")).click();

    page.waitForURL(relay.url("/back/"));
    awaitStatus("back", "live");
    awaitViewers("front", 0);
  }

  @Test
  void saysInWordsThatThereIsNoStream() {
    relay.start();

    open("/");

    assertThat(page.locator("#empty")).isVisible();
    assertThat(page.locator("#empty")).containsText("There is no stream here yet");
  }

  @Test
  void asksNoOtherHostForAnything() {
    relay.with("front", camera).start();
    open("/");
    awaitStatus("front", "live");
    open("/front/");
    awaitStatus("front", "live");

    assertThat(requests).anyMatch(url -> url.endsWith("/assets/sightline-camera.js"));
    assertThat(requests).allMatch(url -> url.startsWith(relay.url("/")));
  }

  private void startWith(int streams) {
    for (int i = 1; i <= streams; i++) {
      relay.with("camera-" + i, camera);
    }
    relay.start();
  }
}
