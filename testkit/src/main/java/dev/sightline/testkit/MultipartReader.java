package dev.sightline.testkit;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reads the parts of a multipart body: by Content-Length where there is one, which ends the part
 * with its last byte, otherwise up to the next delimiter. For one thread.
 *
 * <p>It follows each {@link CameraQuirk} as far as it can be followed and remembers which it met.
 * It doesn't repair a false length: the body is handed on as announced, and what comes before the
 * next delimiter is skipped.
 */
final class MultipartReader {

  private enum State {
    DELIMITER,
    HEADERS,
    SIZED_BODY,
    SCANNED_BODY,
    LOST
  }

  /** The largest part: above any picture that a test sends. */
  private static final int MAX_PART = 32 * 1024 * 1024;

  private static final int MAX_HEADERS = 100;

  private final ByteQueue queue = new ByteQueue();
  private final Set<CameraQuirk> quirks = EnumSet.noneOf(CameraQuirk.class);
  private final BiConsumer<MultiMap, Buffer> onPart;
  private byte[] delimiter;
  private State state = State.DELIMITER;
  private MultiMap headers = MultiMap.caseInsensitiveMultiMap();
  private int parts;
  private int blankLines;
  private boolean delimiterSeen;
  private int length;
  private int scanned;

  /**
   * @param contentType the response's, with its boundary parameter
   * @param onPart called with headers and body of each part, of any type and length
   */
  MultipartReader(String contentType, BiConsumer<MultiMap, Buffer> onPart) {
    this.delimiter = delimiter(contentType);
    this.onPart = onPart;
  }

  /**
   * @throws MalformedStreamException when no known quirk explains the bytes, or a bound is passed
   */
  void handle(Buffer chunk) {
    queue.append(chunk);
    boolean more = true;
    while (more) {
      more = advance();
    }
    if (queue.length() > MAX_PART) {
      throw tooLarge();
    }
  }

  /** The quirks met so far. */
  Set<CameraQuirk> quirks() {
    return quirks;
  }

  /** Whether the stream, were it to end here, would end within a part. */
  boolean isInsidePart() {
    return state == State.SIZED_BODY || state == State.SCANNED_BODY || !headers.isEmpty();
  }

  private boolean advance() {
    return switch (state) {
      case DELIMITER -> delimiterLine(queue.takeLine());
      case HEADERS -> headersLine(queue.takeLine());
      case SIZED_BODY -> sizedBody();
      case SCANNED_BODY -> scannedBody();
      case LOST -> seekDelimiter();
    };
  }

  private boolean delimiterLine(String line) {
    if (line == null) {
      return false;
    }
    if (line.isEmpty()) {
      blankLines++;
    } else if (isDelimiter(line)) {
      afterDelimiter();
    } else if (!delimiterSeen && line.startsWith("--")) {
      quirks.add(CameraQuirk.WRONG_BOUNDARY);
      delimiter = line.getBytes(StandardCharsets.ISO_8859_1);
      afterDelimiter();
    } else if (parts == 0) {
      quirks.add(CameraQuirk.NO_FIRST_DELIMITER);
      begin();
      headersLine(line);
    } else {
      state = State.LOST;
    }
    return true;
  }

  private void afterDelimiter() {
    delimiterSeen = true;
    noteLineEnd();
    noteBlankLines();
    begin();
  }

  /** A closing delimiter is only another delimiter: what follows it decides. */
  private boolean isDelimiter(String line) {
    String wanted = new String(delimiter, StandardCharsets.ISO_8859_1);
    return line.equals(wanted) || line.equals(wanted + "--");
  }

  private void noteLineEnd() {
    if (queue.lastLineWasBare()) {
      quirks.add(CameraQuirk.LF_ONLY);
    }
  }

