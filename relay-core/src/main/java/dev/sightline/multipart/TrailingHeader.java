package dev.sightline.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;

/**
 * The header of the next part at the end of a body, where a delimiter should have come between: a
 * {@code Content-} field or a line that begins with dashes, other lines of text, a blank line.
 */
final class TrailingHeader {

  private TrailingHeader() {}

  /**
   * Where in {@code body} the header that ends at {@code end} begins, with the line ends before it;
   * {@code end} when none ends there.
   *
   * @param most how many bytes to look at
   */
  static int beginning(Buffer body, int end, int most) {
    int from = Math.max(0, end - most);
    String text = new String(body.getBytes(from, end), ISO_8859_1);
    int header = beginningIn(text);
    return header < 0 ? end : from + withoutLineEnds(text, header);
  }

  private static int beginningIn(String text) {
    int header = -1;
    int lineEnd = endOfLastLine(text);
    while (lineEnd > 0) {
      int start = text.lastIndexOf('\n', lineEnd - 1) + 1;
      String line = text.substring(start, lineEnd).strip();
      if (line.isEmpty() || !isText(line)) {
        break;
      }
      if (line.startsWith("--")) {
        return start;
      }
      if (HeaderBlock.isContentField(line)) {
        header = start;
      }
      lineEnd = start - 1;
    }
    return header;
  }

  /** Where the line before the blank line ends; -1 when {@code text} doesn't end in a blank one. */
  private static int endOfLastLine(String text) {
    if (text.endsWith("\n\r\n")) {
      return text.length() - 3;
    }
    return text.endsWith("\n\n") ? text.length() - 2 : -1;
  }

  private static boolean isText(String line) {
    return line.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'));
  }

  private static int withoutLineEnds(String text, int end) {
    int start = end;
    while (start > 0 && (text.charAt(start - 1) == '\r' || text.charAt(start - 1) == '\n')) {
      start--;
    }
    return start;
  }
}
