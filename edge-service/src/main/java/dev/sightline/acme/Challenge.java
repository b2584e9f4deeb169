package dev.sightline.acme;

import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;

/**
 * Something to answer to the ACME server on port 80, which shows that this is the host it is told.
 *
 * @param token the end of the path that the server asks for
 * @param authorization the answer; no secret, since the server alone knows what to expect
 */
record Challenge(String token, String authorization) {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,256}");
  private static final Pattern AUTHORIZATION = Pattern.compile("[A-Za-z0-9_.-]{1,512}");

  Challenge {
    if (!TOKEN.matcher(token).matches() || !AUTHORIZATION.matcher(authorization).matches()) {
      throw new IllegalArgumentException("no token and authorization of ACME");
    }
  }

  JsonObject toJson() {
    return new JsonObject().put("token", token).put("authorization", authorization);
  }

  static Challenge fromJson(JsonObject json) {
    return new Challenge(json.getString("token", ""), json.getString("authorization", ""));
  }
}
