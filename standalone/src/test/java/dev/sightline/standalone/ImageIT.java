package dev.sightline.standalone;

import com.microsoft.playwright.Locator;
import dev.sightline.testkit.Await;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A stream in a plain {@code <img>}, as most pages out there have it. */
class ImageIT extends InBrowser {

  @Test
  void moves() {
    relay.with("front", camera).start();
    openElsewhere("<img src=%s alt='The front'>".formatted(relay.url("/front/stream")));

    Locator image = page.locator("img");
    Set<String> seen = new HashSet<>();
    Await.until(
        Duration.ofMinutes(2),
        () -> "five different pictures are seen, not " + seen.size(),
        () -> seen.add(Base64.getEncoder().encodeToString(image.screenshot())) && seen.size() >= 5);
  }
}
