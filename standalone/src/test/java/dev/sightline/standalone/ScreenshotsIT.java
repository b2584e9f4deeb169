package dev.sightline.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.sightline.demo.DemoCamera;
import dev.sightline.demo.DemoOptions;
import dev.sightline.testkit.Await;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Leaves in {@code target} what people see; the pictures in the documentation come from there. */
class ScreenshotsIT extends InBrowser {

  @BeforeEach
  void start() {
    DemoCamera harbour = new DemoCamera(DemoOptions.at("127.0.0.1", 0));
    Await.result(outside.deployVerticle(harbour));
    relay.with("harbour", "http://127.0.0.1:%d/".formatted(harbour.port()));
    SceneCamera scenes = SceneCamera.start(outside);
    for (Scene scene : Scene.values()) {
      relay.with(scene.name().toLowerCase(Locale.ROOT), scenes.url(scene));
    }
    relay.start();
  }

  @ParameterizedTest
  @CsvSource({
    "wall, /, LIGHT, 1280, 600",
    "wall-dark, /, DARK, 1280, 600",
    "wall-phone, /, DARK, 390, 844",
    "stream, /harbour/, LIGHT, 1200, 760",
    "stream-dark, /harbour/, DARK, 1200, 760",
    "stream-phone, /harbour/, LIGHT, 390, 844"
  })
  void showsAPage(String name, String path, ColorScheme scheme, int width, int height)
      throws IOException {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    page.setViewportSize(width, height);
    open(path);
    awaitStatus("harbour", "live");
    awaitMovement(path.equals("/") ? 6 : 1);

    if (path.contains("harbour")) {
      assertThat(page.locator("#viewers")).hasText("1");
    }

    Path file = Path.of("target", name + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file));

    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(width);
    assertThat(image.getHeight()).isEqualTo(height);
  }
}
