package dev.sightline.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds whatever a token says, even if it is signed by the right key. An input is its header,
 * and in the second line its claims.
 */
@Timeout(10)
class TokenFuzzTest {

  private static final Links LINKS = TestKeys.links();
  private static final Tokens TOKENS = TestKeys.tokens();
  private static final List<byte[]> STRANGERS = List.of(new byte[1], new byte[32]);

  static Stream<byte[]> tokens() {
    String header = Forge.header("HS256", "one").encode();
    return Stream.of(
            header + "\n" + TestKeys.link(),
            header + "\n" + TestKeys.link().put("stream", new JsonArray().add("front").add("yard")),
            header + "\n" + TestKeys.link().put("max", 3),
            header + "\n" + TestKeys.link().put("exp", 1e300).put("nbf", -1e300),
            header + "\n" + TestKeys.link().put("nbf", "soon"),
            header + "\n" + TestKeys.token(),
            header + "\n" + TestKeys.token().put("aud", TestKeys.AUDIENCE).put("nbf", 5),
            "{\"alg\":\"none\"}\n" + TestKeys.link(),
            "{\"alg\":\"HS256\",\"alg\":\"RS256\",\"kid\":null}\n{\"exp\":9e99,\"exp\":0}",
            header + "\n" + "{\"a\":".repeat(800))
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("tokens")
  @FuzzTest
  void isOursAndNotOverOrRefused(byte[] input) {
    String[] lines = new String(input, UTF_8).split("\n", 2);
    String header = lines[0];
    String claims = lines.length == 1 ? "{}" : lines[1];
    for (byte[] key : STRANGERS) {
      String forged = Forge.byHmac(key, header, claims);
      assertThat(isTaken(forged)).isFalse();
      assertThat(isTaken(forged.substring(0, forged.lastIndexOf('.') + 1))).isFalse();
    }
    checkLink(Forge.byHmac(TestKeys.OF_LINKS, header, claims));
    checkToken(Forge.byHmac(TestKeys.OF_TOKENS.getBytes(UTF_8), header, claims), claims);
  }

  private static boolean isTaken(String text) {
    try {
      TokenText token = TokenText.of(text);
      Future<Pass> pass = TOKENS.check(token);
      assertIsRefusal(pass.cause());
      LINKS.check(token);
      return true;
    } catch (DeniedException e) {
      assertIsRefusal(e);
      return false;
    }
  }

  private static void checkLink(String text) {
    try {
      Link link = LINKS.check(TokenText.of(text));
      assertThat(link.id()).hasSizeBetween(1, 64);
      assertThat(link.key()).isEqualTo("one");
      assertThat(link.streams()).hasSizeBetween(1, 100);
      assertThat(link.expiresAt()).isAfter(TestKeys.NOW);
      assertThat(link.viewers()).isNotNegative();
    } catch (DeniedException e) {
      assertIsRefusal(e);
    }
  }

  private static void checkToken(String text, String claims) {
    try {
      TokenText token = TokenText.of(text);
      Future<Pass> asked = TOKENS.check(token);
      if (asked.failed()) {
        assertIsRefusal(asked.cause());
        return;
      }
      JsonObject said = new JsonObject(claims);
      assertThat(asked.result())
          .isEqualTo(Pass.ofToken(said.getString("sub"), token.expiresAt().plus(TestKeys.SKEW)));
      assertThat(asked.result().name()).hasSizeBetween(1, 255);
      assertThat(said.getValue("iss")).isEqualTo(TestKeys.ISSUER);
      assertThat(token.isFor(TestKeys.AUDIENCE)).isTrue();
      assertThat(token.expiresAt()).isAfter(TestKeys.NOW.minus(TestKeys.SKEW));
    } catch (DeniedException e) {
      assertIsRefusal(e);
    }
  }

  private static void assertIsRefusal(Throwable failure) {
    assertThat(failure).isInstanceOf(DeniedException.class);
    assertThat(((DeniedException) failure).denial().status()).isEqualTo(401);
  }
}
