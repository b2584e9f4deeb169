package dev.sightline.multipart;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The header fields of one part while they are read; bounded by the parser's limit on header bytes.
 */
final class HeaderBlock {

  private static final String CONTENT_PREFIX = "Content-";
  private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*\\s*:.*");

  /** As many digits as fit a long. */
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

  private final Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Whether {@code line} has the form of a header field. */
  static boolean isField(String line) {
    return FIELD.matcher(line).matches();
  }

  /** Whether {@code line} is a field that only a part's header has, so that a part begins there. */
  static boolean isContentField(String line) {
    return line.regionMatches(true, 0, CONTENT_PREFIX, 0, CONTENT_PREFIX.length())
        && line.indexOf(':') > 0;
  }

  /** Adds a line; one without a name or a colon says nothing and is left out. */
  void add(String line) {
    int colon = line.indexOf(':');
    if (colon > 0) {
      fields.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }

  /** The announced length of the body in bytes, or -1 when there is none that can be read. */
  long contentLength() {
    String value = fields.getOrDefault("Content-Length", "");
    return LENGTH.matcher(value).matches() ? Long.parseLong(value) : -1;
  }

  Map<String, String> fields() {
    return fields;
  }
}
