package dev.sightline.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sightline.frame.StreamId;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What holds whatever a request says of who makes it, without a key. An input is its query and, in
 * further lines, its {@code Authorization} headers.
 */
@Timeout(10)
class CredentialsFuzzTest {

  private static final Gate GATE = TestKeys.gate();
  private static final List<StreamId> FRONT = List.of(new StreamId("front"));
  private static final byte[] STRANGER = new byte[32];

  static Stream<byte[]> requests() {
    String link = Forge.byHmac(STRANGER, Forge.header("HS256", "one"), TestKeys.link());
    String token = Forge.byHmac(STRANGER, Forge.header("HS256", "key"), TestKeys.token());
    String unsigned = link.substring(0, link.lastIndexOf('.') + 1);
    return Stream.of(
            "token=" + link,
            "token=" + unsigned + "AA",
            "token=" + token + "&token=" + token + "\nBearer " + token,
            "fps=5&token=%2e.%2e\nBearer",
            "\nBasic " + "YW5uYTpzM2NyZXQ=",
            "\nbasic  OjpB\nBASIC OjpB",
            "\nBasic =\nBearer a.b.c",
            "token=a&token=b",
            "token=%00\nDigest x\nNegotiate")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("requests")
  @FuzzTest
  void nobodyComesInWithoutAKey(byte[] input) {
    List<String> lines = new String(input, ISO_8859_1).lines().toList();
    HttpServerRequest request;
    try {
      request =
          FakeRequest.of(
              lines.subList(Math.min(1, lines.size()), lines.size()),
              lines.isEmpty() ? null : lines.get(0));
    } catch (IllegalArgumentException e) {
      return; // Vert.x answers 400 to what can't be decoded.
    }
    for (Action action : Action.values()) {
      Future<Pass> asked = GATE.ask(request, action, FRONT);
      assertThat(asked.cause()).isInstanceOf(DeniedException.class);
      Denial denial = ((DeniedException) asked.cause()).denial();
      assertThat(denial.status()).isIn(400, 401);
      assertThat(denial.sentence()).matches("[A-Z][ -~]{1,80}\\.\n");
    }
  }
}
