package dev.sightline.testkit;

import static dev.sightline.testkit.CameraQuirk.ABSURD_RESPONSE_LENGTH;
import static dev.sightline.testkit.CameraQuirk.CHUNKED;
import static dev.sightline.testkit.CameraQuirk.DASHED_BOUNDARY;
import static dev.sightline.testkit.CameraQuirk.DOUBLED_DELIMITER;
import static dev.sightline.testkit.CameraQuirk.EMPTY_PARTS;
import static dev.sightline.testkit.CameraQuirk.EXTRA_BLANK_LINES;
import static dev.sightline.testkit.CameraQuirk.HTTP_1_0;
import static dev.sightline.testkit.CameraQuirk.LENGTH_TOO_LONG;
import static dev.sightline.testkit.CameraQuirk.LENGTH_TOO_SHORT;
import static dev.sightline.testkit.CameraQuirk.LF_ONLY;
import static dev.sightline.testkit.CameraQuirk.LOWER_CASE_HEADERS;
import static dev.sightline.testkit.CameraQuirk.NO_CONTENT_LENGTH;
import static dev.sightline.testkit.CameraQuirk.NO_CRLF_BEFORE_DELIMITER;
import static dev.sightline.testkit.CameraQuirk.NO_FIRST_DELIMITER;
import static dev.sightline.testkit.CameraQuirk.NO_SPACE_AFTER_COLON;
import static dev.sightline.testkit.CameraQuirk.PADDED_LENGTH;
import static dev.sightline.testkit.CameraQuirk.QUOTED_BOUNDARY;
import static dev.sightline.testkit.CameraQuirk.SPACED_BOUNDARY;
import static dev.sightline.testkit.CameraQuirk.TEXT_PARTS_BETWEEN;
import static dev.sightline.testkit.CameraQuirk.WRONG_BOUNDARY;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Set;

/**
 * Every byte that a fake camera with the given quirks sends. The bytes of a part depend on nothing
 * sent before, so they are made once and a client may start with any part.
 */
final class CameraDialect {

  private static final String TOKEN = "sightlinecamera";
  private static final String TOKEN_WITH_SPACE = "video boundary--";
  private static final Buffer TEXT = Buffer.buffer("motion: none");

  /** How far a false Content-Length is off: enough to reach past CRLF and dashes. */
  private static final int LIE = 10;

  /** Bytes of a transfer chunk. */
  private static final int CHUNK = 8 * 1024;

  private final Set<CameraQuirk> quirks;
  private final String lineEnd;
  private final String token;

  CameraDialect(Set<CameraQuirk> quirks) {
    this.quirks = quirks;
    this.lineEnd = has(LF_ONLY) ? "\n" : "\r\n";
    this.token = has(SPACED_BOUNDARY) ? TOKEN_WITH_SPACE : TOKEN;
  }

  /** The Content-Type that goes with the parts, unless the camera is told another one. */
  String contentType() {
    String declared = has(WRONG_BOUNDARY) ? "anothertoken" : token;
    String dashed = has(DASHED_BOUNDARY) ? "--" + declared : declared;
    String quoted = has(QUOTED_BOUNDARY) ? '"' + dashed + '"' : dashed;
    return "multipart/x-mixed-replace; boundary=" + quoted;
  }

  /** The head of an answer that a stream of parts follows. */
  Buffer streamHead(String contentType) {
    Buffer head = statusLine("200 OK");
    line(head, "Content-Type: " + contentType);
    line(head, "Cache-Control: no-cache");
    line(head, "Connection: close");
    if (has(CHUNKED)) {
      line(head, "Transfer-Encoding: chunked");
    }
    if (has(ABSURD_RESPONSE_LENGTH)) {
      line(head, "Content-Length: 9999999");
    }
    return line(head, "");
  }

  /** A whole answer without a body. */
  Buffer refusal(int status) {
    Buffer head = statusLine(status + " Refused");
    if (status == 401) {
      line(head, "WWW-Authenticate: Basic realm=\"camera\"");
    }
    line(head, "Content-Length: 0");
    line(head, "Connection: close");
    return line(head, "");
  }

  /** One picture with its delimiter, its headers and whatever else comes along with it. */
  Buffer part(Buffer jpeg) {
    Buffer out = Buffer.buffer(jpeg.length() + 1_024);
    if (has(EMPTY_PARTS)) {
      part(out, "image/jpeg", Buffer.buffer());
    }
    if (has(TEXT_PARTS_BETWEEN)) {
      part(out, "text/plain", TEXT);
    }
    part(out, "image/jpeg", jpeg);
    return has(CHUNKED) ? chunked(out) : out;
  }

  private void part(Buffer out, String type, Buffer body) {
    if (!has(NO_FIRST_DELIMITER)) {
      delimiter(out);
    }
    header(out, "Content-Type", type);
    if (!has(NO_CONTENT_LENGTH)) {
      header(out, "Content-Length", length(body));
    }
    line(out, "").appendBuffer(body);
    bodyEnd(out);
    if (has(NO_FIRST_DELIMITER)) {
      delimiter(out);
    }
  }

  private void delimiter(Buffer out) {
    line(out, "--" + token);
    if (has(DOUBLED_DELIMITER)) {
      line(out, "--" + token);
    }
  }

  private void header(Buffer out, String name, String value) {
    String spelled = has(LOWER_CASE_HEADERS) ? name.toLowerCase(Locale.ROOT) : name;
    line(out, spelled + (has(NO_SPACE_AFTER_COLON) ? ":" : ": ") + value);
  }

  private String length(Buffer body) {
    int length = body.length();
    if (has(LENGTH_TOO_SHORT)) {
      length = Math.max(0, length - LIE);
    }
    if (has(LENGTH_TOO_LONG)) {
      length += LIE;
    }
    return (has(PADDED_LENGTH) ? "%9d" : "%d").formatted(length);
  }

  private void bodyEnd(Buffer out) {
    if (!has(NO_CRLF_BEFORE_DELIMITER)) {
      line(out, "");
    }
    if (has(EXTRA_BLANK_LINES)) {
      line(line(out, ""), "");
    }
  }

  private Buffer statusLine(String status) {
    String version = has(HTTP_1_0) ? "HTTP/1.0 " : "HTTP/1.1 ";
    return line(Buffer.buffer(256), version + status);
  }

  private Buffer line(Buffer out, String text) {
    return out.appendString(text, "ISO-8859-1").appendString(lineEnd, "ISO-8859-1");
  }

  private static Buffer chunked(Buffer bytes) {
    Buffer out = Buffer.buffer(bytes.length() + 256);
    for (int at = 0; at < bytes.length(); at += CHUNK) {
      int size = Math.min(CHUNK, bytes.length() - at);
      out.appendString(Integer.toHexString(size)).appendString("\r\n");
      out.appendBuffer(bytes, at, size).appendString("\r\n");
    }
    return out;
  }

  private boolean has(CameraQuirk quirk) {
    return quirks.contains(quirk);
  }
}
