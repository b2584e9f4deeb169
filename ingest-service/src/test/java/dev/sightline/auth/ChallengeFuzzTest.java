package dev.sightline.auth;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sightline.node.Secret;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds whatever a camera asks for. An input is the values of its {@code WWW-Authenticate}
 * headers, a line each.
 */
@Timeout(10)
class ChallengeFuzzTest {

  private static final String PASSWORD = "S3cr3tM4rk";
  private static final String TARGET = "/video.mjpg?a=\"b\"&c=ü";

  private static final Credentials CREDENTIALS = new Credentials("üser\"", new Secret(PASSWORD));

  static Stream<byte[]> challenges() {
    return Stream.of(
            "Basic realm=\"cam\"",
            "Digest realm=\"a\", nonce=\"b\"",
            "Digest realm=\"a\", qop=\"auth,auth-int\", nonce=\"b\", opaque=\"c\", algorithm=MD5",
            "Digest realm=a,nonce=b,qop=auth-int,algorithm=SHA-256-sess,userhash=true,stale=TRUE",
            "Digest realm=\"a\\\\b\\\"c\" nonce=\"n==\", algorithm=\"SHA-512-256\", qop=auth",
            "NTLM\nNegotiate YIIB/+9=, Digest nonce=\"a\"\nBasic realm=b",
            "Digest nonce=\"" + "n".repeat(2000) + "\"",
            "Basic realm=x, ".repeat(20))
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("challenges")
  @FuzzTest
  void answersWhatItUnderstands(byte[] input) {
    String text = new String(input, ISO_8859_1);
    if (text.contains(PASSWORD)) {
      return; // What the camera knows is no secret to it.
    }
    List<String> headers = text.lines().toList();
    headers.forEach(ChallengeFuzzTest::keepsItsLimits);
    for (Authentication allowed : Authentication.values()) {
      Authenticator authenticator =
          new Authenticator(Optional.of(CREDENTIALS), allowed, () -> "cn");
      givesUpSoon(authenticator, headers);
      authenticator.informed(String.join(",", headers));
      authenticator.begin();
      givesUpSoon(authenticator, headers);
    }
  }

  private static void keepsItsLimits(String header) {
    List<Challenge> challenges = ChallengeParser.parse(header);
    assertThat(challenges).hasSizeLessThanOrEqualTo(ChallengeParser.MAX_CHALLENGES);
    for (Challenge challenge : challenges) {
      assertThat(challenge.parameters()).hasSizeLessThanOrEqualTo(ChallengeParser.MAX_PARAMETERS);
      assertThat(challenge.parameters().values())
          .allMatch(value -> value.length() <= ChallengeParser.MAX_VALUE);
      DigestChallenge.of(challenge).ifPresent(ChallengeFuzzTest::answersWithWhatWasAsked);
    }
  }

  /** An answer is a header by the same rules, and repeats the challenge. */
  private static void answersWithWhatWasAsked(DigestChallenge challenge) {
    DigestSession session = new DigestSession(CREDENTIALS, challenge, "cn");
    String answer = session.answer("GET", TARGET, Buffer.buffer());
    assertThat(answer.chars()).allMatch(c -> c >= ' ' && c != 0x7F && c <= 0xFF);
    assertThat(ChallengeParser.parse(answer)).hasSize(1);
    Challenge read = ChallengeParser.parse(answer).get(0);
    assertThat(read.parameter("nonce")).contains(visible(challenge.nonce()));
    assertThat(read.parameter("realm")).contains(visible(challenge.realm()));
    assertThat(read.parameter("opaque")).isEqualTo(challenge.opaque().map(o -> visible(o)));
    assertThat(read.parameter("response").orElse("")).matches("[0-9a-f]{32}|[0-9a-f]{64}");
  }

  private static String visible(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  /** A camera that refuses whatever it is told, and now and then forgets its challenge. */
  private static void givesUpSoon(Authenticator authenticator, List<String> headers) {
    int answers = 0;
    do {
      assertThat(authenticator.authorization("GET", TARGET, Buffer.buffer()).orElse(""))
          .doesNotContain(PASSWORD);
      assertThat(++answers).as("answers to a camera that goes on refusing").isLessThan(7);
    } while (authenticator.challenged(answers % 2 == 0 ? List.of() : headers)
        == Authenticator.Verdict.AGAIN);
    assertThat(authenticator.scheme().orElse("")).doesNotContain(PASSWORD);
  }
}
