package dev.sightline.standalone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.FreePort;
import dev.sightline.testkit.Requires;
import dev.sightline.testkit.RunningProgram;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of MPEG-TS that ffmpeg uploads, on its page, on the wall, and as ffprobe sees it. */
class TsPageIT extends InBrowser {

  private static final int MEBIBYTE = 1 << 20;

  /** As a browser treats a tab that goes to the back: the screen takes no more turns for it. */
  private static final String HIDE =
      "() => {"
          + " Object.defineProperty(document, 'hidden', {value: true});"
          + " window.requestAnimationFrame = () => 0;"
          + " document.dispatchEvent(new Event('visibilitychange')); }";

  private final List<RunningProgram> uploads = new CopyOnWriteArrayList<>();

  @TempDir private Path directory;

  @AfterEach
  void stopUploads() {
    uploads.forEach(RunningProgram::close);
  }

  @Test
  void showsMovingPictures() {
    relay.with(TsUpload.stream("music")).start();
    upload("320x240");

    open("/music/");

    awaitLive();
    awaitMovement();
    assertThat(page).hasTitle("music · Sightline");
    assertThat(page.locator("#resolution")).hasText("320 × 240");
    assertThat(page.locator("#rate")).hasText(Pattern.compile("[1-9]\\d*\\.\\d fps"));
    assertThat(page.locator("#viewers")).hasText("1");
    assertThat(page.locator("#command")).containsText(relay.url("/music/live.ts"));
    assertThat(page.locator("#sound")).isHidden();
    assertThat(sockets).containsExactly(relay.url("/music/streamsocket").replace("http", "ws"));
    assertThat(requests).allMatch(url -> url.startsWith(relay.url("/")));
  }

  @Test
  void isHeardOnceItsButtonWasPressed() {
    relay.with(TsUpload.stream("music")).start();
    upload("320x240");
    uploads.add(TsUpload.sound(relay.url("/upload/any")));
    open("/music/");
    awaitLive();

    Locator button = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sound"));
    assertThat(button).isVisible();
    assertThat(button).hasAttribute("aria-pressed", "false");
    button.click();
    assertThat(button).hasAttribute("aria-pressed", "true");
    awaitMovement();
    page.locator("#stage").press("m");

    assertThat(button).hasAttribute("aria-pressed", "false");
  }

  @Test
  void showsPicturesOfAnotherSizeWhenAnotherUploadTakesOver() {
    relay.with(TsUpload.stream("music")).start();
    RunningProgram first = upload("320x240");
    open("/music/");
    awaitLive();

    first.close();
    upload("160x120");

    assertThat(page.locator("#resolution")).hasText("160 × 120");
    awaitLive();
    awaitMovement();
  }

  @Test
  void saysWhatIsTheMatterAndComesBackByItself() {
    int port = FreePort.onLoopback();
    relay.onPort(port).with(TsUpload.stream("music")).start();
    open("/music/");
    assertThat(page.locator("#state")).not().hasText("live");
    RunningProgram upload = upload("320x240");
    awaitLive();

    upload.close();
    assertThat(page.locator("#state")).hasText("no picture");
    assertThat(page.locator("#badge")).containsText("no picture since");
    relay.close();
    assertThat(page.locator("#state")).hasText("offline");
    relay = RelayFixture.relay().onPort(port).with(TsUpload.stream("music")).start();
    upload("320x240");

    awaitLive();
    awaitMovement();
  }

  @Test
  void goesOnInAHiddenTabAsLongAsItIsHeard() {
    relay.with(TsUpload.stream("music")).start();
    upload("320x240");
    uploads.add(TsUpload.sound(relay.url("/upload/any")));
    open("/music/");
    awaitLive();
    page.locator("#sound").click();
    assertThat(page.locator("#sound")).hasAttribute("aria-pressed", "true");

    page.evaluate(HIDE);

    Set<String> figures = new HashSet<>();
    Await.until(
        "it has told of so many figures that an old picture would be stale",
        () -> {
          figures.add(page.locator("#bandwidth").textContent());
          return figures.size() > 12;
        });
    assertThat(page.locator("#state")).hasText("live");
    assertThat(sockets).hasSize(1);
  }

