package dev.sightline.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields of an {@code Authorization: Digest} header that is written to the letter of RFC 7616,
 * by name; a sentence is thrown for any other.
 */
record DigestAnswer(Map<String, String> fields) {

  private static final Pattern FIELD =
      Pattern.compile("([a-z]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([A-Za-z0-9-]+))(?:, |$)");

  private static final Set<String> QUOTED =
      Set.of("username", "realm", "nonce", "uri", "response", "cnonce", "opaque");

  private static final Set<String> BARE = Set.of("algorithm", "qop", "nc", "userhash");

  static DigestAnswer parse(String header) {
    if (!header.startsWith("Digest ")) {
      throw new IllegalArgumentException("'" + header + "' is no Digest");
    }
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher field = FIELD.matcher(header).region("Digest ".length(), header.length());
    while (field.lookingAt()) {
      String name = field.group(1);
      boolean quoted = field.group(2) != null;
      if (!(quoted ? QUOTED : BARE).contains(name)) {
        throw new IllegalArgumentException(name + " is written wrong or not known");
      }
      String value = quoted ? field.group(2).replaceAll("\\\\(.)", "$1") : field.group(3);
      if (fields.put(name, value) != null) {
        throw new IllegalArgumentException(name + " is there twice");
      }
      field.region(field.end(), header.length());
    }
    if (field.regionStart() != header.length()) {
      throw new IllegalArgumentException("the header is malformed: " + header);
    }
    return new DigestAnswer(fields);
  }

  /** Empty when it is absent. */
  String get(String name) {
    return fields.getOrDefault(name, "");
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }
}
