package dev.sightline.program;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes secrets out of what a program says: those that are known, and the user of any URL.
 *
 * @param secrets as they may turn up, such as plain and escaped; empty ones hide nothing
 */
public record Masking(List<String> secrets) {

  /** Nothing is known but how a URL looks. */
  public static final Masking OF_URLS = new Masking(List.of());

  private static final String MASK = "***";
  private static final Pattern USER_OF_URL = Pattern.compile("//\\S*@");

  public Masking {
    secrets =
        secrets.stream()
            .filter(secret -> !secret.isEmpty())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  public String mask(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, MASK);
    }
    return USER_OF_URL.matcher(masked).replaceAll("//" + MASK + "@");
  }

  /** Of the longest secret, the characters; a text that was cut may end with as many of it. */
  int longest() {
    return secrets.isEmpty() ? 0 : secrets.get(0).length();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
