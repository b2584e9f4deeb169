package dev.sightline.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands behind the question mark of a source's URL.
 *
 * @param known those that mean something to us, by their names, escapes decoded
 * @param others as they were written, in their order
 */
record UrlParameters(Map<String, String> known, List<String> others) {

  /**
   * @param query null where there is no question mark
   * @param names of those that mean something to us
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  static UrlParameters of(String query, List<String> names) {
    Map<String, String> known = new HashMap<>();
    List<String> others = new ArrayList<>();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      String[] sides = pair.split("=", 2);
      if (!names.contains(sides[0])) {
        others.add(pair);
      } else if (known.put(sides[0], sides.length == 2 ? SourceUrl.decoded(sides[1]) : "")
          != null) {
        throw new IllegalArgumentException("has the parameter %s twice".formatted(sides[0]));
      }
    }
    return new UrlParameters(known, others);
  }

  /**
   * Those of a URL that is nobody's but ours.
   *
   * @param hint for who writes one that means nothing
   */
  static UrlParameters only(String query, List<String> names, String hint) {
    UrlParameters found = of("".equals(query) ? null : query, names);
    if (!found.others.isEmpty()) {
      throw new IllegalArgumentException(
          "has a parameter that means nothing; there are " + String.join(", ", names) + hint);
    }
    return found;
  }

  Optional<String> get(String name) {
    return Optional.ofNullable(known.get(name));
  }
}
