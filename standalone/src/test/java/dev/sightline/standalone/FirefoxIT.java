package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Firefox shows each picture though the camera makes no other: by itself, or since the edge repeats
 * it.
 */
class FirefoxIT {

  /** The pictures of a test camera differ in this many ways. */
  private static final int STEPS = 16;

  private static final int FRAMES = 5;

  /** Until it is up: on a busy machine that has not started it before, much is read and written. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Vertx outside = Vertx.vertx();
  private final FakeCamera camera = FakeCamera.start(outside, CameraOptions.defaults().manual());
  private final RelayFixture relay = relay();
  private Path program;

  @BeforeEach
  void start() {
    program = Requires.program("firefox-esr");
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

  /** Of one site Firefox makes six connections at most, where it can't share one. */
  @Test
  void showsEachPictureInTheLastOfTwelveImagesByHttp2(@TempDir Path directory) throws Exception {
    try (RelayFixture encrypted = relay().withTls(directory).with("front", camera).start();
        RunningProgram firefox = firefox(encrypted.url("/no-page"), twelveImages())) {
      assertShowsEachPicture(firefox);
    }
  }

  @Test
  void showsEachPictureOfALinkByTls(@TempDir Path directory) throws Exception {
    AccessFiles files = new AccessFiles(directory);
    try (RelayFixture guarded = guarded(directory, files);
        RunningProgram firefox = firefox(files.link(guarded.url(""), "page"))) {
      assertShowsEachPicture(firefox);
    }
  }

  @Test
  void showsEachPictureToWhoSignsInByTls(@TempDir Path directory) throws Exception {
    AccessFiles files = new AccessFiles(directory);
    String login = "https://%s:%s@".formatted(AccessFiles.USER, AccessFiles.PASSWORD);
    try (RelayFixture guarded = guarded(directory, files);
        RunningProgram firefox = firefox(guarded.url("/front/").replace("https://", login))) {
      assertShowsEachPicture(firefox);
    }
  }

  private RelayFixture guarded(Path directory, AccessFiles files) throws IOException {
    return relay().withTls(directory).withAccess(files.section()).with("front", camera).start();
  }

  /**
   * @param page its URL, and what to put there in place of what it has
   */
  private RunningProgram firefox(String... page) {
    List<String> arguments = new ArrayList<>(List.of(program.toString()));
    arguments.addAll(List.of(page));
    return NodeScript.start("puppeteer-core", "firefox.js", arguments.toArray(String[]::new));
  }

  private static String twelveImages() {
    return IntStream.range(0, 12)
        .mapToObj("<img src='front/stream?%d'>"::formatted)
        .collect(Collectors.joining());
  }

  private void assertShowsEachPicture(RunningProgram firefox) {
    firefox.awaitLine("^watches with firefox", PATIENCE);
    camera.awaitStreamingClients(1);
    for (int number = 0; number < FRAMES; number++) {
      int sent = camera.sendFrame();

      firefox.awaitLine("^shows " + sent % STEPS + "$");
    }
  }
}