  @Test
  void connectsAgainWhenNothingComesOfALiveStream() {
    relay.with(TsUpload.stream("music")).start();
    upload("320x240");
    AtomicInteger connections = new AtomicInteger();
    page.routeWebSocket(
        Pattern.compile(".*/streamsocket"),
        socket -> {
          if (connections.incrementAndGet() > 1) {
            socket.connectToServer();
          }
        });

    open("/music/");

    awaitLive();
    awaitMovement();
    assertThat(connections).hasValue(2);
  }

  @Test
  void isASignOnTheWall() {
    relay.with("front", camera).with(TsUpload.stream("music")).start();
    upload("320x240");

    open("/");
    awaitMovement(1);

    Locator tile = page.locator(".tile[href='music/']");
    assertThat(tile).containsText("MPEG-TS");
    assertThat(tile.locator(".state")).hasText("live");
    assertThat(element("music")).hasCount(0);
    tile.click();
    awaitLive();
  }

  @Test
  void isRefusedByTheElementForPictures() {
    relay.with("front", camera).with(TsUpload.stream("music")).start();

    openElsewhere("<sightline-camera stream=music></sightline-camera>");

    awaitStatus("music", "refused");
    assertThat(element("music").locator("[part=badge]")).containsText("is MPEG-TS, not pictures");
  }

  @Test
  void isReadByFfprobeFromTheWebSocket() throws IOException {
    String ffprobe = Requires.program("ffprobe").toString();
    relay.with(TsUpload.stream("music")).start();
    upload("320x240");
    uploads.add(TsUpload.sound(relay.url("/upload/any")));
    Buffer received = record(relay.url("/live.ts").replace("http", "ws"));
    Path file = directory.resolve("received.ts");
    Files.write(file, received.getBytes());

    try (RunningProgram probe =
        RunningProgram.start(
            ffprobe,
            "-v",
            "warning",
            "-show_entries",
            "stream=codec_name",
            "-of",
            "csv=p=0",
            file.toString())) {
      probe.awaitExit();
      assertThat(probe.lines()).anyMatch(line -> line.startsWith("mpeg1video"));
      assertThat(probe.lines()).anyMatch(line -> line.matches("mp[23].*"));
      assertThat(probe.lines()).noneMatch(line -> line.contains("ontinuity"));
    }
  }

  /** What a player gets that joins when pictures and sound are there. */
  private Buffer record(String url) {
    Await.until("somebody uploads", () -> relay.metric("sightline.upload.packets") > 1_000);
    WebSocketClient client =
        outside.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(MEBIBYTE).setMaxMessageSize(MEBIBYTE));
    List<Buffer> messages = new CopyOnWriteArrayList<>();
    Await.result(
        client
            .webSocket()
            .binaryMessageHandler(messages::add)
            .connect(new WebSocketConnectOptions().setAbsoluteURI(url)));
    Await.until(
        "half a mebibyte has come",
        () -> messages.stream().mapToInt(Buffer::length).sum() > MEBIBYTE / 2);
    Buffer all = Buffer.buffer();
    List.copyOf(messages).forEach(all::appendBuffer);
    return all;
  }

  private RunningProgram upload(String size) {
    RunningProgram upload = TsUpload.pictures(relay.url("/upload/any"), size);
    uploads.add(upload);
    return upload;
  }

  private void awaitLive() {
    assertThat(page.locator("#stage")).hasAttribute("data-state", "live");
  }

  /** Waits until the player has shown four different pictures. */
  private void awaitMovement() {
    Set<Integer> pictures = new HashSet<>();
    Await.until(
        Duration.ofMinutes(2),
        () -> "the picture moves; " + page.locator("#badge").textContent(),
        () -> {
          pictures.add(Arrays.hashCode(page.locator("#picture").screenshot()));
          return pictures.size() >= 4;
        });
  }
}
