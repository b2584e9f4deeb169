package dev.sightline.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The one user who is let in, by HTTP's Basic authentication.
 *
 * @param username without a colon, with which it would end
 */
public record Login(String username, Secret password) {

  /** What is answered to who isn't let in, beside 401. */
  static final String CHALLENGE = "Basic realm=\"metrics\", charset=\"UTF-8\"";

  private static final Pattern USERNAME = Pattern.compile("[^:\\p{Cntrl}]{1,256}");
  private static final String BASIC = "Basic ";
  private static final String USER = "username";
  private static final String PASSWORD = "password";

  /** That of the settings username and password, of which there must be both or none. */
  static Optional<Login> read(ConfigReader section) {
    Optional<Secret> username = section.secret(USER);
    Optional<Secret> password = section.secret(PASSWORD);
    if (isSet(section, USER) != isSet(section, PASSWORD)) {
      section.problem(
          isSet(section, PASSWORD) ? USER : PASSWORD, "is missing; there must be both or none");
    }
    if (username.filter(given -> !USERNAME.matcher(given.value()).matches()).isPresent()) {
      section.problem(USER, "must have 1 to 256 characters, and no colon");
    }
    if (password.filter(given -> given.value().isEmpty()).isPresent()) {
      section.problem(PASSWORD, "must not be empty");
    }
    return username.flatMap(user -> password.map(known -> new Login(user.value(), known)));
  }

  private static boolean isSet(ConfigReader section, String key) {
    return section.isSet(key) || section.isSet(key + "-file");
  }

  /**
   * Takes as long for what is nearly right as for anything else of its length.
   *
   * @param authorization the header of a request, null without one
   */
  boolean admits(String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return false;
    }
    try {
      byte[] shown = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
      byte[] wanted = (username + ":" + password.value()).getBytes(UTF_8);
      return MessageDigest.isEqual(shown, wanted);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
