package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.microsoft.playwright.Page;
import dev.sightline.testkit.Await;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page of another site can do with the password of somebody who has typed it here. */
class CrossSiteIT extends InBrowser {

  private static final String PASSWORD = "s3cret-of-anna";

  /** How a WebSocket comes out: open with its first picture, or refused. */
  private static final String OPEN_SOCKET =
      """
      url => new Promise(resolve => {
        const socket = new WebSocket(url);
        socket.onmessage = () => resolve("a picture");
        socket.onerror = () => resolve("refused");
      })""";

  @TempDir private Path directory;
  private JsonObject access;
  private String site;

  @Override
  Page newPage(Chromium chromium) {
    return chromium.newPage("anna", PASSWORD);
  }

  @BeforeEach
  void prepare() throws Exception {
    String hash = BCrypt.withDefaults().hashToString(4, PASSWORD.toCharArray());
    Path users = Files.writeString(directory.resolve("users"), "anna:" + hash);
    access = new JsonObject().put("watch", "signed-in").put("users-file", users.toString());
    HttpServer server =
        outside
            .createHttpServer()
            .requestHandler(
                request -> request.response().putHeader("Content-Type", "text/html").end("Hello"));
    site = "http://127.0.0.1:" + Await.result(server.listen(0, "127.0.0.1")).actualPort();
  }

  @Test
  void noSocketIsOpenedByThePageOfAnotherSite() {
    relay.with("front", camera).withAccess(access).start();

    assertThat(socketFromHere()).isEqualTo("a picture");
    assertThat(socketFromElsewhere()).isEqualTo("refused");

    assertThat(relay.metric("sightline.access.refused", "reason", "origin")).isEqualTo(1);
  }

  @Test
  void thePageOfATrustedSiteMay() {
    relay.with("front", camera).withAccess(access).trusting(site).start();

    assertThat(socketFromHere()).isEqualTo("a picture");
    assertThat(socketFromElsewhere()).isEqualTo("a picture");
  }

  /** The browser asks for the password with the page, and sends it with the socket by itself. */
  private Object socketFromHere() {
    open("/status");
    return openSocket();
  }

  private Object socketFromElsewhere() {
    Chromium.open(page, site + "/");
    return openSocket();
  }

  private Object openSocket() {
    return page.evaluate(OPEN_SOCKET, relay.url("/front/ws").replaceFirst("^http", "ws"));
  }
}
