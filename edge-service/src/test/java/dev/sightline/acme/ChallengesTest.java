package dev.sightline.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengesTest {

  private final Vertx vertx = Vertx.vertx();
  private final ShiftedClock clock = new ShiftedClock();
  private final Challenges challenges = new Challenges(clock);
  private final HttpServer server =
      Await.result(
          vertx.createHttpServer().requestHandler(challenges::answer).listen(0, "127.0.0.1"));

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void answersWhatItKnowsAndNothingElse() {
    challenges.add(new Challenge("abc_-1", "abc_-1.thumb"));
    HttpReply reply = get("abc_-1").send();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("abc_-1.thumb");
    assertThat(reply.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(get("abc").send().status()).isEqualTo(404);
    assertThat(get("").send().status()).isEqualTo(404);
    assertThat(get("../abc_-1").send().status()).isEqualTo(404);
  }

  @Test
  void quotesNothingThatItWasAsked() {
    assertThat(get("%3Cscript%3E").send().body().length()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"HEAD, 200", "POST, 405", "DELETE, 405"})
  void isOnlyRead(String method, int status) {
    challenges.add(new Challenge("t", "t.x"));
    HttpReply reply = get("t").withMethod(method).send();
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.body().length()).isZero();
  }

  @Test
  void forgetsThemAfterAWhile() {
    challenges.add(new Challenge("t", "t.x"));
    clock.pass(Challenges.LIFETIME.minus(Duration.ofSeconds(30)));
    assertThat(challenges.find("t")).isPresent();
    clock.pass(Duration.ofSeconds(31));
    assertThat(challenges.find("t")).isEmpty();
  }

  @Test
  void keepsAHundredAndForgetsTheOldest() {
    for (int i = 0; i <= Challenges.MOST; i++) {
      challenges.add(new Challenge("t" + i, "x"));
    }
    assertThat(challenges.find("t0")).isEmpty();
    assertThat(challenges.find("t1")).isPresent();
    assertThat(challenges.find("t" + Challenges.MOST)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a\r\nb", "ä", "a b"})
  void acceptsNoTokenThatAcmeDoesNotHave(String token) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Challenge(token, "x"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Challenge("x", token));
  }

  private PlainRequest get(String token) {
    return PlainRequest.get(
        "http://127.0.0.1:%d%s%s".formatted(server.actualPort(), Challenges.PATH, token));
  }
}
