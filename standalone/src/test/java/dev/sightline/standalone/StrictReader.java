package dev.sightline.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What programs insist on that read MJPEG in a way of their own and aren't at hand to be run: each
 * looks for what its original looks for, and for nothing else.
 */
enum StrictReader {

  /**
   * The input plugin input_http: one boundary for all, and two bytes before it that aren't the
   * picture's. It sends the zero at the end of a string in C as well.
   */
  MJPG_STREAMER("GET /?action=stream HTTP/1.0\r\n\r\n\0") {
    @Override
    void read(Answer answer) {
      String boundary = "--boundarydonotcross";
      answer.expect(
          answer.takeUntil(boundary).endsWith("\r\n\r\n"), "no delimiter behind the head");
      while (answer.skipPast("\r\n\r\n") && answer.contains(boundary)) {
        String content = answer.takeUntil(boundary);
        answer.picture(content.substring(0, content.length() - 2));
      }
    }
  },

  /** The boundary as the head has it, to the end of its line, with dashes in front. */
  MJPEG_RELAY("GET /stream HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n") {
    @Override
    void read(Answer answer) {
      String boundary = "--" + answer.match("(?i)content-type:.*boundary=(.*?)\r\n").group(1);
      answer.expect(answer.skipPast(boundary), "no delimiter " + boundary);
      while (answer.skipPast("\r\n\r\n") && answer.contains(boundary)) {
        String content = answer.takeUntil(boundary);
        answer.picture(content.substring(0, content.length() - 2));
      }
    }
  },

  /** Empty lines, a line that begins with dashes, well-formed headers, and a length it needs. */
  GO2RTC("GET /stream HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n") {
    @Override
    void read(Answer answer) {
      answer.match("Content-Type: multipart/x-mixed-replace");
      answer.skipPast("\r\n\r\n");
      while (answer.contains("\r\n\r\n")) {
        String line = answer.takeLine(Integer.MAX_VALUE);
        if (!line.isEmpty()) {
          answer.expect(line.startsWith("--"), "wrong boundary " + line);
          String headers = answer.takeUntil("\r\n\r\n");
          answer.expect(headers.matches("([A-Za-z-]+: ?[^\r\n]*(\r\n|$))+"), "bad headers");
          answer.skipPast("\r\n\r\n");
          answer.sized(headers, "(?im)^content-length: *(\\d+)$");
        }
      }
    }
  },

  /** The header's name spelt like this; the first number behind it is the length. */
  MOTIONEYE("GET /stream HTTP/1.0\r\n\r\n") {
    @Override
    void read(Answer answer) {
      answer.match("^HTTP/1.\\d \\d+ ");
      while (answer.skipPast("Content-Length:") && answer.contains("\r\n\r\n")) {
        String rest = answer.takeUntil("\r\n\r\n");
        answer.skipPast("\r\n\r\n");
        answer.sized(rest, "(\\d+)");
      }
    }
  },

  /** The boundary is put into a pattern as it is; at most two line ends may come before it. */
  ZONEMINDER("GET /stream HTTP/1.0\r\nHost: localhost\r\nConnection: Keep-Alive\r\n\r\n") {
    @Override
    void read(Answer answer) {
      answer.match("(?i)^HTTP/(1\\.[01]) +200 +(.+?)\r?\n");
      Matcher type =
          answer.match("(?i)Content-type: ?(multipart/x-mixed-replace)(?:; ?boundary=(.+?))?\r?\n");
      answer.expect(type.group(2) != null, "no boundary");
      answer.skipPast("\r\n\r\n");
      String part = "^((?:\r?\n){0,2}?(?:--)?%s\r?\n.+?\r?\n\r?\n)".formatted(type.group(2));
      while (answer.contains("\r\n\r\n")) {
        String headers = answer.take(Pattern.compile(part, Pattern.DOTALL));
        answer.expect(headers.matches("(?is).*Content-type: ?image/jpe?g\r?\n.*"), "no picture");
        answer.sized(headers, "(?i)Content-length: ?([0-9]+)\r?\n");
      }
    }
  },

