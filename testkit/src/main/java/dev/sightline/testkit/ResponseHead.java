package dev.sightline.testkit;

import io.vertx.core.MultiMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of an HTTP/1 response before its body.
 *
 * @param version as sent, such as {@code HTTP/1.1}
 * @param headers looked up without regard to case
 */
record ResponseHead(String version, int status, MultiMap headers) {

  private static final Pattern STATUS_LINE = Pattern.compile("(HTTP/1\\.[01]) (\\d{3})( .*)?");

  /** A head without headers yet. */
  static ResponseHead of(String statusLine) {
    Matcher matcher = STATUS_LINE.matcher(statusLine);
    if (!matcher.matches()) {
      throw new MalformedStreamException("'" + statusLine + "' is no HTTP/1 status line");
    }
    int status = Integer.parseInt(matcher.group(2));
    return new ResponseHead(matcher.group(1), status, MultiMap.caseInsensitiveMultiMap());
  }

  String contentType() {
    String type = headers.get("Content-Type");
    return type == null ? "" : type;
  }

  /** Whether the body is an endless stream of parts. */
  boolean isMultipart() {
    return contentType().startsWith("multipart/");
  }

  boolean isChunked() {
    return headers.contains("Transfer-Encoding", "chunked", true);
  }
}
