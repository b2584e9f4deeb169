package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Firefox shows each picture when it has come, and not when the next one does. */
class FirefoxIT {

  /** The pictures of a test camera differ in this many ways. */
  private static final int STEPS = 16;

  private static final int FRAMES = 5;

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults().manual());
  private final RelayFixture relay = relay();

  @BeforeEach
  void start() {
    Requires.program("firefox-esr");
    relay.with("front", camera).start();
  }

  @AfterEach
  void stop() {
    relay.close();
    camera.close();
    Await.result(outside.close());
  }

  /** On a page of the edge's own origin, since a script may not look at another's pictures. */
  @Test
  void showsEachPictureInAnImage() {
    String image = "<img src='front/stream'>";
    try (RunningProgram firefox = firefox(relay.url("/no-page"), image)) {
      assertShowsEachPicture(firefox);
    }
  }

  @Test
  void showsEachPictureInTheElement() {
    try (RunningProgram firefox = firefox(relay.url("/front/"))) {
      assertShowsEachPicture(firefox);
    }
  }

  /**
   * @param page its URL, and what to put there in place of what it has
   */
  private static RunningProgram firefox(String... page) {
    return NodeScript.start("puppeteer-core", "firefox.js", page);
  }

  private void assertShowsEachPicture(RunningProgram firefox) {
    firefox.awaitLine("^watches with firefox");
    camera.awaitStreamingClients(1);
    for (int number = 0; number < FRAMES; number++) {
      int sent = camera.sendFrame();

      firefox.awaitLine("^shows " + sent % STEPS + "$");
    }
  }
}
