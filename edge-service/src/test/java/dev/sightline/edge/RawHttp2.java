package dev.sightline.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A connection on which a test speaks HTTP/2 frame by frame, as nobody's library would: RFC 9113.
 */
final class RawHttp2 implements AutoCloseable {

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RESET = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GO_AWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  /** In the head of an answer, before its fields. */
  private static final int HAS_PRIORITY = 0x20;

  private static final int PRIORITY_BYTES = 5;

  static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  /** What came from the other end, a character a byte. */
  private record Frame(int type, int flags, int stream, String payload) {}

  private final RawConnection connection;
  private final DefaultHttp2HeadersDecoder answers = new DefaultHttp2HeadersDecoder();

  private RawHttp2(RawConnection connection) {
    this.connection = connection;
  }

  /** Connected, and nothing said. */
  static RawHttp2 silent(int port) {
    return new RawHttp2(new RawConnection(port).encrypted("h2"));
  }

  /** One that has said what everybody says first. */
  static RawHttp2 open(int port) {
    return silent(port).send(PREFACE + frame(SETTINGS, 0, 0, ""));
  }

  RawHttp2 send(String bytes) {
    connection.send(bytes);
    return this;
  }

  static String frame(int type, int flags, int stream, String payload) {
    return string(payload.length()).substring(1)
        + (char) type
        + (char) flags
        + string(stream)
        + payload;
  }

  /** A whole request without a body. */
  static String get(int stream, String path, String... headers) {
    return frame(HEADERS, END_STREAM | END_HEADERS, stream, head("GET", path, headers));
  }

  /** The header block of a request; further fields are a name, a value, and so on. */
  static String head(String method, String path, String... further) {
    return fields(":method", method, ":scheme", "https", ":authority", "edge", ":path", path)
        + fields(further);
  }

  /** A header block of just these, each a literal that nobody remembers: RFC 7541, 6.2.2. */
  static String fields(String... namesAndValues) {
    StringBuilder block = new StringBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      block.append('\0').append(text(namesAndValues[i])).append(text(namesAndValues[i + 1]));
    }
    return block.toString();
  }

  /** A length of 7 bits, or 127 and the rest, 7 bits in each byte: RFC 7541, 5.1 and 5.2. */
  private static String text(String text) {
    if (text.length() < 127) {
      return (char) text.length() + text;
    }
    StringBuilder length = new StringBuilder().append((char) 127);
    int rest = text.length() - 127;
    for (; rest >= 128; rest >>= 7) {
      length.append((char) (0x80 | rest & 0x7F));
    }
    return length.append((char) rest) + text;
  }

  static String string(int value) {
    return ""
        + (char) (value >>> 24)
        + (char) (value >>> 16 & 0xFF)
        + (char) (value >>> 8 & 0xFF)
        + (char) (value & 0xFF);
  }

  private static int int32(String bytes) {
    return bytes.charAt(0) << 24 | bytes.charAt(1) << 16 | bytes.charAt(2) << 8 | bytes.charAt(3);
  }

  /** Whether there is still somebody who takes it. */
  boolean isTaken(String bytes) {
    try {
      send(bytes);
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** The error by which the connection, or any of its streams, ends. */
  int awaitEnd() {
    Frame frame = await(RESET, GO_AWAY);
    return int32(frame.payload.substring(frame.type == RESET ? 0 : 4));
  }

  /** The error by which the connection ends, whatever becomes of its streams before. */
  int awaitFarewell() {
    return int32(await(GO_AWAY).payload.substring(4));
  }

  /** The status of the next answer. */
  int awaitStatus() {
    Frame frame = await(HEADERS);
    int begin = (frame.flags & HAS_PRIORITY) == 0 ? 0 : PRIORITY_BYTES;
    ByteBuf block = Unpooled.copiedBuffer(frame.payload.substring(begin), ISO_8859_1);
    try {
      return Integer.parseInt(answers.decodeHeaders(frame.stream, block).status().toString());
    } catch (Http2Exception e) {
      throw new AssertionError(e);
    }
  }

  private Frame await(Integer... types) {
    Frame frame = read();
    while (!List.of(types).contains(frame.type)) {
      frame = read();
    }
    return frame;
  }

  private Frame read() {
    String head = connection.read(9);
    int length = int32("\0" + head.substring(0, 3));
    return new Frame(
        head.charAt(3), head.charAt(4), int32(head.substring(5)), connection.read(length));
  }

  @Override
  public void close() {
    connection.close();
  }
}
