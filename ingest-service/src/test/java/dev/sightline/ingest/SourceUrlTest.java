package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
}
