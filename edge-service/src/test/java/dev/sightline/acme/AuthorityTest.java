package dev.sightline.acme;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sightline.node.AcmeConfig;
import dev.sightline.testkit.Await;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** ACME servers whose answers are none. */
class AuthorityTest {

  private static final String DIRECTORY =
      "{\"newNonce\": \"http://127.0.0.1:1/\", \"meta\": {\"website\": \"%s\"}}";

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  /** What an order comes to at a server that answers everything so. */
  private String orderedAt(Handler<HttpServerRequest> handler) throws Exception {
    HttpServer server =
        Await.result(vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"));
    AcmeConfig config =
        new AcmeConfig(
            List.of("cams.example.org"),
            Optional.empty(),
            URI.create("http://127.0.0.1:%d/dir".formatted(server.actualPort())),
            Optional.empty(),
            "store");
    Authority authority =
        new Authority(config, DirectoryProvider.of(config), Duration.ofSeconds(10));
    return catchThrowableOfType(
            OrderException.class,
            () -> authority.order(KeyFile.newPair(), Optional.empty(), challenges -> {}))
        .getMessage();
  }

  private static String directoryOf(int bytes) {
    return DIRECTORY.formatted("x".repeat(bytes - DIRECTORY.length() + 2));
  }

  private static void answer(HttpServerRequest request, Buffer body) {
    request.response().putHeader("Content-Type", "application/json").end(body);
  }

  @Test
  void anAnswerMayBeSoLongAndNoLonger() throws Exception {
    Buffer longest = Buffer.buffer(directoryOf(BoundedConnection.MOST_BYTES));
    assertThat(longest.length()).isEqualTo(BoundedConnection.MOST_BYTES);

    assertThat(orderedAt(request -> answer(request, longest)))
        .as("it was read")
        .doesNotContain("longer");
    assertThat(orderedAt(request -> answer(request, longest.copy().appendString(" "))))
        .isEqualTo(
            "127.0.0.1 answers otherwise than expected (its answer is longer than 262144 bytes)");
  }

  @Test
  void anAnswerWithoutEndIsNotReadToItsEnd() throws Exception {
    assertThat(
            orderedAt(
                request -> {
                  request
                      .response()
                      .putHeader("Content-Type", "application/json")
                      .setChunked(true)
                      .write(Buffer.buffer("x".repeat(BoundedConnection.MOST_BYTES + 1)));
                }))
        .contains("longer than");
  }

  @Test
  void anAnswerIsNotUnpacked() throws Exception {
    Buffer packed = packed(directoryOf(10_000));

    assertThat(
            orderedAt(
                request -> {
                  request.response().putHeader("Content-Encoding", "gzip");
                  answer(request, packed);
                }))
        .isEqualTo(
            "127.0.0.1 answers otherwise than expected (its answer is packed, which nobody asked"
                + " for)");
  }

  private static Buffer packed(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(bytes.toByteArray());
  }
}
