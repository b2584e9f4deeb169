package dev.sightline.access;

import java.util.Optional;

/**
 * Who makes a request, as far as that is known.
 *
 * @param means by what
 * @param name of the user, or the subject of the token; empty for a link, which has none
 * @param link that was shown
 */
public record Pass(Means means, String name, Optional<Link> link) {

  /** Nobody has said who it is, or nobody needs to know. */
  public static final Pass NOBODY = new Pass(Means.NONE, "", Optional.empty());

  static Pass of(Means means, String name) {
    return new Pass(means, name, Optional.empty());
  }

  static Pass of(Link link) {
    return new Pass(Means.LINK, "", Optional.of(link));
  }
}
