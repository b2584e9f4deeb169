package dev.sightline.access;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The users of a file as {@code htpasswd -B} writes it: a name, a colon and a bcrypt hash. */
final class Users {

  static final int LONGEST_NAME = 255;

  /** One check at this cost takes a core more than a second. */
  static final int HIGHEST_COST = 14;

  private static final int MOST_USERS = 10_000;
  private static final Pattern HASH = Pattern.compile("\\$2[yab]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

  /** Nobody's password: any text of the right form will do. */
  private static final String NOBODYS = "$2y$%02d$" + "abcdefghijklmnopqrstuu" + "x".repeat(31);

  private final Map<String, String> hashes;
  private final String nobodys;

  private Users(Map<String, String> hashes, int cost) {
    this.hashes = Map.copyOf(hashes);
    this.nobodys = NOBODYS.formatted(cost);
  }

  /**
   * Reads the file's content. One without users lets nobody in: the last one was taken out.
   *
   * @throws IllegalArgumentException with a sentence that names the line, and shows no hash
   */
  static Users parse(byte[] content) {
    Map<String, String> hashes = new HashMap<>();
    int cost = 4;
    int number = 0;
    for (String line : (Iterable<String>) text(content).lines()::iterator) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        cost = Math.max(cost, read(line, number, hashes));
      }
    }
    if (hashes.size() > MOST_USERS) {
      throw new IllegalArgumentException("has more than %d users".formatted(MOST_USERS));
    }
    return new Users(hashes, cost);
  }

  /** The same of a file to begin with, where nobody is a mistake. */
  static Users parseSome(byte[] content) {
    Users users = parse(content);
    if (users.hashes.isEmpty()) {
      throw new IllegalArgumentException("has no users in it");
    }
    return users;
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** Returns the hash's cost. */
  private static int read(String line, int number, Map<String, String> hashes) {
    int colon = line.indexOf(':');
    if (colon < 1 || colon > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "has a line %d that isn't a name, a colon and a hash".formatted(number));
    }
    String name = line.substring(0, colon);
    Matcher hash = HASH.matcher(line.substring(colon + 1).strip());
    if (!hash.matches()) {
      throw new IllegalArgumentException(
          ("has a line %d whose hash isn't bcrypt's ($2y$, $2a$ or $2b$), the only kind that is"
                  + " hard to guess; make it anew with htpasswd -B")
              .formatted(number));
    }
    int cost = Integer.parseInt(hash.group(1));
    if (cost < 4 || cost > HIGHEST_COST) {
      throw new IllegalArgumentException(
          "has a line %d with a cost of %d; it must be from 4 to %d"
              .formatted(number, cost, HIGHEST_COST));
    }
    if (hashes.put(name, hash.group()) != null) {
      throw new IllegalArgumentException(
          "has a line %d with a name that another line has too".formatted(number));
    }
    return cost;
  }

  Optional<String> hashOf(String name) {
    return Optional.ofNullable(hashes.get(name));
  }

  /** What the password of a user is compared with who isn't there, so that this takes as long. */
  String nobodysHash() {
    return nobodys;
  }
}
