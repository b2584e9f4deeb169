package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.FakeProxy;
import dev.sightline.testkit.TestCertificate;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a link is connected to, by which way, and what is said when it isn't. */
class DialerTest {

  private static final String TOKEN = "s3cret-of-the-garden";
  private static final String PASSWORD = "p@s3cret";
  private static final String CONNECTED = "connected";

  @TempDir private static Path directory;

  private static TestCertificate authority;
  private static TestCertificate issued;
  private static TestCertificate selfSigned;

  private final Vertx vertx = Vertx.vertx();

  /** Headers of authorization that servers were shown. */
  private final List<String> shown = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificate.authority(directory);
    issued = authority.issue("dns:localhost");
    selfSigned = TestCertificate.selfSigned(directory, "dns:elsewhere.example");
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void showsItsTokenToAServerThatItsAuthorityVouchesFor() {
    String url = "wss://localhost:" + serve(issued);

    assertThat(dial(url, trusting(authority))).isEqualTo(CONNECTED);
    assertThat(shown).containsExactly("Bearer " + TOKEN);
  }

  @Test
  void showsItsTokenToNobodyElse() {
    int port = serve(issued);
    int other = serve(authority.issue("dns:elsewhere.example"));

    assertThat(dial("wss://localhost:" + port, new JsonObject()))
        .isEqualTo("nobody trusted vouches for its TLS certificate");
    assertThat(dial("wss://localhost:" + port, trusting(selfSigned)))
        .isEqualTo("nobody trusted vouches for its TLS certificate");
    assertThat(dial("wss://127.0.0.1:" + port, trusting(authority)))
        .isEqualTo("its TLS certificate is another one, or for another name");
    assertThat(dial("wss://localhost:" + other, trusting(authority)))
        .isEqualTo("its TLS certificate is another one, or for another name");
    assertThat(shown).isEmpty();
  }

  @Test
  void knowsAServerByItsFingerprintWhateverItsNameAndHoweverItIsWritten() {
    String url = "wss://localhost:" + serve(selfSigned);
    String colons = selfSigned.fingerprint();

    assertThat(dial(url, pinning(colons))).isEqualTo(CONNECTED);
    assertThat(dial(url, pinning(colons.replace(":", "").toLowerCase(Locale.ROOT))))
        .isEqualTo(CONNECTED);
    assertThat(dial(url, pinning(issued.fingerprint())))
        .isEqualTo("its TLS certificate is another one, or for another name");
    assertThat(shown).hasSize(2);
  }

  @Test
  void tellsThatThereIsNoTls() {
    assertThat(dial("wss://localhost:" + serve(new HttpServerOptions()), new JsonObject()))
        .isEqualTo("it doesn't speak TLS at this port");
  }

  @Test
  void passesThroughAProxy() {
    FakeProxy proxy = FakeProxy.start(vertx);
    int plain = serve(new HttpServerOptions());
    int secure = serve(issued);

    JsonObject way = by(proxy.url());
    assertThat(dial("ws://localhost:" + plain, way)).isEqualTo(CONNECTED);
    assertThat(dial("wss://localhost:" + secure, way.mergeIn(trusting(authority))))
        .isEqualTo(CONNECTED);
    assertThat(proxy.requests())
        .containsExactly("CONNECT localhost:" + plain, "CONNECT localhost:" + secure);
  }

  @Test
  void trustsNobodyMoreForAProxyOnTheWay() {
    FakeProxy proxy = FakeProxy.start(vertx);
    JsonObject way = by(proxy.url()).mergeIn(trusting(authority));

    assertThat(dial("wss://localhost:" + serve(selfSigned), way))
        .isEqualTo("nobody trusted vouches for its TLS certificate");
    assertThat(dial("wss://127.0.0.1:" + serve(issued), way))
        .isEqualTo("its TLS certificate is another one, or for another name");
    assertThat(shown).isEmpty();
  }

  @Test
  void tellsTheProxyWhoItIs() {
    FakeProxy proxy = FakeProxy.start(vertx).withCredentials("garden", PASSWORD);
    String url = "wss://localhost:" + serve(issued);
    String refused =
        "the proxy 127.0.0.1:%d wants another name and password (407)".formatted(proxy.port());

    assertThat(dial(url, through(proxy, "garden:" + PASSWORD))).isEqualTo(CONNECTED);
    assertThat(dial(url, through(proxy, "garden:s3cret-of-old"))).isEqualTo(refused);
    assertThat(dial(url, by(proxy.url()))).isEqualTo(refused);
    assertThat(shown).containsExactly("Bearer " + TOKEN);
  }

  @Test
  void tellsWhichProxyRefuses() {
    FakeProxy proxy = FakeProxy.start(vertx);
    String refused = "the proxy 127.0.0.1:%d gives no connection to it".formatted(proxy.port());

    assertThat(dial("wss://localhost:1", through(proxy, "garden:" + PASSWORD)))
        .as("what it can't reach")
        .isEqualTo(refused + " (502)");
    proxy.refuseWith(403);
    assertThat(dial("wss://localhost:1", through(proxy, "garden:" + PASSWORD)))
        .isEqualTo(refused + " (403)");
  }

