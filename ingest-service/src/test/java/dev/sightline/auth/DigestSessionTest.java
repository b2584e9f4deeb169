package dev.sightline.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.node.Secret;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of the standards, and what they leave open. */
class DigestSessionTest {

  private static final Buffer NOTHING = Buffer.buffer();

  @ParameterizedTest
  @CsvSource({
    "MD5, 8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
  })
  void answersTheFirstExampleOfRfc7616(String algorithm, String response) {
    DigestSession session =
        session(
            "Mufasa",
            "Circle of Life",
            """
            Digest
               realm="http-auth@example.org",
               qop="auth, auth-int",
               algorithm=%s,
               nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
               opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
            """
                .formatted(algorithm),
            "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");

    assertThat(session.answer("GET", "/dir/index.html", NOTHING))
        .isEqualTo(
            "Digest username=\"Mufasa\", realm=\"http-auth@example.org\","
                + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                + " uri=\"/dir/index.html\", response=\""
                + response
                + "\", algorithm="
                + algorithm
                + ", qop=auth, nc=00000001,"
                + " cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\","
                + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
  }

  /** With the hashes of erratum 4897, since those in the text aren't of SHA-512/256. */
  @Test
  void answersTheSecondExampleOfRfc7616() {
    DigestSession session =
        session(
            "Jäsøn Doe",
            "Secret, or not?",
            """
            Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256,
               nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
               opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true
            """,
            "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v");

    assertThat(session.answer("GET", "/doe.json", NOTHING))
        .contains(
            "username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b\"",
            "response=\"3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5\"",
            "userhash=true");
  }

  @Test
  void answersTheExampleOfRfc2617() {
    DigestSession session =
        session(
            "Mufasa",
            "Circle Of Life",
            """
            Digest
                  realm="testrealm@host.com",
                  qop="auth,auth-int",
                  nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093",
                  opaque="5ccc069c403ebaf9f0171e9517f40e41"
            """,
            "0a4f113b");

    assertThat(session.answer("GET", "/dir/index.html", NOTHING))
        .isEqualTo(
            "Digest username=\"Mufasa\", realm=\"testrealm@host.com\","
                + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\","
                + " response=\"6629fae49393a05397450978507c4ef1\", qop=auth, nc=00000001,"
                + " cnonce=\"0a4f113b\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");
  }

  /** With the hash of its erratum 749. */
  @Test
  void answersTheExampleOfRfc2069() {
    DigestSession session =
        session(
            "Mufasa",
            "CircleOfLife",
            """
            Digest    realm="testrealm@host.com",
                      nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093",
                      opaque="5ccc069c403ebaf9f0171e9517f40e41"
            """,
            "unused");

    assertThat(session.answer("GET", "/dir/index.html", NOTHING))
        .isEqualTo(
            "Digest username=\"Mufasa\", realm=\"testrealm@host.com\","
                + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\","
                + " response=\"1949323746fe6a43ef61f9606e7febea\","
                + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"");
  }

  @Test
  void numbersItsAnswersInHexadecimal() {
    DigestSession session = session("u", "p", "Digest nonce=n, qop=auth", "c");
    for (int i = 1; i < 27; i++) {
      session.answer("GET", "/", NOTHING);
    }

    assertThat(session.answer("GET", "/", NOTHING)).contains("nc=0000001b");
  }

  @Test
  void hashesTheBodyWhenOnlyThatWillDo() {
    String challenge = "Digest realm=r, nonce=n, qop=auth-int";
    String empty = session("u", "p", challenge, "c").answer("POST", "/", NOTHING);
    String full = session("u", "p", challenge, "c").answer("POST", "/", Buffer.buffer("{}"));

    assertThat(empty).contains("qop=auth-int", "response=\"bc3f847cc40fe2ff7c4782d8fb133597\"");
    assertThat(full).contains("qop=auth-int", "response=\"6ca460dbd3d306485b9d0cdaec593e79\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          realm="a \\"b\\" \\\\ c, d=e", nonce="n" | realm="a \\"b\\" \\\\ c, d=e"
          realm="Büro", nonce="n"                  | realm="Büro"
          nonce="n"                                | realm=""
          nonce="a==\\"", realm=r                  | nonce="a==\\""
          nonce="n", opaque=""                     | opaque=""
          nonce="n", algorithm="md5"               | algorithm=md5
          nonce="n", algorithm=MD5-sess            | cnonce="c"
          """)
  void givesBackWhatItWasGiven(String parameters, String given) {
    assertThat(session("u", "p", "Digest " + parameters, "c").answer("GET", "/", NOTHING))
        .contains(given);
  }

  @Test
  void writesNamesAndPathsInUtf8() {
    assertThat(session("Zoë \"x\"", "p", "Digest nonce=n", "c").answer("GET", "/é?\"", NOTHING))
        .contains("username=\"Zo\u00c3\u00ab \\\"x\\\"\"", "uri=\"/\u00c3\u00a9?\\\"\"");
  }

  @Test
  void letsNoNameEndTheHeader() {
    assertThat(session("u\r\nX: y", "p", "Digest nonce=n", "c").answer("GET", "/", NOTHING))
        .contains("username=\"u??X: y\"");
  }

  @Test
  void neverSendsThePassword() {
    assertThat(session("u", "geheim", "Digest nonce=n", "c").answer("GET", "/", NOTHING))
        .doesNotContain("geheim");
  }

  private static DigestSession session(
      String username, String password, String header, String cnonce) {
    DigestChallenge challenge =
        ChallengeParser.parse(header).stream()
            .map(DigestChallenge::of)
            .findFirst()
            .orElseThrow()
            .orElseThrow();
    return new DigestSession(new Credentials(username, new Secret(password)), challenge, cnonce);
  }
}
