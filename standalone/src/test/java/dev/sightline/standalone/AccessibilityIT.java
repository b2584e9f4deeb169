package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.Requires;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pages have nothing that axe, a checker of accessibility, calls serious or critical. */
class AccessibilityIT {

  private static final String FINDINGS =
      """
      async () => {
        const { violations } = await axe.run(document, { resultTypes: ['violations'] });
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html)}`);
      }
      """;

  private static Vertx outside;
  private static FakeCamera camera;
  private static RelayFixture relay;
  private static Chromium chromium;
  private static String axe;

  @BeforeAll
  static void start() throws IOException {
    Requires.nodeModule(NodeScript.DIRECTORY, "axe-core");
    Path script = NodeScript.DIRECTORY.resolve(Path.of("node_modules", "axe-core", "axe.min.js"));
    axe = Files.readString(script);
    chromium = Chromium.start();
    outside = Vertx.vertx();
    camera = FakeCamera.start(outside, CameraOptions.defaults());
    relay =
        relay()
            .with("front", camera)
            .with("away", "http://127.0.0.1:1/")
            .with(TsUpload.stream("music"))
            .start();
  }

  @AfterAll
  static void stop() {
    if (relay != null) {
      relay.close();
      camera.close();
      Await.result(outside.close());
      chromium.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/, LIGHT",
    "/, DARK",
    "/front/, LIGHT",
    "/front/, DARK",
    "/away/, LIGHT",
    "/music/, LIGHT",
    "/music/, DARK",
    "/status, LIGHT",
    "/status, DARK",
    "/front/status, LIGHT"
  })
  void findsNothingSerious(String path, ColorScheme scheme) {
    try (Page page = chromium.newPageForScripts(scheme)) {
      Chromium.open(page, relay.url(path));
      page.waitForFunction("/front|away|music/.test(document.body.innerText)");
      page.evaluate(axe);

      assertThat((List<?>) page.evaluate(FINDINGS)).isEmpty();
    }
  }
}