  @Test
  void tellsThatTheProxyHangsUpOrIsNotThere() {
    int port = listen(NetSocket::close);

    assertThat(dial("wss://localhost:1", by("http://127.0.0.1:" + port)))
        .isEqualTo("the proxy 127.0.0.1:%d gives no connection to it".formatted(port));
    assertThat(dial("wss://localhost:2", by("http://127.0.0.1:1")))
        .isEqualTo("the proxy 127.0.0.1:1 can't be reached");
    assertThat(dial("wss://localhost:2", by("http://nowhere.invalid:3128")))
        .isEqualTo("the host name of the proxy nowhere.invalid:3128 is not known");
  }

  /** What other servers say to a WebSocket that they don't know. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 Not Found | 404 page not found | it answers 404: 404 page not found",
        "404 Not Found | <html>Nothing here | it answers 404; no link is taken at this URL",
        "200 OK | <html>Welcome | it answers 200; no link is taken at this URL",
        "301 Moved | '' | it answers 301; no link is taken at this URL",
        "401 Unauthorized | '' | it answers 401; it doesn't know the token",
        "503 Unavailable | be back soon | it answers 503: be back soon"
      })
  void tellsWhatAnotherServerAnswers(String status, String body, String sentence) {
    String answer =
        "HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s".formatted(status, body.length(), body);

    assertThat(dial("ws://localhost:" + answering(answer), new JsonObject())).isEqualTo(sentence);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Accept: another\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"
      })
  void tellsThatTheAnswerIsNoWebSocket(String answer) {
    assertThat(dial("ws://localhost:" + answering(answer), new JsonObject()))
        .isEqualTo("it answers with something else than a WebSocket");
  }

  @Test
  void tellsThatTheAnswerIsNoHttp() {
    assertThat(dial("ws://localhost:" + answering("SSH-2.0-OpenSSH\r\n\r\n"), new JsonObject()))
        .isEqualTo("it answers with something else than HTTP");
  }

  @Test
  void tellsThatItHangsUp() {
    int port = listen(socket -> socket.handler(request -> socket.close()));

    assertThat(dial("ws://localhost:" + port, new JsonObject())).isEqualTo("it doesn't answer");
  }

  @Test
  void leavesAServerAloneThatAnswersWithoutEnd() {
    Promise<Void> left = Promise.promise();
    int port =
        listen(
            socket -> {
              socket.closeHandler(v -> left.tryComplete());
              socket.handler(
                  request -> socket.write("HTTP/1.1 200 OK\r\nContent-Length: 999999\r\n\r\nabc"));
            });

    assertThat(dial("ws://localhost:" + port, new JsonObject())).isEqualTo("it doesn't answer");
    Await.result(left.future());
  }

  /** How the first attempt comes out: connected, or the sentence that says why not. */
  private String dial(String url, JsonObject more) {
    JsonObject section = new JsonObject().put("to", url).put("token", TOKEN).mergeIn(more);
    ConfigReader reader = new ConfigReader(new ConfigSources(section, Map.of(), new Flags()));
    Optional<DialConfig> config = DialConfig.read(reader, "to", "/uplink");
    Promise<String> outcome = Promise.promise();
    Promise<Void> stopped = Promise.promise();
    vertx.runOnContext(
        v -> {
          Dialer dialer =
              new Dialer(
                  vertx,
                  "uplink",
                  config.orElseThrow(),
                  socket -> {
                    outcome.tryComplete(CONNECTED);
                    return Promise.<String>promise().future();
                  },
                  outcome::tryComplete);
          dialer.start();
          outcome.future().onComplete(done -> dialer.stop()).<Void>mapEmpty().onComplete(stopped);
        });
    Await.result(stopped.future());
    return outcome.future().result();
  }

  private static JsonObject trusting(TestCertificate authority) {
    return tls("ca-file", authority.pemFile().toString());
  }

  private static JsonObject pinning(String fingerprint) {
    return tls("fingerprint", fingerprint);
  }

  private static JsonObject tls(String key, String value) {
    return new JsonObject().put("tls", new JsonObject().put(key, value));
  }

  private static JsonObject by(String proxy) {
    return new JsonObject().put("proxy", proxy);
  }

  private static JsonObject through(FakeProxy proxy, String user) {
    return by(proxy.url().replace("://", "://" + user + "@")).mergeIn(trusting(authority));
  }

  private int serve(TestCertificate certificate) {
    return serve(new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate.keys()));
  }

  private int serve(HttpServerOptions options) {
    return Await.result(
            vertx
                .createHttpServer(options)
                .webSocketHandler(socket -> shown.add(socket.headers().get("Authorization")))
                .listen(0, "127.0.0.1"))
        .actualPort();
  }

  private int answering(String answer) {
    return listen(socket -> socket.handler(request -> socket.write(answer)));
  }

  private int listen(Handler<NetSocket> handler) {
    return Await.result(vertx.createNetServer().connectHandler(handler).listen(0, "127.0.0.1"))
        .actualPort();
  }
}
