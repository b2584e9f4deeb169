package dev.sightline.access;

import dev.sightline.access.Denial.Reason;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** Bearer tokens that somebody else issues and signs. Any thread. */
final class Tokens {

  private static final String WHAT = "The token of this request";
  private static final int LONGEST_NAME = Users.LONGEST_NAME;

  private final TokenConfig config;
  private final Supplier<Optional<TokenKeys>> keys;
  private final Supplier<Future<Void>> fetchKeys;
  private final Clock clock;

  /**
   * @param keys those there are now; empty while there are none
   * @param fetchKeys asks for newer ones, and never fails
   */
  Tokens(
      TokenConfig config,
      Supplier<Optional<TokenKeys>> keys,
      Supplier<Future<Void>> fetchKeys,
      Clock clock) {
    this.config = config;
    this.keys = keys;
    this.fetchKeys = fetchKeys;
    this.clock = clock;
  }

  /** Fails with a {@link DeniedException}. */
  Future<Pass> check(TokenText token) {
    boolean mayBeNew = keys.get().map(known -> !known.mayKnow(token)).orElse(true);
    Future<Void> ready = mayBeNew ? fetchKeys.get() : Future.succeededFuture();
    return ready.compose(
        v -> {
          try {
            return Future.succeededFuture(checkNow(token));
          } catch (DeniedException e) {
            return Future.failedFuture(e);
          }
        });
  }

  private Pass checkNow(TokenText token) throws DeniedException {
    TokenKeys known =
        keys.get()
            .orElseThrow(
                () ->
                    new DeniedException(
                        Denial.later(
                            Reason.BUSY, 503, 10, "Nobody's token can be checked at the moment.")));
    if (!known.haveSigned(token)) {
      throw TokenText.invalid();
    }
    token.checkTime(clock.instant(), config.skew(), WHAT);
    String name = token.claim("sub");
    boolean isMeant =
        config.issuer().map(token.claim("iss")::equals).orElse(true)
            && config.audience().map(token::isFor).orElse(true);
    if (!isMeant || name.isEmpty() || name.length() > LONGEST_NAME) {
      throw TokenText.invalid();
    }
    return Pass.ofToken(name, token.expiresAt().plus(config.skew()));
  }

  /** Whether a token that was good has ended, and who came by it has to go. */
  boolean isOver(Pass pass) {
    return config.endStreams() && !clock.instant().isBefore(pass.endsAt());
  }
}
