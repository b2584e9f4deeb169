package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** curl, which knows Digest from elsewhere, is let in; whoever is wrong in one field isn't. */
class DigestServerTest {

  /** The right one to the first nonce. */
  private static final String ANSWER =
      "Digest username=\"user\", realm=\"camera\", nonce=\"n,0==\", uri=\"/\","
          + " response=\"a9d0e98bcaf2e45403d71116efab35d5\", algorithm=MD5, qop=auth,"
          + " nc=00000001, cnonce=\"c\", opaque=\"o\"";

  private final Vertx vertx = Vertx.vertx();
  private DigestServer server;

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
        "MD5, none",
        "MD5, auth",
        "MD5, 'auth,auth-int'",
        "MD5-sess, auth",
        "SHA-256, auth",
        "SHA-256-sess, auth"
      })
  void letsCurlIn(String algorithm, String qop) {
    start(
        DigestOptions.defaults()
            .withAlgorithm(algorithm)
            .withQop(qop)
            .withOpaque("o,=")
            .withOthers(true, "Basic realm=\"a\""));

    assertThat(curl("user:secret", "video?a=b")).containsExactly("welcome");
    assertThat(server.accepted()).isEqualTo(1);
    assertThat(server.refusals()).containsExactly("no answer");
  }

  @Test
  void refusesAWrongPassword() {
    start(DigestOptions.defaults());

    assertThat(curl("user:guess", "")).containsExactly("Unauthorized");
    assertThat(server.accepted()).isZero();
    assertThat(server.refusals()).hasSize(2).last().asString().startsWith("response is ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nc=00000001         | nc=00000002         | nc is 2 after 0
          nc=00000001         | nc=1                | nc is no eight hexadecimal digits
          nc=00000001         | nc="00000001"       | nc is written wrong or not known
          nc=00000001,        | nc=00000001,,       | the header is malformed
          qop=auth            | qop=auth-int        | qop was not offered
          uri="/"             | uri="/x"            | uri is '/x' and should be '/'
          realm="camera"      | realm="c"           | realm is 'c' and should be 'camera'
          username="user"     | username="u"        | username is 'u' and should be 'user'
          algorithm=MD5       | algorithm=SHA-256   | algorithm is 'SHA-256' and should be 'MD5'
          opaque="o"          | opaque=""           | opaque is '' and should be 'o'
          cnonce="c", opaque="o" | opaque="o"       | cnonce goes with qop
          cnonce="c"          | cnonce="d"          | response is
          realm="camera"      | realm="camera", realm="camera" | realm is there twice
          """)
  void refusesWhatIsWrongInOneField(String right, String wrong, String reason) {
    start(DigestOptions.defaults().withOpaque("o"));
    assertThat(send(null)).isEqualTo(401);
    assertThat(ANSWER).contains(right);

    assertThat(send(ANSWER.replace(right, wrong))).isEqualTo(401);
    assertThat(server.refusals()).last().asString().startsWith(reason);
  }

  @Test
  void callsANonceStaleThatIsUsedUpOrForgotten() {
    start(DigestOptions.defaults().withOpaque("o").withNonceUses(1, true));
    assertThat(send(null)).isEqualTo(401);

    assertThat(send(ANSWER)).isEqualTo(200);
    server.forgetNonces();
    assertThat(send(ANSWER)).isEqualTo(401);
    assertThat(server.refusals()).last().isEqualTo("stale");
  }

  @Test
  void letsNobodyInTwiceWithOneAnswer() {
    start(DigestOptions.defaults().withOpaque("o"));
    assertThat(send(null)).isEqualTo(401);

    assertThat(send(ANSWER)).isEqualTo(200);
    assertThat(send(ANSWER)).isEqualTo(401);
    assertThat(server.refusals()).last().isEqualTo("nc is 1 after 1");
  }

  private void start(DigestOptions options) {
    server = DigestServer.start(vertx, options, request -> request.response().end("welcome"));
  }

  private int send(String authorization) {
    PlainRequest request = PlainRequest.get(server.url());
    return (authorization == null ? request : request.withHeader("Authorization", authorization))
        .send()
        .status();
  }

  private List<String> curl(String user, String path) {
    Requires.program("curl");
    try (RunningProgram curl =
        RunningProgram.start("curl", "-s", "--digest", "-u", user, server.url() + path)) {
      curl.awaitExit();
      return curl.lines();
    }
  }
}
