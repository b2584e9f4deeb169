package dev.sightline.testkit;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads one HTTP/1 response: chunks of a connection in, its head and the bytes of its body out. For
 * one thread. A multipart body lasts until the connection closes, whatever length is announced.
 */
final class ResponseReader {

  private enum State {
    HEAD,
    SIZED_BODY,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    BODY_UNTIL_CLOSE,
    DONE
  }

  private static final int MAX_HEADERS = 200;

  private static final String AN_ANSWER = "an answer";

  /** No text is in them. */
  private static final Set<String> TYPES_OF_MEDIA = Set.of("image", "multipart", "video");

  private final ByteQueue queue = new ByteQueue();
  private final boolean bodyExpected;
  private final Consumer<Buffer> onBody;
  private State state = State.HEAD;
  private ResponseHead head;
  private boolean headComplete;
  private boolean bareLineFeeds;
  private boolean isText;
  private long left;

  /**
   * @param bodyExpected false for the answer to a HEAD request
   * @param onBody called with body bytes, free of transfer encoding, once the head is complete
   */
  ResponseReader(boolean bodyExpected, Consumer<Buffer> onBody) {
    this.bodyExpected = bodyExpected;
    this.onBody = onBody;
  }

  /**
   * @throws MalformedStreamException when the bytes are no HTTP/1 response
   */
  void handle(Buffer chunk) {
    queue.append(chunk);
    boolean more = true;
    while (more && state != State.DONE) {
      more = advance();
    }
  }

  /** The head; null until its last line has come. */
  ResponseHead head() {
    return headComplete ? head : null;
  }

  /** Whether any line of the head ended in a line feed without carriage return. */
  boolean hasBareLineFeeds() {
    return bareLineFeeds;
  }

  /** Whether nothing more belongs to this response. */
  boolean isDone() {
    return state == State.DONE;
  }

  /** Whether the response is whole when the connection closes now. */
  boolean isWholeAtClose() {
    return state == State.DONE || state == State.BODY_UNTIL_CLOSE;
  }

  /** Takes one step; false when that needs more bytes. */
  private boolean advance() {
    return switch (state) {
      case HEAD -> headLine(queue.takeLine());
      case CHUNK_SIZE -> chunkSize(queue.takeLine());
      case CHUNK_END -> chunkEnd(queue.takeLine());
      case TRAILER -> trailerLine(queue.takeLine());
      case CHUNK -> body(State.CHUNK_END);
      case SIZED_BODY -> body(State.DONE);
      case BODY_UNTIL_CLOSE -> bodyUntilClose();
      case DONE -> false;
    };
  }

  private boolean headLine(String line) {
    if (line == null) {
      return false;
    }
    bareLineFeeds |= queue.lastLineWasBare();
    if (head == null) {
      head = ResponseHead.of(line);
    } else if (line.isEmpty()) {
      headComplete = true;
      isText =
          !TYPES_OF_MEDIA.contains(
              head.contentType().replaceFirst("/.*", "").toLowerCase(Locale.ROOT));
      Leaks.look(AN_ANSWER, head.headers().toString());
      state = bodyState();
    } else {
      header(HeaderLine.of(line));
    }
    return true;
  }

  private void header(HeaderLine header) {
    if (head.headers().size() >= MAX_HEADERS) {
      throw new MalformedStreamException("a response has more than " + MAX_HEADERS + " headers");
    }
    head.headers().add(header.name(), header.value());
  }

  private State bodyState() {
    if (!bodyExpected || head.status() == 204 || head.status() == 304) {
      return State.DONE;
    }
    if (head.isChunked()) {
      return State.CHUNK_SIZE;
    }
    String length = head.headers().get("Content-Length");
    if (length == null || head.isMultipart()) {
      return State.BODY_UNTIL_CLOSE;
    }
    left = number(length, 10);
    return left == 0 ? State.DONE : State.SIZED_BODY;
  }

  private boolean chunkSize(String line) {
    if (line == null) {
      return false;
    }
    int extension = line.indexOf(';');
    left = number(extension < 0 ? line : line.substring(0, extension), 16);
    state = left == 0 ? State.TRAILER : State.CHUNK;
    return true;
  }

  private boolean chunkEnd(String line) {
    if (line == null) {
      return false;
    }
    if (!line.isEmpty()) {
      throw new MalformedStreamException("a transfer chunk is longer than its announced size");
    }
    state = State.CHUNK_SIZE;
    return true;
  }

  private boolean trailerLine(String line) {
    if (line != null && line.isEmpty()) {
      state = State.DONE;
    }
    return line != null;
  }

  private boolean body(State next) {
    int count = (int) Math.min(left, queue.length());
    if (count == 0) {
      return false;
    }
    left -= count;
    if (left == 0) {
      state = next;
    }
    pass(queue.take(count));
    return true;
  }

  private boolean bodyUntilClose() {
    if (queue.length() > 0) {
      pass(queue.take(queue.length()));
    }
    return false;
  }

  private void pass(Buffer bytes) {
    if (isText) {
      Leaks.look(AN_ANSWER, bytes.toString());
    }
    onBody.accept(bytes);
  }

  private static long number(String text, int radix) {
    String digits = text.strip();
    if (!digits.matches("[0-9a-fA-F]{1,15}")) {
      throw new MalformedStreamException("'" + text + "' is no length");
    }
    return Long.parseLong(digits, radix);
  }
}
