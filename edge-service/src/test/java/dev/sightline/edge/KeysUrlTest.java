package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.access.Forge;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.TestCertificate;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of tokens are fetched from their issuer. */
class KeysUrlTest {

  private static final KeyPair OLD = Forge.rsa();
  private static final KeyPair NEW = Forge.rsa();

  private final EdgeFixture edge = edge();

  @TempDir private Path directory;
  private final AtomicReference<String> published = new AtomicReference<>("");
  private final AtomicInteger fetched = new AtomicInteger();

  @AfterEach
  void stop() {
    edge.close();
  }

  private void start() {
    start("http", new HttpServerOptions(), new JsonObject());
  }

  /**
   * @param further settings of the section
   */
  private void start(String scheme, HttpServerOptions options, JsonObject further) {
    HttpServer issuer =
        edge.outside()
            .createHttpServer(options)
            .requestHandler(
                request -> {
                  fetched.incrementAndGet();
                  request
                      .response()
                      .setStatusCode(published.get().isEmpty() ? 500 : 200)
                      .end(published.get());
                });
    Await.result(issuer.listen(0, "127.0.0.1"));
    edge.withAccess(
            new JsonObject()
                .put("watch", "signed-in")
                .put(
                    "tokens",
                    further
                        .put("issuer", "https://issuer.example")
                        .put("audience", "cams")
                        .put(
                            "jwks-url",
                            "%s://127.0.0.1:%d/keys".formatted(scheme, issuer.actualPort()))))
        .start("front");
  }

  private int statusOf(KeyPair keys, String id) {
    JsonObject claims =
        new JsonObject()
            .put("iss", "https://issuer.example")
            .put("aud", "cams")
            .put("sub", "anna")
            .put("exp", Instant.now().getEpochSecond() + 60);
    return edge.get("/?token=" + Forge.byRsa(keys, Forge.header("RS256", id), claims)).status();
  }

  @Test
  void aKeyThatIsNewIsFetchedWhenATokenNamesIt() {
    published.set(Forge.keySet(OLD, "old").encode());
    start();
    assertThat(statusOf(OLD, "old")).isEqualTo(200);
    assertThat(fetched).hasValue(1);

    published.set(Forge.keySet(NEW, "new").encode());

    assertThat(statusOf(OLD, "old")).as("nobody has asked yet").isEqualTo(200);
    assertThat(statusOf(NEW, "new")).isEqualTo(200);
    assertThat(statusOf(OLD, "old")).isEqualTo(401);
    assertThat(statusOf(NEW, "another")).isEqualTo(401);
    assertThat(fetched).as("once a minute on demand").hasValue(2);
  }

  @Test
  void anIssuerIsBelievedByAnAuthorityOfOnesOwn() {
    TestCertificate certificate = TestTls.certificate(directory);
    published.set(Forge.keySet(OLD, "old").encode());

    start("https", tls(certificate), new JsonObject().put("ca-file", certificate.pemFile() + ""));

    assertThat(statusOf(OLD, "old")).isEqualTo(200);
  }

  @Test
  void anIssuerIsBelievedByNoOther() {
    TestCertificate certificate = TestTls.certificate(directory);
    published.set(Forge.keySet(OLD, "old").encode());

    start("https", tls(certificate), new JsonObject());

    assertThat(statusOf(OLD, "old")).isEqualTo(503);
    assertThat(fetched).hasValue(0);
  }

  private static HttpServerOptions tls(TestCertificate certificate) {
    return new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keys());
  }

  @Test
  void withoutKeysNobodysTokenCanBeChecked() {
    start();
    assertThat(statusOf(OLD, "old")).isEqualTo(503);
    assertThat(fetched.get()).isBetween(1, 2);
  }

  @Test
  void keysThatWereGoodStayWhileNoneCome() {
    published.set(Forge.keySet(OLD, "old").encode());
    start();
    published.set("{\"keys\": []}");

    assertThat(statusOf(NEW, "new")).isEqualTo(401);

    assertThat(fetched).hasValue(2);
    assertThat(statusOf(OLD, "old")).isEqualTo(200);
  }
}
