package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge as it stands on the internet, in a browser: by TLS, and not open to everybody. */
class EncryptedAccessIT extends InBrowser {

  private final Set<String> socketsWithPictures = new HashSet<>();
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
    relay.withTls(directory).withAccess(files.section()).with("front", camera).start();
  }

  @Test
  void aLinkOpensThePageAndItsWebSocket() {
    listen();
    Chromium.open(page, files.link(relay.url(""), "page"));

    awaitMovement(1);
    assertThat(socketsWithPictures)
        .isNotEmpty()
        .allMatch(url -> url.startsWith("wss://") && url.contains("?token="));
  }

  @Test
  void aLinkIsAnImageOnThePageOfAnotherSite() {
    openElsewhere("<img src='%s' id=picture>".formatted(files.link(relay.url(""), "stream")));

    page.waitForFunction("document.getElementById('picture').naturalWidth > 0");
    awaitViewers("front", 1);
  }

  @Test
  void whoTypesThePasswordSeesTheWallByWebSocket() {
    page.close();
    page = own.newPage(AccessFiles.USER, AccessFiles.PASSWORD);
    listen();

    open("/");

    awaitMovement(1);
    assertThat(socketsWithPictures).isNotEmpty().allMatch(url -> url.startsWith("wss://"));
  }

  private void listen() {
    page.onWebSocket(
        socket ->
            socket.onFrameReceived(
                frame -> {
                  if (frame.binary() != null) {
                    socketsWithPictures.add(socket.url());
                  }
                }));
  }
}
