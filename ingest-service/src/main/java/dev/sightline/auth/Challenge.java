package dev.sightline.auth;

import java.util.Map;
import java.util.Optional;

/**
 * One way in which a camera lets us prove who we are, of a {@code WWW-Authenticate} header.
 *
 * @param scheme its name as received
 * @param parameters values as received but without their quoting, by names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  boolean is(String name) {
    return scheme.equalsIgnoreCase(name);
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }
}