  /** Lines shorter than 128 bytes, this type to the letter, this delimiter and no other. */
  FFMPEG("GET /stream HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-\r\nIcy-MetaData: 1\r\n\r\n") {
    @Override
    void read(Answer answer) {
      String boundary = "--" + answer.match("boundary=\"?([^\";\r]+)").group(1);
      answer.skipPast("\r\n\r\n");
      while (answer.contains("\r\n\r\n")) {
        String line = answer.takeLine(128);
        if (!line.isEmpty()) {
          answer.expect(line.equals(boundary), "expected " + boundary + ", found " + line);
          String headers = headers(answer);
          answer.expect(headers.contains("Content-Type: image/jpeg\n"), "unexpected type");
          answer.sized(headers, "(?i)content-length: *(\\d+)");
        }
      }
    }

    private String headers(Answer answer) {
      StringBuilder headers = new StringBuilder();
      for (String line = answer.takeLine(128); !line.isEmpty(); line = answer.takeLine(128)) {
        answer.expect(line.contains(":"), "no header: " + line);
        headers.append(line).append('\n');
      }
      return headers.toString();
    }
  };

  /** What it sends. */
  final String request;

  StrictReader(String request) {
    this.request = request;
  }

  /** The pictures that it finds; the last one may be incomplete and is left out. */
  List<Buffer> pictures(Buffer answer) {
    Answer text = new Answer(answer.toString(ISO_8859_1));
    read(text);
    return text.pictures;
  }

  abstract void read(Answer answer);

  /** An answer of which the beginning is known, read from its start. */
  static final class Answer {

    private final List<Buffer> pictures = new ArrayList<>();
    private String rest;

    private Answer(String rest) {
      this.rest = rest;
    }

    void expect(boolean met, String otherwise) {
      if (!met) {
        throw new IllegalArgumentException(otherwise);
      }
    }

    boolean contains(String text) {
      return rest.contains(text);
    }

    /** What comes before {@code text}, which stays. */
    String takeUntil(String text) {
      int at = rest.indexOf(text);
      expect(at >= 0, "no " + text);
      return take(at);
    }

    /** Leaves out everything up to and with {@code text}; false when there is none. */
    boolean skipPast(String text) {
      int at = rest.indexOf(text);
      if (at >= 0) {
        take(at + text.length());
      }
      return at >= 0;
    }

    String takeLine(int limit) {
      String line = takeUntil("\n");
      take(1);
      expect(line.length() < limit, "a line of %d bytes".formatted(line.length()));
      return line.strip();
    }

    /** Finds without taking. */
    Matcher match(String pattern) {
      Matcher matcher = Pattern.compile(pattern).matcher(rest);
      expect(matcher.find(), "no " + pattern);
      return matcher;
    }

    String take(Pattern pattern) {
      Matcher matcher = pattern.matcher(rest);
      expect(matcher.find(), "no " + pattern);
      return take(matcher.end());
    }

    /** Takes a picture of the length that {@code headers} tell; one that isn't all here ends it. */
    void sized(String headers, String pattern) {
      OptionalInt length = length(headers, pattern);
      expect(length.isPresent(), "no length");
      if (length.getAsInt() <= rest.length()) {
        picture(take(length.getAsInt()));
      } else {
        rest = "";
      }
    }

    void picture(String bytes) {
      pictures.add(Buffer.buffer(bytes.getBytes(ISO_8859_1)));
    }

    private static OptionalInt length(String headers, String pattern) {
      Matcher matcher = Pattern.compile(pattern).matcher(headers);
      return matcher.find()
          ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
          : OptionalInt.empty();
    }

    private String take(int length) {
      String taken = rest.substring(0, length);
      rest = rest.substring(length);
      return taken;
    }
  }
}
