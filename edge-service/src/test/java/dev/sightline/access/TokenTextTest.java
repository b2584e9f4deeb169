package dev.sightline.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TokenTextTest {

  private static String token(JsonObject header, JsonObject claims) {
    return Forge.base64(header.encode()) + "." + Forge.base64(claims.encode()) + ".";
  }

  private static String good() {
    return token(Forge.header("HS256", "one"), TestKeys.link());
  }

  private static void assertRefused(String text) {
    assertThatThrownBy(() -> TokenText.of(text)).isInstanceOf(DeniedException.class);
  }

  @Test
  void isAtMostEightKibibytesLong() throws Exception {
    String longest = good() + "A".repeat(TokenText.LONGEST - good().length());

    assertThat(TokenText.of(longest).text()).isEqualTo(longest);
    assertRefused(longest + "A");
  }

  @Test
  void namesItsKeyInAtMost256Characters() throws Exception {
    String name = "k".repeat(256);

    assertThat(TokenText.of(token(Forge.header("HS256", name), TestKeys.link()) + "AA").key())
        .contains(name);
    assertRefused(token(Forge.header("HS256", name + "k"), TestKeys.link()) + "AA");
  }

  @Test
  void beginsAtATimeIfAtAll() {
    assertRefused(
        token(Forge.header("HS256", "one"), TestKeys.link().put("nbf", "tomorrow")) + "AA");
    assertRefused(token(Forge.header("HS256", "one"), TestKeys.link().putNull("nbf")) + "AA");
  }

  @Test
  void isOverAtItsVeryEnd() throws Exception {
    TokenText token = TokenText.of(good() + "AA");
    Instant end = token.expiresAt();
    Duration skew = Duration.ofSeconds(30);

    assertThatCode(() -> token.checkTime(end.plus(skew).minusNanos(1), skew, "This"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> token.checkTime(end.plus(skew), skew, "This"))
        .hasMessage("This has expired.\n");
  }
}
