package dev.sightline.node;

import java.util.regex.Pattern;

/**
 * Takes out of a text what may be secret in any URL: its user and password, and its query, in which
 * many cameras expect a password too.
 */
public final class Redaction {

  /** What stands for a secret. */
  public static final String MASK = "***";

  /** Up to the last @ of a word, since few people escape those of a password. */
  private static final Pattern USER = Pattern.compile("//\\S{0,1000}@");

  private static final Pattern QUERY = Pattern.compile("(//[^\\s?#]*)[?#]\\S*?(?=['\"]?(?:\\s|$))");

  /** Of a request to us, whose URL has no host. */
  private static final Pattern TOKEN =
      Pattern.compile("([?&;]token=)[^\\s&;'\"]*", Pattern.CASE_INSENSITIVE);

  private Redaction() {}

  public static String of(String text) {
    String cleaned = TOKEN.matcher(text).replaceAll("$1" + MASK);
    return cleaned.contains("//") ? ofUrls(cleaned) : cleaned;
  }

  private static String ofUrls(String text) {
    return QUERY.matcher(USER.matcher(text).replaceAll("//" + MASK + "@")).replaceAll("$1?…");
  }
}
