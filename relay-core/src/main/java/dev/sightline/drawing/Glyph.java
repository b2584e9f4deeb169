package dev.sightline.drawing;

import java.awt.geom.Path2D;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * One character as pen strokes, 6 units high with its top left corner at (0, 0): digits, capitals
 * and what stands between words.
 *
 * <p>Many headless Java installations come without a single font, hence these of our own. All
 * digits have the same width, so that a running clock stands still.
 *
 * @param strokes the lines of the pen's centre
 * @param width in the same units
 */
record Glyph(Path2D strokes, double width) {

  static final double HEIGHT = 6;

  /** Outlines in the notation of SVG paths, M, L, Q and Z with absolute coordinates. */
  private static final Map<Character, Glyph> ALL =
      Map.ofEntries(
          glyph('0', 4, "M 0 2 Q 0 0 2 0 Q 4 0 4 2 L 4 4 Q 4 6 2 6 Q 0 6 0 4 Z"),
          glyph('1', 4, "M 0.8 1.3 L 2.4 0 L 2.4 6"),
          glyph('2', 4, "M 0.1 1.6 Q 0.3 0 2 0 Q 3.9 0 3.9 1.7 Q 3.9 2.7 2.9 3.6 L 0.1 6 L 4 6"),
          glyph(
              '3',
              4,
              "M 0.2 1.2 Q 0.6 0 2 0 Q 3.8 0 3.8 1.5 Q 3.8 2.8 2 2.8 L 1.5 2.8"
                  + " M 2 2.8 Q 4 2.8 4 4.4 Q 4 6 2 6 Q 0.4 6 0 4.7"),
          glyph('4', 4, "M 3 6 L 3 0 L 0 4.3 L 4 4.3"),
          glyph(
              '5',
              4,
              "M 3.6 0 L 0.6 0 L 0.3 2.8 Q 1 2.2 2.1 2.2 Q 4 2.2 4 4.1 Q 4 6 2 6 Q 0.5 6 0 4.9"),
          glyph(
              '6',
              4,
              "M 3.5 0.5 Q 2.9 0 2.2 0 Q 0 0 0 3.4 L 0 4.1 Q 0 6 2 6 Q 4 6 4 4.1"
                  + " Q 4 2.4 2 2.4 Q 0 2.4 0 4.1"),
          glyph('7', 4, "M 0 0 L 4 0 L 1.5 6"),
          glyph(
              '8',
              4,
              "M 2 2.8 Q 0.2 2.8 0.2 1.4 Q 0.2 0 2 0 Q 3.8 0 3.8 1.4 Q 3.8 2.8 2 2.8"
                  + " Q 4 2.8 4 4.4 Q 4 6 2 6 Q 0 6 0 4.4 Q 0 2.8 2 2.8 Z"),
          glyph(
              '9',
              4,
              "M 0.5 5.5 Q 1.1 6 1.8 6 Q 4 6 4 2.6 L 4 1.9 Q 4 0 2 0 Q 0 0 0 1.9"
                  + " Q 0 3.6 2 3.6 Q 4 3.6 4 1.9"),
          glyph(':', 0.4, "M 0.2 1.7 L 0.21 1.7 M 0.2 4.4 L 0.21 4.4"),
          glyph('.', 0.4, "M 0.2 6 L 0.21 6"),
          glyph(' ', 2, ""),
          glyph('-', 2.4, "M 0 3.2 L 2.4 3.2"),
          glyph('–', 3.4, "M 0 3.2 L 3.4 3.2"),
          glyph('_', 3.4, "M 0 6.6 L 3.4 6.6"),
          glyph(',', 0.6, "M 0.4 5.8 L 0 7"),
          glyph(';', 0.6, "M 0.4 1.7 L 0.41 1.7 M 0.4 5.8 L 0 7"),
          glyph('\'', 0.4, "M 0.2 0 L 0.2 1.3"),
          glyph('’', 0.4, "M 0.3 0 L 0.1 1.3"),
          glyph('"', 1.4, "M 0.2 0 L 0.2 1.3 M 1.2 0 L 1.2 1.3"),
          glyph('!', 0.4, "M 0.2 0 L 0.2 4.2 M 0.2 6 L 0.21 6"),
          glyph(
              '?',
              3.4,
              "M 0 1.4 Q 0.2 0 1.7 0 Q 3.4 0 3.4 1.5 Q 3.4 2.8 1.7 3.4 L 1.7 4.2 M 1.7 6 L 1.71 6"),
          glyph('/', 2.6, "M 0 6.6 L 2.6 -0.6"),
          glyph('(', 1.3, "M 1.3 -0.6 Q 0 1 0 3 Q 0 5 1.3 6.6"),
          glyph(')', 1.3, "M 0 -0.6 Q 1.3 1 1.3 3 Q 1.3 5 0 6.6"),
          glyph('+', 3.2, "M 0 3.2 L 3.2 3.2 M 1.6 1.6 L 1.6 4.8"),
          glyph('=', 3.2, "M 0 2.3 L 3.2 2.3 M 0 4.1 L 3.2 4.1"),
          glyph('·', 0.4, "M 0.2 3.1 L 0.21 3.1"),
          glyph('…', 3.6, "M 0.2 6 L 0.21 6 M 1.8 6 L 1.81 6 M 3.4 6 L 3.41 6"),
          glyph(
              '%',
              4.4,
              "M 0.4 6 L 4 0 M 0 1.1 Q 0 0.1 0.9 0.1 Q 1.8 0.1 1.8 1.1 Q 1.8 2.1 0.9 2.1 Q 0 2.1 0 1.1 Z M 2.6 4.9 Q 2.6 3.9 3.5 3.9 Q 4.4 3.9 4.4 4.9 Q 4.4 5.9 3.5 5.9 Q 2.6 5.9 2.6 4.9 Z"),
          glyph('A', 4, "M 0 6 L 2 0 L 4 6 M 0.75 3.9 L 3.25 3.9"),
          glyph(
              'B',
              4,
              "M 0 2.8 L 2.1 2.8 Q 3.7 2.8 3.7 1.4 Q 3.7 0 2.1 0 L 0 0 L 0 6 L 2.2 6"
                  + " Q 4 6 4 4.4 Q 4 2.8 2.1 2.8"),
          glyph('C', 4, "M 3.9 1.3 Q 3.5 0 2 0 Q 0 0 0 2 L 0 4 Q 0 6 2 6 Q 3.5 6 3.9 4.7"),
          glyph('D', 4, "M 0 0 L 0 6 L 1.6 6 Q 4 6 4 3 Q 4 0 1.6 0 Z"),
          glyph('E', 3.5, "M 3.5 0 L 0 0 L 0 6 L 3.5 6 M 0 2.9 L 3 2.9"),
          glyph('F', 3.5, "M 3.5 0 L 0 0 L 0 6 M 0 2.9 L 3 2.9"),
          glyph(
              'G',
              4,
              "M 3.8 1.2 Q 3.4 0 2 0 Q 0 0 0 2 L 0 4 Q 0 6 2 6 Q 4 6 4 4.2 L 4 3.2 L 2.4 3.2"),
          glyph('H', 4, "M 0 0 L 0 6 M 4 0 L 4 6 M 0 2.9 L 4 2.9"),
          glyph('I', 0.2, "M 0.1 0 L 0.1 6"),
          glyph('J', 3.2, "M 3.2 0 L 3.2 4.2 Q 3.2 6 1.6 6 Q 0.1 6 0 4.6"),
          glyph('K', 4, "M 0 0 L 0 6 M 3.8 0 L 0 3.9 M 1.4 2.5 L 4 6"),
          glyph('L', 3.4, "M 0 0 L 0 6 L 3.4 6"),
          glyph('M', 4.6, "M 0 6 L 0 0 L 2.3 3.6 L 4.6 0 L 4.6 6"),
          glyph('N', 4, "M 0 6 L 0 0 L 4 6 L 4 0"),
          glyph(
              'O',
              4.4,
              "M 0 2.2 Q 0 0 2.2 0 Q 4.4 0 4.4 2.2 L 4.4 3.8 Q 4.4 6 2.2 6 Q 0 6 0 3.8 Z"),
          glyph('P', 3.8, "M 0 6 L 0 0 L 2 0 Q 3.8 0 3.8 1.7 Q 3.8 3.4 2 3.4 L 0 3.4"),
          glyph(
              'Q',
              4.4,
              "M 0 2.2 Q 0 0 2.2 0 Q 4.4 0 4.4 2.2 L 4.4 3.8 Q 4.4 6 2.2 6 Q 0 6 0 3.8 Z"
                  + " M 2.9 4.6 L 4.5 6.5"),
          glyph('R', 4, "M 0 6 L 0 0 L 2.2 0 Q 4 0 4 1.6 Q 4 3.2 2.2 3.2 L 0 3.2 M 2.1 3.2 L 4 6"),
          glyph(
              'S',
              4,
              "M 3.7 1.1 Q 3.4 0 2 0 Q 0.2 0 0.2 1.5 Q 0.2 2.6 2 2.9 Q 4 3.2 4 4.5"
                  + " Q 4 6 2 6 Q 0.4 6 0 4.8"),
          glyph('T', 4, "M 0 0 L 4 0 M 2 0 L 2 6"),
          glyph('U', 4, "M 0 0 L 0 4 Q 0 6 2 6 Q 4 6 4 4 L 4 0"),
          glyph('V', 4, "M 0 0 L 2 6 L 4 0"),
          glyph('W', 5.4, "M 0 0 L 1.4 6 L 2.7 1.2 L 4 6 L 5.4 0"),
          glyph('X', 4, "M 0.1 0 L 3.9 6 M 3.9 0 L 0.1 6"),
          glyph('Y', 4, "M 0 0 L 2 3 L 4 0 M 2 3 L 2 6"),
          glyph('Z', 3.8, "M 0.1 0 L 3.7 0 L 0 6 L 3.8 6"));

