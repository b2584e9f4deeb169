package dev.sightline.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChallengeParserTest {

  /** Right: a challenge per line of the form {@code scheme{name=value|name=value}}, by name. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '~',
      textBlock =
          """
          Basic realm="cam"                               => Basic{realm=cam}
          Digest realm="a", nonce="b", qop="auth,auth-int" => Digest{nonce=b|qop=auth,auth-int|realm=a}
          Digest realm=a,nonce=b,qop=auth,algorithm="MD5" => Digest{algorithm=MD5|nonce=b|qop=auth|realm=a}
          Digest realm="a"nonce="b"qop=auth               => Digest{nonce=b|qop=auth|realm=a}
          Digest realm="a" nonce="b" stale=TRUE           => Digest{nonce=b|realm=a|stale=TRUE}
          Digest REALM = "a" , Nonce= "b"                 => Digest{nonce=b|realm=a}
          ,, ,Digest ,realm="a",,nonce="b",               => Digest{nonce=b|realm=a}
          Digest realm="a, b=c", nonce="x==,\\"y\\""      => Digest{nonce=x==,"y"|realm=a, b=c}
          Digest realm="a\\\\b\\"c", nonce="n"            => Digest{nonce=n|realm=a\\b"c}
          Digest realm="", nonce=, opaque="o"             => Digest{nonce=|opaque=o|realm=}
          Digest nonce=a==, realm="r"                     => Digest{nonce=a==|realm=r}
          Digest nonce="a", nonce="b"                     => Digest{nonce=a}
          Digest nonce="a                                 => Digest{nonce=a}
          Digest nonce="a\\                               => Digest{nonce=a\\}
          Digest nonce="a", x-new=1                       => Digest{nonce=a|x-new=1}
          Digest nonce="a", =b, ="c", "d                  => Digest{nonce=a}
          Digest                                          => Digest{}
          NTLM, Negotiate, Digest nonce="a", Basic realm="b" => NTLM{} Negotiate{} Digest{nonce=a} Basic{realm=b}
          Negotiate YIIB/+9=, Digest nonce="a"            => Negotiate{yiib/+9=} Digest{nonce=a}
          NTLM TlRMTVNTUAAC, Digest nonce="a"             => NTLM{} Digest{nonce=a}
          Negotiate Digest nonce="a"                      => Negotiate{} Digest{nonce=a}
          Digest nonce="a", NTLM                          => Digest{nonce=a} NTLM{}
          Digest qop=auth,auth-int,nonce="a"              => Digest{nonce=a|qop=auth} auth-int{}
          Digest nonce="a", Digest nonce="b",algorithm=x  => Digest{nonce=a} Digest{algorithm=x|nonce=b}
          <b>, Digest nonce="a"                           => Digest{nonce=a}
          realm="a"                                       => ~~
          """)
  void readsWhatCamerasWrite(String header, String challenges) {
    assertThat(written(ChallengeParser.parse(header))).isEqualTo(challenges);
  }

  @Test
  void takesLineEndsAndTabsForSpaces() {
    assertThat(written(ChallengeParser.parse("Digest\trealm=\"a\",\r\n nonce=\"b\"")))
        .isEqualTo("Digest{nonce=b|realm=a}");
  }

  @Test
  void findsNothingInNothing() {
    assertThat(ChallengeParser.parse("")).isEmpty();
    assertThat(ChallengeParser.parse(" , ,, ")).isEmpty();
    assertThat(ChallengeParser.parse("\"")).isEmpty();
    assertThat(ChallengeParser.parse("=")).isEmpty();
  }

  @Test
  void leavesOutWhatIsBeyondALimit() {
    String right = "Digest nonce=\"%s\"";
    String longest = right.formatted("n".repeat(ChallengeParser.MAX_VALUE));
    assertThat(ChallengeParser.parse(longest)).hasSize(1);
    assertThat(written(ChallengeParser.parse(longest.replace("nn", "nnn") + ", Basic realm=a")))
        .isEqualTo("Basic{realm=a}");

    String full = "Digest " + parameters(ChallengeParser.MAX_PARAMETERS);
    assertThat(ChallengeParser.parse(full)).hasSize(1);
    assertThat(ChallengeParser.parse(full + ", more=1")).isEmpty();

    String many = "Digest nonce=a, ".repeat(ChallengeParser.MAX_CHALLENGES);
    assertThat(ChallengeParser.parse(many)).hasSize(ChallengeParser.MAX_CHALLENGES);
    assertThat(ChallengeParser.parse(many)).allMatch(c -> c.parameter("nonce").isPresent());
    assertThat(ChallengeParser.parse(many + many)).hasSize(ChallengeParser.MAX_CHALLENGES);

    String padded = "Basic realm=a".concat(" ".repeat(ChallengeParser.MAX_HEADER - 13));
    assertThat(ChallengeParser.parse(padded)).hasSize(1);
    assertThat(ChallengeParser.parse(padded + " ")).isEmpty();
  }

  @Test
  void returnsWhateverItIsGiven() {
    SplittableRandom random = new SplittableRandom(1);
    String alphabet = "Digest nonce=\"\\,=\t\r\n\0é\uffff ";
    for (int i = 0; i < 20_000; i++) {
      String noise =
          random
              .ints(random.nextInt(60), 0, alphabet.length())
              .mapToObj(at -> alphabet.substring(at, at + 1))
              .collect(Collectors.joining());
      assertThat(ChallengeParser.parse(noise)).hasSizeLessThanOrEqualTo(60);
      ChallengeParser.parse("Digest " + noise).forEach(DigestChallenge::of);
    }
  }

  private static String parameters(int count) {
    return IntStream.range(0, count).mapToObj(i -> "p" + i + "=1").collect(Collectors.joining(","));
  }

  private static String written(List<Challenge> challenges) {
    return challenges.stream()
        .map(c -> c.scheme() + "{" + written(c.parameters()) + "}")
        .collect(Collectors.joining(" "));
  }

  private static String written(Map<String, String> parameters) {
    return new TreeMap<>(parameters)
        .entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("|"));
  }
}
