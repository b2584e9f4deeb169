package dev.sightline.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.auth.Authenticator.Verdict;
import dev.sightline.node.Secret;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.DigestOptions;
import dev.sightline.testkit.DigestServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over the wire, to a server that lets nobody in who is wrong in any field. */
class AuthenticatorServerTest {

  private static final int MOST_ROUNDS = 5;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = vertx.createHttpClient();
  private DigestServer server;
  private Authenticator authenticator;

  @AfterEach
  void closeAll() {
    server.close();
    Await.result(vertx.close());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "none, none",
        "none, auth",
        "none, auth-int",
        "MD5, none",
        "MD5, auth",
        "md5, 'auth,auth-int'",
        "MD5, auth-int",
        "MD5-sess, none",
        "MD5-sess, auth",
        "MD5-sess, auth-int",
        "SHA-256, none",
        "SHA-256, auth",
        "SHA-256, 'auth-int, auth'",
        "SHA-256, auth-int",
        "SHA-256-sess, auth",
        "SHA-256-sess, auth-int",
        "SHA-512-256, auth",
        "SHA-512-256-sess, auth-int"
      })
  void isLetInByEveryAlgorithm(String algorithm, String qop) {
    start(DigestOptions.defaults().withAlgorithm(algorithm).withQop(qop).withOpaque("o\"\\,="));

    for (int i = 0; i < 3; i++) {
      assertThat(get("/video?a=b,c=\"d\"")).isEqualTo(200);
    }
    assertThat(send(HttpMethod.POST, "/", "{\"name\":\"getLivePreview\"}")).isEqualTo(200);
    assertThat(server.accepted()).isEqualTo(4);
    assertThat(server.refusals()).hasSize(1);
  }

  @Test
  void isLetInWithNamesBeyondAscii() {
    String realm = "Büro \"Süd\" \\ 東, a=b";
    start(DigestOptions.defaults().withRealm(realm).withCredentials("Zoë \"東\"", "pässwörd:1"));
    assertThat(get("/é")).isEqualTo(200);
    server.close();

    DigestOptions hashed = DigestOptions.defaults().withUserhash().withAlgorithm("SHA-256");
    start(hashed.withRealm(realm).withCredentials("Zoë", "p"));
    assertThat(get("/")).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void findsItsChallengeAmongOthers(boolean oneHeader) {
    start(
        DigestOptions.defaults()
            .withOthers(oneHeader, "Negotiate", "NTLM TlRMTVNT==", "Basic realm=\"a, Digest b\"")
            .closing());

    assertThat(get("/")).isEqualTo(200);
    assertThat(server.refusals()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void takesTheNextNonceWhenOneIsUsedUp(boolean saysStale) {
    start(DigestOptions.defaults().withNonceUses(2, saysStale));

    for (int i = 0; i < 5; i++) {
      assertThat(get("/")).isEqualTo(200);
    }
    assertThat(server.refusals()).containsSubsequence("stale", "stale").hasSize(3);
  }

  @Test
  void isLetInAgainAfterTheCameraHasRestarted() {
    start(DigestOptions.defaults());
    assertThat(get("/")).isEqualTo(200);
    server.forgetNonces();

    assertThat(get("/")).isEqualTo(200);
    assertThat(server.refusals()).hasSize(2);
  }

  @Test
  void givesUpOnACameraThatIsNeverContent() {
    start(DigestOptions.defaults().withNonceUses(0, true));

    assertThat(get("/")).isEqualTo(401);
    assertThat(server.refusals()).hasSizeLessThan(MOST_ROUNDS);
  }

  @Test
  void givesAWrongPasswordOnce() {
    start(DigestOptions.defaults());
    authenticator = authenticator("user", "guess");

    assertThat(get("/")).isEqualTo(401);
    assertThat(server.refusals()).filteredOn(reason -> reason.startsWith("response")).hasSize(1);
  }

  private void start(DigestOptions options) {
    server = DigestServer.start(vertx, options, request -> request.response().end());
    authenticator = authenticator(options.username(), options.password());
  }

  private static Authenticator authenticator(String username, String password) {
    return new Authenticator(
        Optional.of(new Credentials(username, new Secret(password))),
        Authentication.AUTO,
        Authenticator::cnonce);
  }

  private int get(String target) {
    return send(HttpMethod.GET, target, "");
  }

  /** The status in the end. */
  private int send(HttpMethod method, String target, String text) {
    Buffer body = Buffer.buffer(text);
    authenticator.begin();
    HttpClientResponse response = Await.result(once(method, target, body));
    for (int i = 1; i < MOST_ROUNDS && isWorthATry(response); i++) {
      response = Await.result(once(method, target, body));
    }
    return response.statusCode();
  }

  private boolean isWorthATry(HttpClientResponse response) {
    return response.statusCode() == 401
        && authenticator.challenged(response.headers().getAll("WWW-Authenticate")) == Verdict.AGAIN;
  }

  private Future<HttpClientResponse> once(HttpMethod method, String target, Buffer body) {
    return client
        .request(method, server.port(), "127.0.0.1", target)
        .compose(request -> authorized(request, body).send(body));
  }

  private HttpClientRequest authorized(HttpClientRequest request, Buffer body) {
    authenticator
        .authorization(request.getMethod().name(), request.getURI(), body)
        .ifPresent(value -> request.putHeader("Authorization", value));
    return request;
  }
}
