package dev.sightline.access;

import dev.sightline.frame.StreamId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Signed links: tokens that name streams and a time, made without asking anybody and checked at any
 * edge without asking anybody. Any thread.
 */
public final class Links {

  /** By this a token tells that it is one of these; only keys of links are tried with it. */
  private static final String AUDIENCE = "sightline-link";

  private static final int MOST_STREAMS = 100;
  private static final int LONGEST_ID = 64;
  private static final String WHAT = "This link";

  private final Supplier<LinkKeys> keys;
  private final Clock clock;

  public Links(Supplier<LinkKeys> keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * A token for a link.
   *
   * @param viewers at a time and edge; 0 for any number
   */
  public String sign(Set<StreamId> streams, Duration life, int viewers) {
    byte[] id = new byte[9];
    new SecureRandom().nextBytes(id);
    List<String> names = streams.stream().map(StreamId::name).sorted().toList();
    JsonObject claims =
        new JsonObject()
            .put("aud", AUDIENCE)
            .put("jti", Base64.getUrlEncoder().encodeToString(id))
            .put("stream", names.size() == 1 ? names.get(0) : new JsonArray(names))
            .put("exp", clock.instant().plus(life).getEpochSecond());
    if (viewers > 0) {
      claims.put("max", viewers);
    }
    return keys.get().sign(claims);
  }

  static boolean isMeant(TokenText token) {
    return token.isFor(AUDIENCE);
  }

  Link check(TokenText token) throws DeniedException {
    if (!keys.get().haveSigned(token)) {
      throw TokenText.invalid();
    }
    token.checkTime(clock.instant(), Duration.ZERO, WHAT);
    String id = token.claim("jti");
    Object most = token.claims().getValue("max", 0);
    Set<StreamId> streams = streams(token.claims().getValue("stream"));
    boolean isWhole = !id.isEmpty() && id.length() <= LONGEST_ID && !streams.isEmpty();
    if (!isWhole || !(most instanceof Integer viewers) || viewers < 0) {
      throw TokenText.invalid();
    }
    return new Link(id, token.key().orElseThrow(), streams, token.expiresAt(), viewers);
  }

  /** Empty when it is nothing that this product signs. */
  private static Set<StreamId> streams(Object claim) {
    List<?> names =
        claim instanceof JsonArray several
            ? several.getList()
            : List.of(claim == null ? "" : claim);
    boolean areNames =
        names.size() <= MOST_STREAMS
            && names.stream().allMatch(name -> name instanceof String n && StreamId.isValid(n));
    return areNames
        ? names.stream().map(name -> new StreamId((String) name)).collect(Collectors.toSet())
        : Set.of();
  }

  /** Whether a link that was good is so no more: it has ended, or its key was taken away. */
  boolean isOver(Link link) {
    Instant now = clock.instant();
    return !now.isBefore(link.expiresAt()) || !keys.get().has(link.key());
  }
}
