package dev.sightline.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestChallengeTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '~',
      textBlock =
          """
          Digest nonce=n                                            => Digest, MD5
          Digest nonce=n, algorithm=, qop=""                        => Digest, MD5
          digest nonce=n, algorithm="md5", qop=auth                 => Digest, MD5, qop auth
          Digest nonce=n, algorithm=MD5-SESS, qop="auth-int"        => Digest, MD5-sess, qop auth-int
          Digest nonce=n, algorithm=SHA-256, qop="auth-int, auth"   => Digest, SHA-256, qop auth
          Digest nonce=n, algorithm="SHA-256-sess", qop="AUTH"      => Digest, SHA-256-sess, qop auth
          Digest nonce=n, algorithm=SHA-512-256, qop="x,auth"       => Digest, SHA-512-256, qop auth
          Digest nonce=n, algorithm=SHA-512-256-sess, qop="auth x"  => Digest, SHA-512-256-sess, qop auth
          """)
  void understandsEveryAlgorithmAndQuality(String header, String description) {
    assertThat(read(header).map(DigestChallenge::describe)).hasValue(description);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic realm=r",
        "Basic realm=r, nonce=n",
        "Digest realm=r",
        "Digest nonce=n, algorithm=SHA-1",
        "Digest nonce=n, algorithm=token",
        "Digest nonce=n, qop=auth-conf",
        "Digest nonce=n, qop=\",\""
      })
  void answersNothingElse(String header) {
    assertThat(read(header)).isEmpty();
  }

  private static Optional<DigestChallenge> read(String header) {
    return ChallengeParser.parse(header).stream().findFirst().flatMap(DigestChallenge::of);
  }
}
