package dev.sightline.access;

import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;

/** Whether signatures are right, and nothing else. */
final class Signatures {

  private Signatures() {}

  /**
   * @param auth which has at least one key, or else it would take tokens that are signed by nobody
   */
  static boolean isRight(JWTAuth auth, TokenText token) {
    try {
      // It knows all it needs, so that its future is complete.
      return auth.authenticate(new TokenCredentials(token.text())).succeeded();
    } catch (RuntimeException e) {
      return false; // What is in there is no signature of this kind of key.
    }
  }
}
