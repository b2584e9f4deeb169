package dev.sightline.access;

import java.time.Instant;
import java.util.Optional;

/**
 * Who makes a request, as far as that is known.
 *
 * @param means by what
 * @param name of the user, or the subject of the token; empty for a link, which has none
 * @param endsAt when it is over; never, as far as is known, for a name and for another service
 * @param link that was shown
 */
public record Pass(Means means, String name, Instant endsAt, Optional<Link> link) {

  /** Nobody has said who it is, or nobody needs to know. */
  public static final Pass NOBODY = of(Means.NONE, "");

  static Pass of(Means means, String name) {
    return new Pass(means, name, Instant.MAX, Optional.empty());
  }

  static Pass ofToken(String name, Instant endsAt) {
    return new Pass(Means.TOKEN, name, endsAt, Optional.empty());
  }

  static Pass of(Link link) {
    return new Pass(Means.LINK, "", link.expiresAt(), Optional.of(link));
  }

  /** Whether it is for a time only. */
  public boolean hasEnd() {
    return !endsAt.equals(Instant.MAX);
  }
}
