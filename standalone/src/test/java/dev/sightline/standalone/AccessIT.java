package dev.sightline.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import dev.sightline.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What browsers make of an edge that isn't open to everybody. */
class AccessIT extends InBrowser {

  @TempDir private Path directory;
  private AccessFiles files;
  private Chromium own;

  @Override
  Page newPage(Chromium chromium) {
    own = chromium;
    return chromium.newPage();
  }

  @BeforeEach
  void start() throws Exception {
    files = new AccessFiles(directory);
    relay.with("front", camera).with("back", camera).withAccess(files.section()).start();
  }

  private String token(Duration life) {
    return files.token(life);
  }

  @Test
  void whoTypesThePasswordSeesTheWall() {
    page.close();
    page = own.newPage(AccessFiles.USER, AccessFiles.PASSWORD);

    open("/");

    awaitMovement(2);
  }

  /** Playwright answers a question that it has no answer to by giving up. */
  @Test
  void whoOpensAPageIsAsked() {
    assertThatThrownBy(() -> page.navigate(relay.url("/")))
        .hasMessageContaining("ERR_INVALID_AUTH_CREDENTIALS");
  }

  @Test
  void aLinkIsAnImageOnThePageOfAnotherSite() {
    openElsewhere(
        "<img src='%s' id=picture>"
            .formatted(relay.url("/front/stream?token=" + token(Duration.ofHours(1)))));

    page.waitForFunction("document.getElementById('picture').naturalWidth > 0");
    awaitViewers("front", 1);
  }

  @Test
  void theElementTakesATokenAndSaysWhatIsNotForIt() {
    String token = token(Duration.ofHours(1));
    openElsewhere(
        ("<sightline-camera stream=front token='%s'></sightline-camera>"
                + "<sightline-camera stream=back token='%s'></sightline-camera>"
                + "<sightline-camera stream=front id=none></sightline-camera>")
            .formatted(token, token));

    assertThat(page.locator("sightline-camera[stream=front][token]"))
        .hasAttribute("status", "live");
    assertThat(element("back")).hasAttribute("status", "refused");
    assertThat(page.locator("#none")).hasAttribute("status", "refused");
    assertThat(page.evaluate("document.getElementById('none').words"))
        .isEqualTo("This is only for those who sign in.");
  }

  @Test
  void pagesHandTheTokenOn() {
    open("/?token=" + token(Duration.ofHours(1)));

    awaitMovement(1);
    assertThat(page.locator("sightline-camera")).hasCount(1);
    page.locator("a.tile").click();
    assertThat(page.locator("#name")).hasText("front");
    awaitMovement(1);
    assertThat(page.locator("#viewers")).not().hasText("–");
    page.locator("a[href^='status?token=']").click();
    assertThat(page.locator("main.status")).isVisible();
    page.locator("a[href^='./?token=']").click();
    assertThat(page.locator("#state")).hasText("live");
    assertThat(requests)
        .filteredOn(url -> url.startsWith("http") && !url.contains("/assets/"))
        .isNotEmpty()
        .allMatch(url -> url.contains("?token="));
    assertThat(sockets).isNotEmpty().allMatch(url -> url.contains("?token="));
  }

  @Test
  void aPictureWhoseLinkEndsSaysSoAndIsLeftAtThat() {
    open("/front/?token=" + token(Duration.ofSeconds(6)));
    awaitMovement(1);

    assertThat(element("front")).hasAttribute("status", "refused");

    assertThat(page.evaluate("document.querySelector('sightline-camera').words"))
        .isEqualTo("the link has expired");
    awaitViewers("front", 0);
    Await.until(
        "the page asks for figures once more",
        () -> requests.get(requests.size() - 1).contains("status.json"));
    assertThat(sockets).hasSize(1);
  }
}
