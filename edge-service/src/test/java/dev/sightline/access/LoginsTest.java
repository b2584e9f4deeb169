package dev.sightline.access;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.BCrypt.Version;
import dev.sightline.access.Credentials.Login;
import dev.sightline.node.Secret;
import dev.sightline.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginsTest {

  private static final String ADDRESS = "192.0.2.1";

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Users> users = new AtomicReference<>();
  private final AtomicLong clock = new AtomicLong();
  private final Logins logins = new Logins(vertx, users::get, clock::get);

  @AfterEach
  void close() {
    Await.result(vertx.close());
  }

  private void knows(String user, String password, int cost) {
    String hash = BCrypt.with(Version.VERSION_2B).hashToString(cost, password.toCharArray());
    users.set(Users.parse((user + ":" + hash).getBytes(StandardCharsets.UTF_8)));
  }

  private Future<Pass> check(String user, String password) {
    return logins.check(login(user, password), ADDRESS);
  }

  private static Login login(String user, String password) {
    return new Login(user, new Secret(password));
  }

  /** The status that a denial is answered with, or 200. */
  private static int statusOf(Future<Pass> checked) {
    return Await.result(checked.map(200).otherwise(e -> ((DeniedException) e).denial().status()));
  }

  @Test
  void knowsAUserByHisPassword() {
    knows("zoë", "pässword", 4);

    assertThat(Await.result(check("zoë", "pässword"))).isEqualTo(Pass.of(Means.PASSWORD, "zoë"));
    assertThat(statusOf(check("zoë", "pässwore"))).isEqualTo(401);
    assertThat(statusOf(check("zoé", "pässword"))).isEqualTo(401);
  }

  @Test
  void remembersARightOneAndNoWrongOne() {
    knows("anna", "right", 4);
    assertThat(statusOf(check("anna", "wrong"))).isEqualTo(401);
    assertThat(statusOf(check("anna", "right"))).isEqualTo(200);

    assertThat(check("anna", "right").isComplete()).isTrue();
    assertThat(statusOf(check("anna", "wrong"))).isEqualTo(401);
  }

  @Test
  void forgetsWhoHasAnotherPasswordNow() {
    knows("anna", "old", 4);
    assertThat(statusOf(check("anna", "old"))).isEqualTo(200);

    knows("anna", "new", 4);

    assertThat(statusOf(check("anna", "old"))).isEqualTo(401);
    assertThat(statusOf(check("anna", "new"))).isEqualTo(200);
  }

  @Test
  void remembersAsLongAsSomebodyComesNowAndThen() {
    knows("anna", "right", 4);
    assertThat(statusOf(check("anna", "right"))).isEqualTo(200);

    for (int day = 0; day < 3; day++) {
      clock.addAndGet(Logins.REMEMBERED_FOR.toNanos() - 1);
      assertThat(check("anna", "right").isComplete()).isTrue();
    }
    clock.addAndGet(Logins.REMEMBERED_FOR.toNanos());
    IntStream.range(0, 10).forEach(i -> statusOf(check("anna", "wrong")));
    assertThat(statusOf(check("anna", "right"))).as("forgotten").isEqualTo(429);
  }

  @Test
  void whoGuessesKeepsNobodyOutButThatNameAtThatAddress() {
    knows("anna", "right", 4);
    for (int i = 0; i < 10; i++) {
      assertThat(statusOf(check("anna", "wrong"))).isEqualTo(401);
      assertThat(statusOf(check("nobody", "wrong"))).isEqualTo(401);
    }

    assertThat(statusOf(check("anna", "right"))).isEqualTo(429);
    assertThat(statusOf(check("nobody", "right"))).as("there is no such user").isEqualTo(429);
    assertThat(statusOf(check("bob", "wrong"))).isEqualTo(401);
    assertThat(statusOf(logins.check(login("anna", "right"), "192.0.2.2"))).isEqualTo(200);
    assertThat(statusOf(check("anna", "right"))).as("she is known now").isEqualTo(200);
  }

  @Test
  void whoTriesManyNamesHasToWait() {
    knows("anna", "right", 4);
    for (int i = 0; i < FailedLogins.MOST_OF_AN_ADDRESS; i++) {
      assertThat(statusOf(check("user" + i, "right"))).isEqualTo(401);
    }

    assertThat(statusOf(check("anna", "right"))).isEqualTo(429);
    clock.addAndGet(FailedTries.WITHIN.toNanos());
    assertThat(statusOf(check("anna", "right"))).isEqualTo(200);
  }

  @Test
  void aPasswordThatIsTooLongIsWrong() {
    String longest = "x".repeat(71);
    knows("anna", longest, 4);

    assertThat(statusOf(check("anna", longest))).isEqualTo(200);
    assertThat(statusOf(check("anna", longest + "y"))).isEqualTo(401);
    assertThat(statusOf(check("anna", longest + "y".repeat(2_000)))).isEqualTo(401);
  }

  @Test
  void soManyAreCheckedAndWaitAndNoMore() {
    knows("anna", "right", 10);
    int most = Logins.MOST_AT_A_TIME + Logins.MOST_WAITING;

    List<Future<Pass>> checks =
        IntStream.range(0, most + 5).mapToObj(i -> check("anna", "right")).toList();

    assertThat(checks.stream().map(LoginsTest::statusOf).filter(status -> status == 503))
        .hasSize(5);
    assertThat(statusOf(check("nobody", "x"))).as("there is room again").isEqualTo(401);
  }
}
