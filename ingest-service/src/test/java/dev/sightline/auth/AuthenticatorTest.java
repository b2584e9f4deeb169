package dev.sightline.auth;

import static dev.sightline.auth.Authentication.AUTO;
import static dev.sightline.auth.Authentication.BASIC;
import static dev.sightline.auth.Authentication.DIGEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.auth.Authenticator.Verdict;
import dev.sightline.node.Secret;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {

  private static final String USER_SECRET = "Basic dXNlcjpzZWNyZXQ=";
  private static final String FIRST = "Digest realm=\"cam\", nonce=\"1\", qop=\"auth\"";
  private static final String SECOND = "Digest realm=\"cam\", nonce=\"2\", qop=\"auth\"";
  private static final String THIRD = "Digest realm=\"cam\", nonce=\"3\", qop=\"auth\"";

  private int cnonces;

  @Test
  void sendsBasicBeforeItIsAsked() {
    assertThat(authorization(authenticator(AUTO))).hasValue(USER_SECRET);
    assertThat(authorization(authenticator(BASIC))).hasValue(USER_SECRET);
  }

  @Test
  void sendsNothingBeforeTheCameraHasAskedForDigest() {
    Authenticator authenticator = authenticator(DIGEST);

    assertThat(authorization(authenticator)).isEmpty();
    assertThat(authenticator.challenged(List.of(FIRST))).isEqualTo(Verdict.AGAIN);
    assertThat(authorization(authenticator)).get().asString().contains("nonce=\"1\"");
  }

  @Test
  void remembersDigestAndCountsItsAnswers() {
    Authenticator authenticator = authenticator(AUTO);
    refuse(authenticator, FIRST);

    assertThat(authorization(authenticator)).get().asString().contains("nc=00000001");
    assertThat(authorization(authenticator)).get().asString().contains("nc=00000002");
    assertThat(authenticator.scheme()).hasValue("Digest, MD5, qop auth");
  }

  @Test
  void isRejectedWhenTheAnswerToAFreshChallengeIsRefused() {
    Authenticator authenticator = authenticator(AUTO);

    assertThat(refuse(authenticator, FIRST)).isEqualTo(Verdict.AGAIN);
    assertThat(refuse(authenticator, SECOND)).isEqualTo(Verdict.REJECTED);
  }

  @Test
  void givesOneWrongAnswerPerConnectionToACameraThatRejects() {
    Authenticator authenticator = authenticator(AUTO);
    refuse(authenticator, FIRST);
    refuse(authenticator, SECOND);
    authenticator.begin();

    assertThat(authorization(authenticator)).isEmpty();
    assertThat(authenticator.challenged(List.of(THIRD))).isEqualTo(Verdict.AGAIN);
    assertThat(refuse(authenticator, FIRST)).isEqualTo(Verdict.REJECTED);
  }

  @Test
  void isRejectedWhenBasicIsRefused() {
    for (Authentication allowed : List.of(AUTO, BASIC)) {
      Authenticator authenticator = authenticator(allowed);
      assertThat(refuse(authenticator, "Basic realm=\"a\"")).isEqualTo(Verdict.REJECTED);
      assertThat(refuse(authenticator)).isEqualTo(Verdict.REJECTED);
      assertThat(authorization(authenticator)).hasValue(USER_SECRET);
    }
  }

  @Test
  void saysThatCredentialsAreMissingAndWhatFor() {
    Authenticator authenticator = new Authenticator(Optional.empty(), AUTO, () -> "c");

    assertThat(authorization(authenticator)).isEmpty();
    assertThat(authenticator.scheme()).isEmpty();
    assertThat(authenticator.challenged(List.of("Basic realm=a", FIRST)))
        .isEqualTo(Verdict.NO_CREDENTIALS);
    assertThat(authenticator.scheme()).hasValue("Digest, MD5, qop auth");
    assertThat(authorization(authenticator)).isEmpty();
  }

  @Test
  void triesOnceMoreWhenARememberedNonceIsRefused() {
    Authenticator authenticator = authenticator(DIGEST);
    refuse(authenticator, FIRST);
    authorization(authenticator);
    authenticator.begin();

    assertThat(refuse(authenticator, SECOND)).isEqualTo(Verdict.AGAIN);
    assertThat(refuse(authenticator, THIRD)).isEqualTo(Verdict.REJECTED);
  }

  @Test
  void answersAStaleNonceWithTheNewOneButNotForEver() {
    Authenticator authenticator = authenticator(AUTO);
    refuse(authenticator, FIRST);

    assertThat(refuse(authenticator, SECOND + ", stale=true")).isEqualTo(Verdict.AGAIN);
    assertThat(refuse(authenticator, THIRD + ", stale=\"TRUE\"")).isEqualTo(Verdict.AGAIN);
    assertThat(refuse(authenticator, FIRST + ", stale=true")).isEqualTo(Verdict.REJECTED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          AUTO   | NTLM                                      | NTLM
          AUTO   | Negotiate, NTLM                           | Negotiate, NTLM
          AUTO   | Digest nonce="n", algorithm=SHA-1         | Digest
          AUTO   | Digest nonce="n", qop="auth-conf"         | Digest
          AUTO   | Digest realm="without a nonce"            | Digest
          DIGEST | Basic realm="a"                           | Basic
          DIGEST | Digest nonce="n", algorithm=x, Basic      | Digest, Basic
          BASIC  | Digest realm="a", nonce="n"               | Digest, MD5
          """)
  void saysWhatItMayNotOrCanNotGive(Authentication allowed, String header, String scheme) {
    Authenticator authenticator = authenticator(allowed);

    assertThat(refuse(authenticator, header)).isEqualTo(Verdict.UNSUPPORTED);
    assertThat(authenticator.scheme()).hasValue(scheme);
  }

  @Test
  void neverSendsThePasswordWhereDigestIsAskedFor() {
    Authenticator authenticator = authenticator(DIGEST);

    refuse(authenticator, "Basic realm=\"a\"");
    assertThat(authorization(authenticator)).isEmpty();
    refuse(authenticator);
    assertThat(authorization(authenticator)).isEmpty();
  }

  @Test
  void choosesTheStrongestOfAll() {
    Authenticator authenticator = authenticator(AUTO);
    authorization(authenticator);

    assertThat(
            authenticator.challenged(
                List.of(
                    "NTLM, Basic realm=\"b\", Digest nonce=\"1\", algorithm=MD5",
                    "Digest nonce=\"2\", algorithm=SHA-256, Digest nonce=\"3\", algorithm=SHA-1",
                    "Digest nonce=\"4\", algorithm=SHA-512-256, Digest nonce=5")))
        .isEqualTo(Verdict.AGAIN);
    assertThat(authorization(authenticator)).get().asString().contains("nonce=\"2\"");
  }

  @Test
  void followsACameraThatChangesItsMind() {
    Authenticator authenticator = authenticator(AUTO);
    refuse(authenticator, FIRST);
    authorization(authenticator);
    authenticator.begin();

    assertThat(refuse(authenticator, "Basic realm=\"a\"")).isEqualTo(Verdict.AGAIN);
    assertThat(authorization(authenticator)).hasValue(USER_SECRET);
    authenticator.begin();
    assertThat(refuse(authenticator, FIRST)).isEqualTo(Verdict.AGAIN);
    assertThat(authorization(authenticator)).get().asString().startsWith("Digest ");
  }

  @Test
  void takesARefusalWithoutAChallengeForBasic() {
    Authenticator authenticator = authenticator(AUTO);
    refuse(authenticator, FIRST);
    authorization(authenticator);
    authenticator.begin();

    assertThat(refuse(authenticator)).isEqualTo(Verdict.AGAIN);
    assertThat(authorization(authenticator)).hasValue(USER_SECRET);
    assertThat(refuse(authenticator)).isEqualTo(Verdict.REJECTED);
  }

  /** Some cameras forget their challenge, or take it back, when they refuse. */
  @ParameterizedTest
  @ValueSource(strings = {"", "Basic realm=\"a\"", "NTLM"})
  void triesEachSchemeOncePerAttempt(String second) {
    Authenticator authenticator = authenticator(AUTO);
    assertThat(refuse(authenticator, FIRST)).isEqualTo(Verdict.AGAIN);

    assertThat(refuse(authenticator, second)).isNotEqualTo(Verdict.AGAIN);
  }

  /** A request is sent anew when its connection turns out to be closed. */
  @Test
  void isRejectedHoweverOftenTheAnswerWasSent() {
    Authenticator authenticator = authenticator(AUTO);
    refuse(authenticator, FIRST);
    authorization(authenticator);

    assertThat(refuse(authenticator, SECOND)).isEqualTo(Verdict.REJECTED);
  }

  @Test
  void answersTheChallengeOfAnotherPlaceThatItIsSentTo() {
    Authenticator authenticator = authenticator(AUTO);
    refuse(authenticator, FIRST);
    authorization(authenticator);
    authenticator.accepted();

    assertThat(refuse(authenticator, SECOND)).isEqualTo(Verdict.AGAIN);
  }

  @Test
  void usesTheNonceThatComesWithAnAnswer() {
    Authenticator authenticator = authenticator(AUTO);
    refuse(authenticator, FIRST);
    authorization(authenticator);
    authenticator.informed("nextnonce=\"next\", qop=auth, rspauth=\"0\"");

    assertThat(authorization(authenticator))
        .get()
        .asString()
        .contains("nonce=\"next\"", "nc=00000001", "cnonce=\"2\"");
    assertThat(authenticator.challenged(List.of(SECOND))).isEqualTo(Verdict.AGAIN);
  }

  @Test
  void keepsItsNonceWhereThereIsNoNextOrItWouldChangeTheKey() {
    Authenticator plain = authenticator(AUTO);
    refuse(plain, FIRST);
    plain.informed("rspauth=\"0\"");
    assertThat(authorization(plain)).get().asString().contains("nonce=\"1\"");

    Authenticator session = authenticator(AUTO);
    refuse(session, FIRST + ", algorithm=MD5-sess");
    session.informed("nextnonce=\"next\"");
    assertThat(authorization(session)).get().asString().contains("nonce=\"1\"");
  }

  @Test
  void makesAnUnguessableNonceForEachChallenge() {
    assertThat(Authenticator.cnonce()).matches("[0-9a-f]{32}").isNotEqualTo(Authenticator.cnonce());
  }

  @Test
  void survivesAnyNumberOfChallenges() {
    Authenticator authenticator = authenticator(AUTO);
    authorization(authenticator);
    List<String> headers =
        Collections.nCopies(10_000, "NTLM, ".repeat(1_000) + "Digest nonce=\"1\"");

    assertThat(authenticator.challenged(headers)).isEqualTo(Verdict.UNSUPPORTED);
  }

  private Authenticator authenticator(Authentication allowed) {
    cnonces = 0;
    Credentials credentials = new Credentials("user", new Secret("secret"));
    return new Authenticator(Optional.of(credentials), allowed, () -> Integer.toString(++cnonces));
  }

  private static Optional<String> authorization(Authenticator authenticator) {
    return authenticator.authorization("GET", "/", Buffer.buffer());
  }

  /** One request that the camera answers with 401. */
  private static Verdict refuse(Authenticator authenticator, String... wwwAuthenticate) {
    authorization(authenticator);
    return authenticator.challenged(List.of(wwwAuthenticate));
  }
}
