package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.frame.StreamId;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.FakeProxy;
import dev.sightline.testkit.TestCertificate;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.proxy.HttpProxyHandler.HttpProxyConnectException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which cameras are trusted, and the ways to them. */
class CameraHttpTest {

  private static final String EVERY_NAME = "dns:localhost,ip:127.0.0.1,ip:::1";
  private static final String[] EXPIRED = {"-startdate", "-20d", "-validity", "5"};

  @TempDir private static Path directory;

  private static TestCertificate selfSigned;
  private static TestCertificate authority;
  private static TestCertificate issued;
  private static TestCertificate forAnotherHost;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger connections = new AtomicInteger();

  @BeforeAll
  static void makeCertificates() {
    selfSigned = TestCertificate.selfSigned(directory, EVERY_NAME);
    authority = TestCertificate.authority(directory);
    issued = authority.issue(EVERY_NAME);
    forAnotherHost = authority.issue("dns:elsewhere,ip:127.0.0.2");
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void trustsNoCertificateThatNobodyVouchesFor() {
    int port = serve(selfSigned);

    assertThatThrownBy(() -> ask("https://localhost:" + port, TlsTrust.SYSTEM))
        .isInstanceOf(SSLHandshakeException.class)
        .hasRootCauseInstanceOf(CertPathBuilderException.class)
        .satisfies(saying("nobody trusted vouches for its TLS certificate"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
  void trustsWhomItsOwnAuthorityVouchesFor(String host) {
    int port = serve(issued);

    assertThat(ask("https://%s:%d/a?b".formatted(host, port), by(authority)))
        .startsWith("/a?b at %s:%d".formatted(host, port));
  }

  @Test
  void trustsNobodyElseWhereThereIsAnOwnAuthority() {
    int port = serve(selfSigned);

    assertThatThrownBy(() -> ask("https://localhost:" + port, by(authority)))
        .hasRootCauseInstanceOf(CertPathBuilderException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
  void trustsNoCertificateForAnotherHost(String host) {
    int port = serve(forAnotherHost);

    assertThatThrownBy(() -> ask("https://%s:%d".formatted(host, port), by(authority)))
        .satisfies(saying("its TLS certificate is another one, or for another name"))
        .hasRootCauseInstanceOf(CertificateException.class)
        .rootCause()
        .hasMessageContaining("subject alternative");
  }

  @Test
  void trustsNoExpiredCertificate() {
    int port = serve(authority.issue(EVERY_NAME, EXPIRED));

    assertThatThrownBy(() -> ask("https://localhost:" + port, by(authority)))
        .hasRootCauseInstanceOf(CertificateExpiredException.class)
        .satisfies(saying("its TLS certificate has expired"));
  }

  @Test
  void trustsThePinnedCertificateWhateverItSays() {
    TestCertificate expired = TestCertificate.selfSigned(directory, "dns:elsewhere", EXPIRED);
    TestCertificate weak =
        TestCertificate.selfSigned(
            directory, "dns:cam", "-keyalg", "RSA", "-keysize", "1024", "-sigalg", "SHA1withRSA");
    TlsTrust either = pinned(expired, weak);

    assertThat(ask("https://localhost:" + serve(expired), either)).startsWith("/ at localhost");
    assertThat(ask("https://127.0.0.1:" + serve(weak), either)).startsWith("/ at 127.0.0.1");
  }

  @Test
  void trustsNoOtherCertificateThanThePinnedOne() {
    int port = serve(issued);

    assertThatThrownBy(() -> ask("https://localhost:" + port, pinned(selfSigned, authority)))
        .satisfies(saying("its TLS certificate is another one, or for another name"))
        .isInstanceOf(SSLHandshakeException.class)
        .hasRootCauseInstanceOf(CertificateException.class)
        .rootCause()
        .hasMessageContaining("fingerprint");
  }

  @Test
  void tellsTheServerWhomItWants() {
    int port = serve(selfSigned);

    assertThat(ask("https://localhost:" + port, pinned(selfSigned))).endsWith("as localhost");
    assertThat(ask("https://127.0.0.1:" + port, pinned(selfSigned))).endsWith("as null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void speaksTls(String version) {
    int port = serve(new HttpServerOptions(), selfSigned, Set.of(version));

    assertThat(ask("https://localhost:" + port, pinned(selfSigned))).contains("by " + version);
  }

  @Test
  void speaksNoOlderTls() {
    CompletableFuture<Buffer> hello = new CompletableFuture<>();
    int port =
        listen(
            socket ->
                socket.handler(
                    bytes -> {
                      hello.complete(bytes);
                      socket.close();
                    }));

    assertThatThrownBy(() -> ask("https://localhost:" + port, TlsTrust.SYSTEM))
        .isInstanceOf(SSLHandshakeException.class);
    String supportedVersions = "002b" + "0005" + "04" + "0304" + "0303";
    assertThat(HexFormat.of().formatHex(hello.getNow(Buffer.buffer()).getBytes()))
        .contains(supportedVersions);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
  void asksPlainlyByNameAndByAddress(String host) {
    int port = serve();

    assertThat(ask("http://%s:%d/a?b".formatted(host, port), TlsTrust.SYSTEM))
        .startsWith("/a?b at %s:%d".formatted(host, port));
  }

  @Test
  void asksAtAnAddressWithAZone() throws SocketException {
    int port = serve();

    assertThat(ask("http://[::1%%%s]:%d/".formatted(loopback(), port), TlsTrust.SYSTEM))
        .startsWith("/ at [::1]:" + port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "[::1]"})
  void goesThroughAProxy(String host) {
    FakeProxy proxy = FakeProxy.start(vertx);
    proxy.withCredentials("user", "p@s3cret");
    String withCredentials = proxy.url().replace("://", "://user:p@s3cret@");
    String plain = "%s:%d".formatted(host, serve());
    String secure = "%s:%d".formatted(host, serve(selfSigned));

    assertThat(ask("http://" + plain + "/a?b", TlsTrust.SYSTEM, withCredentials))
        .startsWith("/a?b at " + plain);
    assertThat(ask("https://" + secure + "/a?b", pinned(selfSigned), withCredentials))
        .startsWith("/a?b at " + secure);
    assertThat(proxy.requests())
        .containsExactly("GET http://" + plain + "/a?b", "CONNECT " + secure);
  }

  @Test
  void trustsNobodyMoreForAProxyOnTheWay() {
    FakeProxy proxy = FakeProxy.start(vertx);
    int port = serve(forAnotherHost);

    assertThatThrownBy(() -> ask("https://localhost:" + port, by(authority), proxy.url()))
        .hasRootCauseInstanceOf(CertificateException.class);
  }

  @Test
  void tellsWhatTheProxySays() {
    FakeProxy proxy = FakeProxy.start(vertx);
    proxy.withCredentials("user", "s3cret");
    String wrong = proxy.url().replace("://", "://user:geheim@");

    assertThat(ask("http://localhost:1", TlsTrust.SYSTEM, wrong)).startsWith("407");
    assertThatThrownBy(() -> ask("https://localhost:1", TlsTrust.SYSTEM, wrong))
        .isInstanceOf(HttpProxyConnectException.class)
        .satisfies(
            failure ->
                assertThat(Unreachable.reason(failure, Optional.of(SourceUrl.parse(wrong))))
                    .extracting(EndReason::sentence)
                    .isEqualTo(
                        "the proxy 127.0.0.1:%d wants another name and password (407)"
                            .formatted(proxy.port())));
  }

  @Test
  void keepsToOneConnection() {
    int port = serve();
    CameraConfig camera = camera("http://localhost:" + port, TlsTrust.SYSTEM, Optional.empty());
    HttpClient client = CameraHttp.newClient(vertx, camera);

    Await.result(Future.all(ask(client, camera), ask(client, camera)));
    Await.result(ask(client, camera));
    assertThat(connections).hasValue(1);
    Await.result(client.close());
  }

  @Test
  void takesHeadersOfASaneSizeOnly() {
    assertThat(ask("http://localhost:" + serveHeader(12_000), TlsTrust.SYSTEM)).isEqualTo("hi");
    int port = serveHeader(20_000);
    assertThatThrownBy(() -> ask("http://localhost:" + port, TlsTrust.SYSTEM))
        .isInstanceOf(TooLongHttpHeaderException.class)
        .satisfies(saying("the header of its answer is longer than 16KiB"));
  }

  private static Consumer<Throwable> saying(String sentence) {
    return failure -> assertThat(Unreachable.explain(failure)).isEqualTo(sentence);
  }

  private int serveHeader(int length) {
    String response =
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Long: %s\r\n\r\nhi"
            .formatted("x".repeat(length));
    return listen(socket -> socket.handler(bytes -> socket.write(response)));
  }

  private int listen(Handler<NetSocket> handler) {
    NetServer server = vertx.createNetServer().connectHandler(handler);
    return Await.result(server.listen(0, "::")).actualPort();
  }

  private int serve() {
    return serve(new HttpServerOptions());
  }

  private int serve(TestCertificate certificate) {
    return serve(new HttpServerOptions(), certificate, Set.of("TLSv1.2", "TLSv1.3"));
  }

  private int serve(HttpServerOptions options, TestCertificate shown, Set<String> versions) {
    return serve(
        options
            .setSsl(true)
            .setSni(true)
            .setEnabledSecureTransportProtocols(versions)
            .setKeyCertOptions(shown.keys()));
  }

  private int serve(HttpServerOptions options) {
    return Await.result(
            vertx
                .createHttpServer(options)
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(request -> request.response().end(report(request)))
                .listen(0, "::"))
        .actualPort();
  }

  private static String report(HttpServerRequest request) {
    String report = "%s at %s".formatted(request.uri(), request.getHeader("Host"));
    return request.isSSL()
        ? "%s by %s as %s"
            .formatted(
                report,
                request.sslSession().getProtocol(),
                request.connection().indicatedServerName())
        : report;
  }

  private String ask(String url, TlsTrust trust) {
    return ask(camera(url, trust, Optional.empty()));
  }

  private String ask(String url, TlsTrust trust, String proxy) {
    return ask(camera(url, trust, Optional.of(SourceUrl.parse(proxy))));
  }

  private String ask(CameraConfig camera) {
    HttpClient client = CameraHttp.newClient(vertx, camera);
    try {
      return Await.result(ask(client, camera));
    } finally {
      Await.result(client.close());
    }
  }

  /** On an event loop, as the ingest asks: elsewhere an answer may come before its handler. */
  private Future<String> ask(HttpClient client, CameraConfig camera) {
    Promise<String> answer = Promise.promise();
    vertx.runOnContext(
        v ->
            client
                .request(CameraHttp.requestTo(camera.source(), camera.policy().link()))
                .compose(request -> request.send())
                .compose(CameraHttpTest::bodyOrStatus)
                .onComplete(answer));
    return answer.future();
  }

  private static Future<String> bodyOrStatus(HttpClientResponse response) {
    return response.statusCode() == 200
        ? response.body().map(Buffer::toString)
        : Future.succeededFuture(Integer.toString(response.statusCode()));
  }

  private static CameraConfig camera(String url, TlsTrust trust, Optional<SourceUrl> proxy) {
    SourcePolicy usual = SourcePolicy.DEFAULT;
    SourcePolicy policy =
        new SourcePolicy(
            usual.onDemand(),
            usual.linger(),
            Duration.ofSeconds(30),
            usual.stallTimeout(),
            usual.limits(),
            usual.retry(),
            usual.pollEvery(),
            usual.request(),
            new LinkPolicy(trust, proxy, FfmpegPolicy.DEFAULT));
    return new CameraConfig(new StreamId("front"), SourceUrl.parse(url), policy);
  }

  private static TlsTrust by(TestCertificate authority) {
    String file = authority.pemFile().toString();
    return new TlsTrust(Optional.of(CertificateFile.read(file)), List.of());
  }

  private static TlsTrust pinned(TestCertificate... certificates) {
    List<String> fingerprints =
        List.of(certificates).stream()
            .map(TestCertificate::fingerprint)
            .map(text -> text.replace(":", "").toLowerCase(Locale.ROOT))
            .toList();
    return new TlsTrust(Optional.empty(), fingerprints);
  }

  private static String loopback() throws SocketException {
    return NetworkInterface.networkInterfaces()
        .filter(CameraHttpTest::isLoopback)
        .findFirst()
        .orElseThrow()
        .getName();
  }

  private static boolean isLoopback(NetworkInterface card) {
    try {
      return card.isLoopback();
    } catch (SocketException e) {
      return false;
    }
  }
}
