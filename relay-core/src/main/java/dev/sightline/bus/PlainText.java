package dev.sightline.bus;

import java.util.regex.Pattern;

/** What somebody else says, made fit for a log and a page. */
public final class PlainText {

  /**
   * What isn't seen, or makes something else of the rest: control characters, also those beyond
   * ASCII, what turns the direction of writing, separators of lines, halves of characters.
   */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private PlainText() {}

  /**
   * @param most characters, of which the first ones are kept
   */
  public static String of(String text, int most) {
    String begun = text.length() <= most ? text : text.substring(0, most);
    return UNSEEN.matcher(begun).replaceAll(" ").strip();
  }
}
