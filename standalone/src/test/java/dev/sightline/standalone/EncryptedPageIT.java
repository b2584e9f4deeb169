package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages by TLS, where a browser shares one connection among all that it asks for. */
class EncryptedPageIT extends InBrowser {

  private static final int IMAGES = 12;

  /** Twice what a browser shows at a time over HTTP/1.1. */
  private static final String ADD_IMAGES =
      """
      count => {
        document.body.innerHTML = "";
        for (let i = 0; i < count; i++) {
          const image = document.createElement("img");
          image.src = "/front/stream?" + i;
          document.body.append(image);
        }
      }""";

  private static final String PIXELS =
      """
      images => images.map((image, i) => {
        if (image.naturalWidth === 0) return i + " nothing";
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [64, 48];
        canvas.getContext("2d").drawImage(image, 0, 0, 64, 48);
        return i + " " + canvas.toDataURL();
      })""";

  private static final String PROTOCOLS =
      "() => performance.getEntriesByType('resource').map(each => each.nextHopProtocol)";

  @TempDir private Path directory;

  @BeforeEach
  void start() throws Exception {
    relay.withTls(directory).with("front", camera).start();
  }

  @Test
  void twelveStreamsOfOnePageMove() {
    open("/no-page");
    page.evaluate(ADD_IMAGES, IMAGES);

    Set<String> seen = new HashSet<>();
    Await.until(
        Duration.ofMinutes(2),
        () -> "all move, not " + moving(seen),
        () -> {
          List<?> now = (List<?>) page.locator("img").evaluateAll(PIXELS);
          now.forEach(picture -> seen.add((String) picture));
          return moving(seen) == IMAGES;
        });

    awaitViewers("front", IMAGES);
  }

  private static long moving(Set<String> seen) {
    Stream<String> images = seen.stream().filter(each -> !each.endsWith("nothing"));
    return images
        .collect(Collectors.groupingBy(each -> each.split(" ")[0], Collectors.counting()))
        .values()
        .stream()
        .filter(pictures -> pictures >= 4)
        .count();
  }

  @Test
  void theWallComesByHttp2AndItsWebSocketByTls() {
    open("/");

    awaitStatus("front", "live");
    awaitMovement(1);
    assertThat(sockets).hasSize(1).allMatch(url -> url.startsWith("wss://"));
    assertThat(page.evaluate(PROTOCOLS).toString()).contains("h2").doesNotContain("http/1.1");
  }
}
