package dev.sightline.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.TestViewer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page of one stream. */
class StreamPageIT extends InBrowser {

  @BeforeEach
  void start() {
    relay.with("front", camera).with("back", camera).start();
  }

  @Test
  void showsTheStreamWithItsFigures() {
    open("/front/");

    awaitMovement(1);
    assertThat(page).hasTitle("front · Sightline");
    assertThat(page.locator("#name")).hasText("front");
    assertThat(page.locator("#state")).hasText("live");
    assertThat(page.locator("#resolution")).hasText("64 × 48");
    assertThat(page.locator("#rate")).hasText(Pattern.compile("\\d+\\.\\d fps"));
    assertThat(page.locator("#age")).hasText(Pattern.compile("\\d+\\.\\d\\d s"));
    assertThat(page.locator("#viewers")).hasText("1");
    assertThat(page.locator("#source")).containsText(String.valueOf(camera.port()));
    awaitViewers("back", 0);
  }

  @Test
  void showsCodeThatWorksElsewhere() {
    open("/front/");

    Matcher script = Pattern.compile("src=\"(http[^\"]+)\"").matcher(text("#element"));
    Matcher image = Pattern.compile("src=\"(http[^\"]+)\"").matcher(text("#image"));
    assertThat(script.find() && image.find()).isTrue();
    assertThat(TestViewer.get(script.group(1)).status()).isEqualTo(200);
    assertThat(image.group(1)).isEqualTo(relay.url("/front/stream"));
  }

  @Test
  void saysThatThePictureIsMissing() {
    open("/front/");
    awaitStatus("front", "live");

    camera.stopListening();

    assertThat(page.locator("#state")).hasText(Pattern.compile("no picture|offline"));
    assertThat(page.locator("#rate")).hasText("–");
  }

  private String text(String selector) {
    assertThat(page.locator(selector)).containsText("http");
    return page.locator(selector).textContent();
  }
}
