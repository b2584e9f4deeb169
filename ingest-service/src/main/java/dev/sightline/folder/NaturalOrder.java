package dev.sightline.folder;

import java.util.Comparator;

/**
 * Names in the order in which people count: numbers by their value, so that {@code img2} comes
 * before {@code img10}, and letters in any case.
 */
final class NaturalOrder implements Comparator<String> {

  /** Names that differ in case or leading zeros only are still two. */
  static final Comparator<String> OF_NAMES =
      new NaturalOrder().thenComparing(Comparator.naturalOrder());

  private NaturalOrder() {}

  @Override
  public int compare(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      int order;
      if (isDigit(one.charAt(i)) && isDigit(other.charAt(j))) {
        int endOfOne = endOfNumber(one, i);
        int endOfOther = endOfNumber(other, j);
        order = compareNumbers(one.substring(i, endOfOne), other.substring(j, endOfOther));
        i = endOfOne;
        j = endOfOther;
      } else {
        order = Character.compare(folded(one.charAt(i++)), folded(other.charAt(j++)));
      }
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(one.length() - i, other.length() - j);
  }

  /** Of any length, so not by converting them. */
  private static int compareNumbers(String one, String other) {
    String digits = withoutZeros(one);
    String otherDigits = withoutZeros(other);
    return digits.length() == otherDigits.length()
        ? digits.compareTo(otherDigits)
        : Integer.compare(digits.length(), otherDigits.length());
  }

  private static String withoutZeros(String number) {
    int zeros = 0;
    while (zeros < number.length() && number.charAt(zeros) == '0') {
      zeros++;
    }
    return number.substring(zeros);
  }

  private static int endOfNumber(String text, int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static char folded(char c) {
    return Character.toLowerCase(Character.toUpperCase(c));
  }
}
