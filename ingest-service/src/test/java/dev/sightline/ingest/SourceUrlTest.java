package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sightline.auth.Credentials;
import dev.sightline.node.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      textBlock =
          """
          http://cam false cam 80 /
          HTTP://cam/ false cam 80 /
          https://cam true cam 443 /
          http://cam:8081/video.mjpg false cam 8081 /video.mjpg
          http://cam:/x false cam 80 /x
          http://192.0.2.10/a?b=c false 192.0.2.10 80 /a?b=c
          http://cam?action=stream false cam 80 /?action=stream
          http://cam?mail=a@b false cam 80 /?mail=a@b
          http://cam:81?a.b=c@d:e/@f false cam 81 /?a.b=c@d:e/@f
          http://[::1]?a=b@c false ::1 80 /?a=b@c
          http://u:p@cam?a=b@c false cam 80 /?a=b@c
          http://[2001:db8::1]/x false 2001:db8::1 80 /x
          http://[fe80::1%eth0]:81/x false fe80::1%eth0 81 /x
          http://u:p@cam/x@y:z false cam 80 /x@y:z
          http://cam/%7Euser//a/../b/;x=1?[q]|{r}^`"<>\\&é%zz#f false cam 80 /%7Euser//a/../b/;x=1?[q]|{r}^`"<>\\&é%zz#f
          """)
  void keepsThePathAndTheQueryToTheByte(
      String text, boolean tls, String host, int port, String target) {
    SourceUrl url = SourceUrl.parse(text);
    assertThat(url.tls()).isEqualTo(tls);
    assertThat(url.host()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.target()).isEqualTo(target);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '"',
      textBlock =
          """
          http://u:p@cam/ u p
          http://u@cam/ u ""
          http://u:@cam/ u ""
          http://:p@cam/ "" p
          http://u:p:q@cam/ u p:q
          http://u:p@q@cam/ u p@q
          http://u:p?q#r@cam/x u p?q#r
          http://u:p?q=r@cam/x u p?q=r
          http://u:1234?q@cam/x u 1234?q
          http://u:1234#q=r@cam/x u 1234#q=r
          http://u:1234%3Fq=r@cam/x u 1234?q=r
          http://u:p@cam?mail=a@b u p
          http://a%40b:c%2Fd%3a+@cam/ a@b c/d:+
          http://u:100%@cam/ u 100%
          http://u:%C3%A9%zz@cam/ u é%zz
          http://u:$1\\@cam/ u $1\\
          """)
  void readsCredentialsUpToTheLastAtSignBeforeThePath(String text, String user, String password) {
    SourceUrl url = SourceUrl.parse(text);
    assertThat(url.host()).isEqualTo("cam");
    assertThat(url.credentials()).contains(new Credentials(user, new Secret(password)));
  }

  @Test
  void hasNoCredentialsWithoutAnAtSignBeforeThePath() {
    assertThat(SourceUrl.parse("http://cam/a@b").credentials()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      textBlock =
          """
          http://user:geheim@cam/video?token=geheim http://cam:80/video?…
          https://[::1]:8443/a/b https://[::1]:8443/a/b
          http://cam/a#geheim http://cam:80/a?…
          http://cam?geheim http://cam:80/?…
          """)
  void printsNeitherCredentialsNorTheQuery(String text, String printed) {
    assertThat(SourceUrl.parse(text)).hasToString(printed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cam/geheim                  | must start with http:// or https://
          user:geheim@cam/            | must start with http:// or https://
          //cam/geheim                | must start with http:// or https://
          rtsp://user:geheim@cam/     | must start with http:// or https://, not rtsp://
          http://user:geheim@/        | must name a host after the scheme: a name, an address, or an IPv6 address in brackets
          http:///geheim              | must name a host after the scheme: a name, an address, or an IPv6 address in brackets
          http://::1/geheim           | must name a host after the scheme: a name, an address, or an IPv6 address in brackets
          http://[geheim]/            | must name a host after the scheme: a name, an address, or an IPv6 address in brackets
          http://user:geheim@c*m/     | must name a host after the scheme: a name, an address, or an IPv6 address in brackets
          http://u:geheim@cam:0/      | must have a port from 1 to 65535 after its host
          http://u:geheim@cam:65536/  | must have a port from 1 to 65535 after its host
          http://cam:geheim/          | must have a port from 1 to 65535 after its host
          http://cam/a geheim         | must not contain spaces or control characters; write a space as %20
          """)
  void refusesTheRestWithoutRepeatingIt(String text, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SourceUrl.parse(text))
        .withMessage("%s", sentence);
    assertThat(sentence).doesNotContain("geheim");
  }

  @ParameterizedTest
  @CsvSource({"0x00", "0x0a", "0x0d", "0x20", "0x7f", "0x85", "0xa0", "0x2028"})
  void refusesSpacesAndControlCharacters(int character) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SourceUrl.parse("http://cam/a" + (char) character + "b"))
        .withMessageStartingWith("must not contain spaces");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      textBlock =
          """
          http://cam/ cam
          https://cam:443/ cam
          https://cam:80/ cam:80
          http://cam:8080/ cam:8080
          http://[2001:db8::1]/ [2001:db8::1]
          http://[2001:db8::1]:81/ [2001:db8::1]:81
          http://[fe80::1%eth0]:81/ [fe80::1]:81
          """)
  void namesItsHostAsAHostHeaderDoes(String text, String authority) {
    assertThat(SourceUrl.parse(text).authority()).isEqualTo(authority);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '"',
      textBlock =
          """
          http://other/x#y http://other:80/ /x
          HTTPS://other:8443 https://other:8443/ /
          //other:81/x http://other:81/ /x
          //cam http://cam:80/ /
          /x?y=/../z http://cam:81/ /x?y=/../z
          ?x=y http://cam:81/ /a/b.cgi?x=y
          "" http://cam:81/ /a/b.cgi?q=/1
          #x http://cam:81/ /a/b.cgi?q=/1
          c/../d;e=%7e?f=g:h http://cam:81/ /a/c/../d;e=%7e?f=g:h
          ./c http://cam:81/ /a/c
          ../c http://cam:81/ /c
          .././../../c http://cam:81/ /c
          /%7Euser//a http://cam:81/ /%7Euser//a
          /cafÃ©/Ã http://cam:81/ /caf%C3%A9/%C3%85
          """)
  void resolvesWhereACameraSendsUs(String location, String place, String target) {
    SourceUrl next = SourceUrl.parse("http://cam:81/a/b.cgi?q=/1").resolve(location);
    assertThat(next).isEqualTo(SourceUrl.parse(place).resolve(target));
    assertThat(next.target()).isEqualTo(target);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      textBlock =
          """
          http://u:p@cam/ /x true
          http://u:p@cam/ http://CAM:81/ true
          http://u:p@cam/ https://cam/ true
          https://u:p@cam/ https://cam/x true
          https://u:p@cam/ http://cam/ false
          http://u:p@cam/ http://other/ false
          http://u:p@cam/ //other/ false
          http://u:p@cam/ http://cam.other/ false
          """)
  void takesCredentialsAlongWithinAHostOnly(String text, String location, boolean takenAlong) {
    SourceUrl url = SourceUrl.parse(text);
    assertThat(url.resolve(location).credentials().equals(url.credentials())).isEqualTo(takenAlong);
  }

  @Test
  void takesTheCredentialsThatARedirectNames() {
    assertThat(SourceUrl.parse("http://u:p@cam/").resolve("http://v:q@other/").credentials())
        .contains(new Credentials("v", new Secret("q")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rtsp://cam/geheim        | must start with http:// or https://, not rtsp://
          javascript:geheim        | must start with http:// or https://
          http:geheim              | must start with http:// or https://
          //u:geheim@/             | must name a host after the scheme: a name, an address, or an IPv6 address in brackets
          http://geheim:0/         | must have a port from 1 to 65535 after its host
          /a geheim                | must not contain spaces or control characters; write a space as %20
          """)
  void refusesToGoElsewhereWithoutRepeatingIt(String location, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SourceUrl.parse("http://u:geheim@cam/").resolve(location))
        .withMessage("%s", sentence);
  }
}
