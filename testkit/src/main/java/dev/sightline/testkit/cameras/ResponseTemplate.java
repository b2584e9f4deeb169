package dev.sightline.testkit.cameras;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the notation of a response into its bytes; the notation is that of the package. */
final class ResponseTemplate {

  private static final Pattern SLICE = Pattern.compile("(\\w+ \\d+) from (\\d+)(?: to (\\d+))?");
  private static final Pattern LENGTH = Pattern.compile("length (\\w+ \\d+)(?: ([+-]) (\\d+))?");
  private static final Pattern DIRECTIVE = Pattern.compile("\\{([^}]*)}|([^{])", Pattern.DOTALL);

  private final Buffer wire = Buffer.buffer();
  private final Buffer body = Buffer.buffer();
  private Buffer chunk;

  private ResponseTemplate() {}

  static ResponseTemplate of(String text) {
    ResponseTemplate template = new ResponseTemplate();
    Matcher next = DIRECTIVE.matcher(text);
    int end = 0;
    while (next.lookingAt()) {
      template.append(next);
      end = next.end();
      next.region(end, text.length());
    }
    if (end != text.length() || template.chunk != null) {
      throw new IllegalArgumentException("a brace or a chunk isn't closed");
    }
    return template;
  }

  /** The bytes with the chunks' own lines. */
  Buffer wire() {
    return wire;
  }

  /** The bytes without the chunks' own lines. */
  Buffer body() {
    return body;
  }

  private void append(Matcher next) {
    String directive = next.group(1);
    if (directive == null) {
      append(character(next.group(2).charAt(0)));
    } else {
      switch (directive) {
        case "chunk" -> chunk = Buffer.buffer();
        case "end" -> endChunk();
        case "last chunk" -> wire.appendString("0\r\n\r\n");
        default -> append(bytes(directive));
      }
    }
  }

  private void append(Buffer bytes) {
    body.appendBuffer(bytes);
    (chunk == null ? wire : chunk).appendBuffer(bytes);
  }

  private void endChunk() {
    wire.appendString(Integer.toHexString(chunk.length()) + "\r\n");
    wire.appendBuffer(chunk).appendString("\r\n");
    chunk = null;
  }

  private static Buffer character(char symbol) {
    return switch (symbol) {
      case '\n' -> Buffer.buffer();
      case '¶' -> latin("\r\n");
      case '␊' -> latin("\n");
      case '␍' -> latin("\r");
      case '␀' -> latin("\0");
      default -> latin(String.valueOf(symbol));
    };
  }

  private static Buffer bytes(String directive) {
    Matcher slice = SLICE.matcher(directive);
    if (slice.matches()) {
      return slice(slice);
    }
    String[] words = directive.split(" ", 2);
    return switch (words[0]) {
      case "hex" -> Buffer.buffer(HexFormat.of().parseHex(words[1]));
      case "int16" -> Buffer.buffer().appendUnsignedShortLE(number(words[1]));
      case "int32" -> Buffer.buffer().appendUnsignedIntLE(number(words[1]));
      case "length" -> latin(String.valueOf(number(directive)));
      default -> SamplePicture.named(directive);
    };
  }

  private static Buffer slice(Matcher slice) {
    Buffer picture = SamplePicture.named(slice.group(1));
    int end = slice.group(3) == null ? picture.length() : Integer.parseInt(slice.group(3));
    return picture.slice(Integer.parseInt(slice.group(2)), end);
  }

  private static int number(String text) {
    Matcher length = LENGTH.matcher(text);
    if (!length.matches()) {
      return Integer.parseInt(text);
    }
    int more = length.group(3) == null ? 0 : Integer.parseInt(length.group(3));
    return SamplePicture.named(length.group(1)).length()
        + ("-".equals(length.group(2)) ? -more : more);
  }

  private static Buffer latin(String text) {
    return Buffer.buffer(text.getBytes(ISO_8859_1));
  }
}