  private void noteBlankLines() {
    if (parts > 0 && blankLines == 0) {
      quirks.add(CameraQuirk.NO_CRLF_BEFORE_DELIMITER);
    }
    if (parts > 0 && blankLines > 1) {
      quirks.add(CameraQuirk.EXTRA_BLANK_LINES);
    }
  }

  private void begin() {
    state = State.HEADERS;
    headers = MultiMap.caseInsensitiveMultiMap();
  }

  private boolean headersLine(String line) {
    if (line == null) {
      return false;
    }
    if (headers.isEmpty() && isDelimiter(line)) {
      quirks.add(CameraQuirk.DOUBLED_DELIMITER);
    } else if (line.isEmpty()) {
      beginBody();
    } else {
      header(line);
    }
    return true;
  }

  private void header(String line) {
    HeaderLine header = HeaderLine.of(line);
    noteLineEnd();
    noteSpelling(header);
    headers.add(header.name(), header.value());
    if (headers.size() > MAX_HEADERS) {
      throw new MalformedStreamException("a part has more than " + MAX_HEADERS + " headers");
    }
  }

  private void noteSpelling(HeaderLine header) {
    if (header.name().equals(header.name().toLowerCase(Locale.ROOT))) {
      quirks.add(CameraQuirk.LOWER_CASE_HEADERS);
    }
    if (!header.rest().startsWith(" ")) {
      quirks.add(CameraQuirk.NO_SPACE_AFTER_COLON);
    }
    if (header.rest().startsWith("  ")) {
      quirks.add(CameraQuirk.PADDED_LENGTH);
    }
  }

  private void beginBody() {
    String announced = headers.get("Content-Length");
    if (announced == null) {
      quirks.add(CameraQuirk.NO_CONTENT_LENGTH);
      scanned = 0;
      state = State.SCANNED_BODY;
    } else {
      length = lengthOf(announced);
      state = State.SIZED_BODY;
    }
  }

  private static int lengthOf(String announced) {
    if (!announced.matches("\\d{1,8}")) {
      throw new MalformedStreamException("'" + announced + "' is no Content-Length of a part");
    }
    int length = Integer.parseInt(announced);
    if (length > MAX_PART) {
      throw tooLarge();
    }
    return length;
  }

  private static MalformedStreamException tooLarge() {
    return new MalformedStreamException("a part is larger than " + MAX_PART + " bytes");
  }

  private boolean sizedBody() {
    if (queue.length() < length) {
      return false;
    }
    blankLines = 0;
    end(queue.take(length));
    return true;
  }

  private boolean scannedBody() {
    int found = queue.indexOf(delimiter, scanned);
    if (found < 0) {
      scanned = Math.max(0, queue.length() - delimiter.length + 1);
      return false;
    }
    end(withoutLineEnds(queue.take(found)));
    return true;
  }

  /** A picture ends in its own marker, so line ends behind it are never part of it. */
  private Buffer withoutLineEnds(Buffer body) {
    blankLines = 0;
    int end = body.length();
    while (end > 0 && body.getByte(end - 1) == '\n') {
      blankLines++;
      end -= end > 1 && body.getByte(end - 2) == '\r' ? 2 : 1;
    }
    return body.getBuffer(0, end);
  }

  private void end(Buffer body) {
    MultiMap complete = headers;
    headers = MultiMap.caseInsensitiveMultiMap();
    state = State.DELIMITER;
    parts++;
    onPart.accept(complete, body);
  }

  private boolean seekDelimiter() {
    int found = queue.indexOf(delimiter, 0);
    if (found < 0) {
      queue.skip(Math.max(0, queue.length() - delimiter.length + 1));
      return false;
    }
    queue.skip(found);
    blankLines = 1;
    state = State.DELIMITER;
    return true;
  }

  private byte[] delimiter(String contentType) {
    DeclaredBoundary declared = DeclaredBoundary.of(contentType);
    quirks.addAll(declared.quirks());
    return ("--" + declared.token()).getBytes(StandardCharsets.ISO_8859_1);
  }
}
