package dev.sightline.multipart;

import dev.sightline.jpeg.Jpeg;
import dev.sightline.jpeg.JpegVerdict;
import dev.sightline.jpeg.JpegWalk;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Cuts the body of a camera's response into parts: chunks in, parts out.
 *
 * <p>A body is followed by the structure of its JPEG and is handed over with the end of that, since
 * many cameras wait with the delimiter until the next picture. A camera whose announced length was
 * right for a picture is believed the next one: such a body is copied once, neither walked nor
 * searched, and handed over with its last byte when it begins and ends as a JPEG does; otherwise
 * its structure is followed after all. Lengths are doubted again after each wrong one.
 *
 * <p>A body without a sound structure lasts to the announced length if a JPEG ends there, or to the
 * next delimiter, or to the next picture where delimiters are missing. Whether a part is a good
 * picture is for its receiver to judge, see {@link Part#verdict()}. A part that the end of the
 * stream cuts short is never handed over.
 *
 * <p>Tolerated: a wrong or missing boundary (it is learned from the first delimiter followed by a
 * header), delimiters missing before a {@code Content-} field, doubled, glued to a picture's end or
 * to the first header, or looking like the closing one; LF for CRLF; blank lines anywhere; noise
 * before and between parts. What is lost by that is counted, see {@link #skippedBytes()}.
 *
 * <p>Holds at most one header, one body and 4 KiB, each within its {@link PartLimits}. Next: {@code
 * FrameAssembler} of the ingest.
 */
final class PartParser implements StreamParser {

  private enum State {
    /** Between parts, and before the first: a delimiter line is due. */
    DELIMITER,
    /** Behind a delimiter, up to the blank line before the body. */
    HEADERS,
    /** In a body whose announced length is believed. */
    SIZED_BODY,
    /** In a body that ends where its JPEG does. */
    WALKED_BODY,
    /** In a body that lasts to the next delimiter, for want of a better end. */
    SCANNED_BODY,
    /** A limit was broken, or the body has ended. */
    FINISHED
  }

  /** Bytes that are copied before they are searched: the most of a chunk that is copied twice. */
  private static final int SCAN_STEP = 4096;

  /**
   * The first such step; each further one is as long as the body by then, so tiny ones are cheap.
   */
  private static final int FIRST_STEP = 256;

  /**
   * A body of announced length gets its room at once up to this size or twice what bodies have had
   * lately. Beyond that its room grows with what really comes, so that a camera can't take memory
   * by announcing alone.
   */
  private static final int GRANTED_ROOM = 1 << 20;

  /** Says that no other picture is known to begin within the body. */
  private static final int NONE = -1;

  /** Start-of-image and the first byte of the marker behind it. */
  private static final int BEGINNING = 3;

  private final PartLimits limits;
  private final Consumer<Part> receiver;
  private final DelimiterTracker delimiters;
  private final LineBuffer line;
  private final JpegWalk walk = new JpegWalk();
  private final Set<StreamQuirk> quirks = EnumSet.noneOf(StreamQuirk.class);

  private State state = State.DELIMITER;
  private long stateStart;
  private long lineStart;
  private long received;

  /** Whether the last announced length was right. */
  private boolean areLengthsRight;

  /** Lengths and structures that begin before these places in the stream are not believed. */
  private long lengthsTrustedFrom;

  private long structureTrustedFrom;

  private HeaderBlock headers = new HeaderBlock();
  private long announced;
  private Buffer body;
  private int room;
  private int usualSize;

  /** Where in the body its structure broke at the beginning of another picture, as it seems. */
  private int nextPicture = NONE;

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
    this.delimiters = new DelimiterTracker(announced, quirks);
    this.line = new LineBuffer(limits.maxHeaderBytes());
  }

  @Override
  public void handle(Buffer chunk) {
    consume(new ChunkReader(chunk, received));
    received += chunk.length();
  }

  @Override
  public void end() {
    ChunkReader nothing = new ChunkReader(Buffer.buffer(), received);
    if (state == State.SIZED_BODY) {
      doubtLength(nothing);
    }
    while (state == State.WALKED_BODY || state == State.SCANNED_BODY) {
      endLastBody(nothing);
    }
    state = State.FINISHED;
    body = null;
  }

  @Override
  public StreamFormat format() {
    return StreamFormat.MULTIPART;
  }

  @Override
  public Set<StreamQuirk> quirks() {
    return Collections.unmodifiableSet(EnumSet.copyOf(quirks));
  }

  @Override
  public Optional<String> delimiter() {
    return Optional.of(delimiters.seen()).filter(seen -> !seen.isEmpty());
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
        case WALKED_BODY -> readWalkedBody(chunk);
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
    if (parts > 0 && chunk.offset() == stateStart && chunk.peek() == '-') {
      quirks.add(StreamQuirk.GLUED_DELIMITER);
    }
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
        quirks.add(StreamQuirk.NOISE);
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
      quirks.add(StreamQuirk.NO_HEADER);
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
      if (line.endedBare()) {
        quirks.add(StreamQuirk.LINE_FEEDS);
      }
    } else if (!headers.isEmpty()) {
      beginBody(end);
    }
  }

  private void beginBody(long offset) {
    announced = headers.contentLength();
    noteHeader();
    if (isLengthBelieved(offset)) {
      makeRoom((int) Math.min(announced, Math.max(GRANTED_ROOM, 2L * usualSize)));
      enter(State.SIZED_BODY, offset);
    } else {
      makeRoom(usualSize + FIRST_STEP);
      followBody(offset);
    }
  }

  private boolean isLengthBelieved(long offset) {
    return areLengthsRight
        && announced > 0
        && announced <= limits.maxBodyBytes()
        && offset >= lengthsTrustedFrom;
  }

  private void followBody(long offset) {
    walk.restart();
    delimiters.search().restart();
    nextPicture = NONE;
    enter(offset >= structureTrustedFrom ? State.WALKED_BODY : State.SCANNED_BODY, offset);
  }

  private void noteHeader() {
    delimiters.partBegins();
    if (headers.hasOddSpelling()) {
      quirks.add(StreamQuirk.ODD_HEADER);
    }
    if (headers.hasOddLength()) {
      quirks.add(StreamQuirk.ODD_LENGTH);
    } else if (announced == HeaderBlock.UNKNOWN) {
      quirks.add(StreamQuirk.NO_LENGTH);
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
    if (Jpeg.judge(body) == JpegVerdict.WHOLE) {
      endSizedBody(chunk);
    } else {
      doubtLength(chunk);
    }
  }

  private void endSizedBody(ChunkReader chunk) {
    checkAnnounced(body.length());
    enter(State.DELIMITER, chunk.offset());
    handOver(headers, body.length());
  }

  /** Goes on as if no length had been announced, and believes none in what it has read. */
  private void doubtLength(ChunkReader chunk) {
    lengthsTrustedFrom = chunk.offset();
    followBody(stateStart);
    if (state == State.WALKED_BODY) {
      walkBody(chunk);
    } else {
      searchEnd(chunk);
    }
  }

  private void readWalkedBody(ChunkReader chunk) {
    skipBlankLinesBeforeBody(chunk);
    readStep(chunk);
    walkBody(chunk);
  }

  private void readScannedBody(ChunkReader chunk) {
    skipBlankLinesBeforeBody(chunk);
    readStep(chunk);
    searchEnd(chunk);
  }

  /** Stops where the length or the limit is to be looked at, however the stream is split. */
  private void readStep(ChunkReader chunk) {
    int held = body.length();
    long step = Math.min(SCAN_STEP, Math.max(FIRST_STEP, held));
    if (held < announced) {
      step = Math.min(step, announced - held);
    }
    if (held <= limits.maxBodyBytes()) {
      step = Math.min(step, limits.maxBodyBytes() + 1L - held);
    }
    chunk.moveTo(body, (int) step);
  }

  private void walkBody(ChunkReader chunk) {
    JpegWalk.Progress progress = walk.advance(body);
    if (isCutShort(progress)) {
      if (body.length() == announced) {
        structureTrustedFrom = chunk.offset();
      }
      endScannedBody(chunk, body.length());
    } else if (progress == JpegWalk.Progress.ENDED) {
      endWalkedBody(chunk);
    } else if (progress == JpegWalk.Progress.BROKEN) {
      noteNextPicture(walk.position());
      searchBody(walk.position(), chunk);
    } else if (body.length() > limits.maxBodyBytes()) {
      searchBody(limits.maxBodyBytes(), chunk);
    }
  }

  /** Whether a delimiter comes before the end that the structure has, or seems to have. */
  private boolean isCutShort(JpegWalk.Progress progress) {
    return announced >= 0 ? isCutBehindLength(progress) : isCutInHeader();
  }

  /** A picture that is cut within a segment would swallow as much of the next as is missing. */
  private boolean isCutInHeader() {
    DelimiterSearch search = delimiters.search();
    return search.position() < walk.headerEnd()
        && search.find(body)
        && search.lineEnd() <= walk.headerEnd();
  }

  /** A picture may have been cut at the announced length, which then is a right one. */
  private boolean isCutBehindLength(JpegWalk.Progress progress) {
    boolean goesOn = progress == JpegWalk.Progress.MORE;
    boolean isBehind = goesOn ? body.length() >= announced : walk.position() > announced;
    DelimiterSearch search = delimiters.search();
    return isBehind && search.find(body) && (goesOn || search.lineEnd() <= walk.position());
  }

  private void noteNextPicture(int broken) {
    Buffer rest = body.slice(broken, body.length());
    nextPicture = broken > 0 && Jpeg.begins(rest) ? broken : NONE;
  }

  /** Behind the announced length nothing is walked for long without being searched, too. */
  private void searchBody(int walked, ChunkReader chunk) {
    if (announced < 0 || walked <= announced) {
      structureTrustedFrom = chunk.offset() - body.length() + walked;
    }
    enter(State.SCANNED_BODY, stateStart);
    searchEnd(chunk);
  }

  private void searchEnd(ChunkReader chunk) {
    DelimiterSearch search = delimiters.search();
    boolean isFound = search.find(body);
    if (nextPicture != NONE && !(isFound && search.lineEnd() <= nextPicture)) {
      if (body.length() < nextPicture + BEGINNING) {
        return;
      }
      if (endsAtNextPicture()) {
        endAtNextPicture(chunk);
        return;
      }
      nextPicture = NONE;
    }
    if (isFound) {
      endScannedBody(chunk, body.length());
    } else if (body.length() == announced && isWhole(body.length())) {
      endSizedBody(chunk);
    } else {
      checkBodyLength(body.length() - search.reach());
    }
  }

  /**
   * Whether another picture begins where the structure broke. Damage can look like that; so a
   * header has to stand before it, unless this camera has shown no delimiter that could tell.
   */
  private boolean endsAtNextPicture() {
    return body.getByte(nextPicture + BEGINNING - 1) == (byte) 0xFF
        && (endBeforeHeader() < nextPicture || delimiters.seen().isEmpty());
  }

  private int endBeforeHeader() {
    return TrailingHeader.beginning(body, nextPicture, limits.maxHeaderBytes());
  }

  /** Hands over what precedes the next picture and its header, and reads those again. */
  private void endAtNextPicture(ChunkReader chunk) {
    int length = endBeforeHeader();
    Buffer rest = body.slice(length, body.length());
    long offset = chunk.offset() - rest.length();
    boolean hasHeader = length < nextPicture;
    checkAnnounced(length);
    noteVerdict(Jpeg.judge(body.slice(0, length)));
    HeaderBlock own = headers;
    if (hasHeader) {
      enter(State.DELIMITER, offset);
    } else {
      beginHeaders("", offset);
    }
    handOver(own, length);
    readAgain(rest, chunk);
  }

  private void endWalkedBody(ChunkReader chunk) {
    int length = walk.position();
    Buffer rest = body.slice(length, body.length());
    checkBodyLength(length);
    checkAnnounced(length);
    enter(State.DELIMITER, chunk.offset() - rest.length());
    handOver(headers, length);
    readAgain(rest, chunk);
  }

  /**
   * Hands over what precedes the delimiter, and reads again what follows it. No length is believed
   * within bytes that were read under a wrong one, nor a structure within a broken one: so no byte
   * is searched, walked or copied more than a few times, whatever the camera sends.
   *
   * @param held how many bytes of the body have come
   */
  private void endScannedBody(ChunkReader chunk, int held) {
    DelimiterSearch search = delimiters.search();
    Buffer found = body.slice(0, search.bodyEnd());
    checkBodyLength(found.length());
    int length = walk.lengthOf(found);
    checkAnnounced(length);
    delimiters.foundInBody(body);
    noteVerdict(Jpeg.judge(body.slice(0, length)));
    Buffer rest = body.slice(Math.min(search.lineEnd(), held), held);
    HeaderBlock own = headers;
    beginHeaders("", chunk.offset() - rest.length());
    handOver(own, length);
    readAgain(rest, chunk);
  }

  /** Reads {@code rest} again, which precedes what is unread of {@code chunk}. */
  private void readAgain(Buffer rest, ChunkReader chunk) {
    if (chunk.canUnread(rest.length())) {
      chunk.unread(rest.length());
    } else {
      consume(new ChunkReader(rest, chunk.offset() - rest.length()));
    }
  }

  /** A delimiter at the very end may lack its line end, and a body its delimiter. */
  private void endLastBody(ChunkReader nothing) {
    int held = body.length();
    structureTrustedFrom = received;
    delimiters.search().restart();
    if (delimiters.search().find(body.appendString("\r\n"))) {
      endScannedBody(nothing, held);
      return;
    }
    int length = walk.lengthOf(body.slice(0, held));
    state = State.FINISHED;
    if (isWhole(length)) {
      checkAnnounced(length);
      handOver(headers, length);
    }
  }

  private boolean isWhole(int length) {
    return length <= limits.maxBodyBytes()
        && Jpeg.judge(body.slice(0, length)) == JpegVerdict.WHOLE;
  }

  private void checkAnnounced(int length) {
    if (announced == length) {
      areLengthsRight |= Jpeg.begins(body); // A message may have a length that a picture lacks.
    } else if (announced >= 0) {
      areLengthsRight = false;
      wrongLengths++;
      quirks.add(StreamQuirk.WRONG_LENGTH);
    }
  }

  private void noteVerdict(JpegVerdict verdict) {
    if (verdict == JpegVerdict.TRUNCATED) {
      quirks.add(StreamQuirk.CUT_PICTURES);
    } else if (verdict != JpegVerdict.WHOLE) {
      quirks.add(StreamQuirk.OTHER_PARTS);
    }
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
      throw malformed("the body of a part is longer than %d bytes", limits.maxBodyBytes())
          .asTooLong();
    }
  }

  private MalformedPartException malformed(String sentence, int limit) {
    state = State.FINISHED;
    body = null;
    return new MalformedPartException(sentence.formatted(limit), stateStart);
  }
}
