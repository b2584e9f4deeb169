package dev.sightline.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import dev.sightline.access.Credentials.Login;
import dev.sightline.access.Denial.Reason;
import dev.sightline.access.Lately.Found;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Checks names and passwords, on threads of its own since each check takes a while on purpose. One
 * for all event loops; any of them.
 */
final class Logins {

  /** Checks at a time, and those that wait for one of these places. */
  static final int MOST_AT_A_TIME = 4;

  static final int MOST_WAITING = 64;

  /** So much of a password counts; what is longer can't be told from its beginning. */
  static final int LONGEST_PASSWORD = 71;

  /** Those who come now and then must not depend on how others from their address behave. */
  static final Duration REMEMBERED_FOR = Duration.ofHours(12);

  static final int MOST_REMEMBERED = 10_000;

  private final Supplier<Users> users;
  private final WorkerExecutor workers;
  private final Fingerprints fingerprints = new Fingerprints();
  private final Lately<String> remembered;
  private final FailedLogins failed;
  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * @param users those there are now
   * @param clock monotonic nanoseconds
   */
  Logins(Vertx vertx, Supplier<Users> users, LongSupplier clock) {
    this.users = users;
    this.workers = vertx.createSharedWorkerExecutor("passwords", MOST_AT_A_TIME);
    this.remembered = new Lately<>(MOST_REMEMBERED, REMEMBERED_FOR, clock);
    this.failed = new FailedLogins(fingerprints, clock);
  }

  /**
   * Completes on the caller's event loop, at once if the login is remembered.
   *
   * @param address who tries
   * @return fails with a {@link DeniedException}
   */
  Future<Pass> check(Login login, String address) {
    Optional<String> hash = users.get().hashOf(login.user());
    String name = fingerprints.of(login.user(), login.password().value());
    if (hash.isPresent() && remembered.find(name).map(Found::value).equals(hash)) {
      return letIn(login, name, hash.get());
    }
    long seconds = failed.waitFor(address, login.user());
    if (seconds > 0) {
      return refused(
          Denial.later(
              Reason.TOO_MANY, 429, seconds, "There were too many wrong passwords; try later."));
    }
    if (underWay.incrementAndGet() > MOST_AT_A_TIME + MOST_WAITING) {
      underWay.decrementAndGet();
      return refused(
          Denial.later(
              Reason.BUSY, 503, 1, "This edge checks as many passwords as it can; try again."));
    }
    return workers
        .executeBlocking(() -> isRight(login, hash.orElseGet(users.get()::nobodysHash)), false)
        .onComplete(done -> underWay.decrementAndGet())
        .compose(
            right -> {
              if (right && hash.isPresent()) {
                return letIn(login, name, hash.get());
              }
              failed.add(address, login.user());
              return refused(Denial.of(Reason.PASSWORD, 401, "The name or the password is wrong."));
            });
  }

  /** Remembers it from now on, whether it was checked or remembered. */
  private Future<Pass> letIn(Login login, String name, String hash) {
    remembered.put(name, hash);
    return Future.succeededFuture(Pass.of(Means.PASSWORD, login.user()));
  }

  private static boolean isRight(Login login, String hash) {
    byte[] password = login.password().value().getBytes(StandardCharsets.UTF_8);
    boolean isWhole = password.length <= LONGEST_PASSWORD;
    boolean fits =
        BCrypt.verifyer(null, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2Y))
            .verify(password, hash.getBytes(StandardCharsets.US_ASCII))
            .verified;
    return isWhole && fits;
  }

  private static Future<Pass> refused(Denial denial) {
    return Future.failedFuture(new DeniedException(denial));
  }
}
