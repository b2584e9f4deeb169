package dev.sightline.multipart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;

/** Puts a stream together byte by byte; every character of a text is one byte. */
final class Wire {

  private final Buffer bytes = Buffer.buffer();

  /** A tiny JPEG-like body with {@code inside} between its first and its last marker. */
  static Buffer jpeg(String inside) {
    return latin("\u00FF\u00D8" + inside + "\u00FF\u00D9");
  }

  static Buffer latin(String text) {
    return Buffer.buffer(text.getBytes(ISO_8859_1));
  }

  Wire text(String text) {
    bytes.appendBuffer(latin(text));
    return this;
  }

  Wire line(String text) {
    return text(text + "\r\n");
  }

  Wire blank() {
    return line("");
  }

  Wire body(Buffer body) {
    bytes.appendBuffer(body);
    return this;
  }

  /** Delimiter, type, length, and the body with its line end: a part as it should be. */
  Wire part(String delimiter, Buffer body) {
    return line(delimiter)
        .line("Content-Type: image/jpeg")
        .line("Content-Length: " + body.length())
        .blank()
        .body(body)
        .blank();
  }

  Buffer bytes() {
    return bytes;
  }
}
