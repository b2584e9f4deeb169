package dev.sightline.multipart;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Cuts the body of a camera's response into parts: chunks in, parts out.
 *
 * <p>A part is handed over with the last byte of its body when its header announces a length and
 * the body then begins and ends as a JPEG does; such a body is copied once and not searched. Any
 * other body lasts to the next delimiter: one without a length, one whose length is wrong in either
 * direction, and one that is no JPEG. Whether a part is a good picture is for its receiver to
 * judge, see {@link Part#isWholeJpeg()}. A part that the end of the stream cuts short is never
 * handed over.
 *
 * <p>A body without a length can't be handed over before its delimiter, with which many cameras
 * wait until the next picture: an end-of-image marker at the end of a chunk may be that of a
 * thumbnail, and behind the last one may come padding or a second picture.
 *
 * <p>Tolerated: a wrong or missing boundary (it is learned from the first delimiter followed by a
 * header), delimiters missing before a {@code Content-} field, doubled, glued to a picture's end or
 * to the first header, or looking like the closing one; LF for CRLF; blank lines anywhere; noise
 * before and between parts. What is lost by that is counted, see {@link #skippedBytes()}.
 *
 * <p>Belongs to one connection and one thread. Holds at most one header, one body and 4 KiB, each
 * within its {@link PartLimits}. Next: {@code FrameAssembler} of the ingest.
 */
public final class PartParser {

  private enum State {
    /** Between parts, and before the first: a delimiter line is due. */
    DELIMITER,
    /** Behind a delimiter, up to the blank line before the body. */
    HEADERS,
    /** In a body of announced length. */
    SIZED_BODY,
    /** In a body that lasts to the next delimiter. */
    SCANNED_BODY,
    /** A limit was broken. */
    FINISHED
  }

  /** Bytes that are copied before they are searched: the most of a chunk that is copied twice. */
  private static final int SCAN_STEP = 4096;

  /**
   * A body of announced length gets its room at once up to this size or twice what bodies have had
   * lately. Beyond that its room grows with what really comes, so that a camera can't take memory
   * by announcing alone.
   */
  private static final int GRANTED_ROOM = 1 << 20;

  private final PartLimits limits;
  private final Consumer<Part> receiver;
  private final DelimiterTracker delimiters;
  private final LineBuffer line;

  private State state = State.DELIMITER;
  private long stateStart;
  private long lineStart;
  private long received;
  private long trustedFrom;

  private HeaderBlock headers = new HeaderBlock();
  private long announced;
  private Buffer body;
  private int room;
  private int usualSize;

  private long parts;
  private long skippedBytes;
  private long wrongLengths;

  /**
   * @param announced the boundary by the response's header; {@link Boundary#UNKNOWN} to learn it
   * @param receiver called within {@link #handle} for every complete part, in order. What it throws
   *     passes through, and the parser is of no use afterwards
   */
  public PartParser(Boundary announced, PartLimits limits, Consumer<Part> receiver) {
    this.limits = limits;
    this.receiver = receiver;
    this.delimiters = new DelimiterTracker(announced);
    this.line = new LineBuffer(limits.maxHeaderBytes());
  }

  /**
   * Reads the next bytes of the stream. The chunk is not kept.
   *
   * @throws MalformedPartException when a limit is broken; chunks after that are ignored
   */
  public void handle(Buffer chunk) {
    consume(new ChunkReader(chunk, received));
    received += chunk.length();
  }

  /** How many parts were handed over. */
  public long parts() {
    return parts;
  }

  /** Bytes of noise that belonged to no part: before the first delimiter and between parts. */
  public long skippedBytes() {
    return skippedBytes;
  }

  /** How many parts had another length than they announced. */
  public long wrongLengths() {
    return wrongLengths;
  }

  private void consume(ChunkReader chunk) {
    while (chunk.remaining() > 0) {
      switch (state) {
        case DELIMITER -> readDelimiter(chunk);
        case HEADERS -> readHeaders(chunk);
        case SIZED_BODY -> readSizedBody(chunk);
        case SCANNED_BODY -> readScannedBody(chunk);
        case FINISHED -> chunk.skipAll();
      }
    }
  }

  private void enter(State next, long offset) {
    state = next;
    stateStart = offset;
    lineStart = offset;
  }

  private void readDelimiter(ChunkReader chunk) {
    boolean complete = line.read(chunk);
    long passed = chunk.offset() - stateStart;
    if (parts == 0 && passed > limits.maxPreambleBytes()) {
      throw malformed("no part begins within the first %d bytes", limits.maxPreambleBytes());
    }
    if (parts > 0 && passed > limits.maxBodyBytes()) {
      throw malformed("no part begins within %d bytes after a part", limits.maxBodyBytes());
    }
    if (complete) {
      endLineBetweenParts(line.take(), chunk.offset());
    }
  }

  private void endLineBetweenParts(String text, long end) {
    if (!text.isEmpty()) {
      Optional<String> firstLine = delimiters.beginningOfPart(text);
      if (firstLine.isPresent()) {
        beginHeaders(firstLine.get(), end);
      } else if (!delimiters.hasCandidate()) {
        skippedBytes += end - lineStart;
      }
    }
    lineStart = end;
  }

  private void beginHeaders(String firstLine, long offset) {
    headers = new HeaderBlock();
    headers.add(firstLine);
    enter(State.HEADERS, offset);
  }

  private void readHeaders(ChunkReader chunk) {
    if (headers.isEmpty() && line.isEmpty() && chunk.peek() == (byte) 0xFF) {
      beginBody(chunk.offset()); // No header, since no field begins with a JPEG's first byte.
      return;
    }
    boolean complete = line.read(chunk);
    if (chunk.offset() - stateStart > limits.maxHeaderBytes()) {
      throw malformed("the header of a part is longer than %d bytes", limits.maxHeaderBytes());
    }
    if (complete) {
      endHeaderLine(line.take(), chunk.offset());
    }
  }

  private void endHeaderLine(String text, long end) {
    Optional<String> repeated = delimiters.repeatedDelimiter(text);
    if (repeated.isPresent()) {
      beginHeaders(repeated.get(), end);
    } else if (!text.isEmpty()) {
      headers.add(text);
    } else if (!headers.isEmpty()) {
      beginBody(end);
    }
  }

  private void beginBody(long offset) {
    announced = headers.contentLength();
    if (announced > 0 && announced <= limits.maxBodyBytes() && offset >= trustedFrom) {
      makeRoom((int) Math.min(announced, Math.max(GRANTED_ROOM, 2L * usualSize)));
      enter(State.SIZED_BODY, offset);
    } else {
      makeRoom(usualSize + 2 * SCAN_STEP);
      delimiters.search().restart();
      enter(State.SCANNED_BODY, offset);
    }
  }

  private void makeRoom(int bytes) {
    room = bytes;
    body = Buffer.buffer(bytes);
  }

  private void readSizedBody(ChunkReader chunk) {
    skipBlankLinesBeforeBody(chunk);
    chunk.moveTo(body, (int) announced - body.length());
    if (body.length() < announced) {
      return;
    }
    if (JpegBounds.hold(body)) {
      enter(State.DELIMITER, chunk.offset());
      handOver(headers, (int) announced);
    } else {
      doubtLength(chunk.offset());
    }
  }

  /**
   * Goes on as if no length had been announced. If the body turns out to hold a delimiter, what
   * follows that is read again, and no length within it is believed: so no byte is searched or
   * copied more than a few times, whatever the camera announces.
   */
  private void doubtLength(long end) {
    DelimiterSearch search = delimiters.search();
    search.restart();
    enter(State.SCANNED_BODY, stateStart);
    if (search.find(body)) {
      Buffer surplus = body.slice(search.lineEnd(), body.length());
      long surplusStart = end - surplus.length();
      trustedFrom = end;
      endScannedBody(surplusStart);
      consume(new ChunkReader(surplus, surplusStart));
    }
  }

  private void readScannedBody(ChunkReader chunk) {
    DelimiterSearch search = delimiters.search();
    skipBlankLinesBeforeBody(chunk);
    chunk.moveTo(body, SCAN_STEP);
    if (search.find(body)) {
      chunk.unread(body.length() - search.lineEnd());
      endScannedBody(chunk.offset());
    } else {
      checkBodyLength(body.length() - search.reach());
    }
  }

  private void endScannedBody(long offset) {
    int length = delimiters.search().bodyEnd();
    checkBodyLength(length);
    if (announced >= 0 && announced != length) {
      wrongLengths++;
    }
    HeaderBlock own = headers;
    beginHeaders("", offset);
    handOver(own, length);
  }

  private void handOver(HeaderBlock own, int length) {
    Buffer whole = trimmed(length);
    body = null; // A picture may be large; from here on its receiver decides how long it lives.
    usualSize = Math.max(length, usualSize - usualSize / 8);
    parts++;
    receiver.accept(new Part(own.lines(), whole));
  }

  /**
   * The body as it is when it fills its room, else a copy: a part lives as long as its viewers need
   * it, and would keep the spare room alive, up to half of a room that has grown.
   */
  private Buffer trimmed(int length) {
    boolean hasGrown = body.length() > room;
    Buffer filled = body.length() == length ? body : body.slice(0, length);
    return hasGrown || room - length > length / 4 ? filled.copy() : filled;
  }

  private void skipBlankLinesBeforeBody(ChunkReader chunk) {
    if (body.length() == 0) {
      chunk.skipLineEnds();
    }
  }

  private void checkBodyLength(int length) {
    if (length > limits.maxBodyBytes()) {
      throw malformed("the body of a part is longer than %d bytes", limits.maxBodyBytes());
    }
  }

  private MalformedPartException malformed(String sentence, int limit) {
    state = State.FINISHED;
    body = null;
    return new MalformedPartException(sentence.formatted(limit), stateStart);
  }
}