  /** Stands for every character that has no strokes here. */
  private static final Glyph UNKNOWN = new Glyph(path("M 0 1 L 3 1 L 3 6 L 0 6 Z"), 3);

  /** The strokes of a character; an empty box stands for those that are not known here. */
  static Glyph of(char character) {
    return ALL.getOrDefault(character, UNKNOWN);
  }

  private static Map.Entry<Character, Glyph> glyph(char character, double width, String outline) {
    return Map.entry(character, new Glyph(path(outline), width));
  }

  private static Path2D path(String outline) {
    Path2D path = new Path2D.Double();
    Iterator<String> words = List.of(outline.split(" ")).iterator();
    while (words.hasNext()) {
      append(path, words.next(), words);
    }
    return path;
  }

  private static void append(Path2D path, String command, Iterator<String> numbers) {
    switch (command) {
      case "M" -> path.moveTo(next(numbers), next(numbers));
      case "L" -> path.lineTo(next(numbers), next(numbers));
      case "Q" -> path.quadTo(next(numbers), next(numbers), next(numbers), next(numbers));
      case "Z" -> path.closePath();
      case "" -> {} // an empty outline: the space
      default -> throw new IllegalArgumentException("no such path command: " + command);
    }
  }

  private static double next(Iterator<String> numbers) {
    return Double.parseDouble(numbers.next());
  }
}
