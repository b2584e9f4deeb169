package dev.sightline.multipart;

import dev.sightline.jpeg.Jpeg;
import dev.sightline.jpeg.JpegVerdict;
import dev.sightline.jpeg.JpegWalk;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Cuts pictures out of a body that has no frame around them, by their own structure, so that
 * thumbnails in them are passed over. Bytes between pictures are noise.
 *
 * <p>Where the structure breaks, the picture lasts to the next beginning of a picture; it is handed
 * over like that, and its receiver judges it.
 */
final class JpegsParser implements StreamParser {

  private enum State {
    /** Before the beginning of a picture. */
    BETWEEN,
    /** In a picture whose structure is sound so far. */
    SOUND,
    /** In a picture whose structure is broken. */
    BROKEN,
    /** A limit was broken, or the body has ended. */
    FINISHED
  }

  /** Bytes that are copied before they are walked: the most of a chunk that is copied twice. */
  private static final int STEP = 4096;

  /**
   * The first such step; each further one is as long as the body by then, so tiny ones are cheap.
   */
  private static final int FIRST_STEP = 256;

  /** Start-of-image and the first byte of the marker behind it. */
  private static final byte[] BEGINNING = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

  private static final Needle NEXT_BEGINNING = new Needle(BEGINNING);

  private final PartLimits limits;
  private final Consumer<Part> receiver;
  private final JpegWalk walk = new JpegWalk();
  private final Set<StreamQuirk> quirks = EnumSet.noneOf(StreamQuirk.class);
  private final byte[] window = new byte[STEP];

  private State state = State.BETWEEN;
  private long stateStart;
  private long received;
  private boolean hasParts;
  private int matched;
  private int searched;
  private Buffer body;
  private int usualSize;

  JpegsParser(PartLimits limits, Consumer<Part> receiver) {
    this.limits = limits;
    this.receiver = receiver;
  }

  @Override
  public void handle(Buffer chunk) {
    consume(new ChunkReader(chunk, received));
    received += chunk.length();
  }

  @Override
  public void end() {
    boolean isPicture = state == State.SOUND || state == State.BROKEN;
    state = State.FINISHED;
    if (isPicture && body.length() > limits.maxBodyBytes()) {
      throw tooLong();
    }
    if (isPicture) {
      handOver(body.length());
    }
  }

  @Override
  public StreamFormat format() {
    return StreamFormat.JPEGS;
  }

  @Override
  public Set<StreamQuirk> quirks() {
    return Collections.unmodifiableSet(EnumSet.copyOf(quirks));
  }

  @Override
  public Optional<String> delimiter() {
    return Optional.empty();
  }

  private void consume(ChunkReader chunk) {
    while (chunk.remaining() > 0) {
      switch (state) {
        case BETWEEN -> seek(chunk);
        case SOUND -> follow(chunk);
        case BROKEN -> resynchronise(chunk);
        case FINISHED -> chunk.skipAll();
      }
    }
  }

  private void enter(State next, long offset) {
    state = next;
    stateStart = offset;
  }

  private void seek(ChunkReader chunk) {
    while (chunk.remaining() > 0 && matched < BEGINNING.length) {
      match(chunk.peek());
      chunk.skip(1);
    }
    long noise = chunk.offset() - stateStart - matched;
    checkNoise(noise);
    if (matched == BEGINNING.length) {
      begin(chunk.offset() - matched, noise);
    }
  }

  private void match(byte next) {
    if (next == BEGINNING[matched]) {
      matched++;
    } else {
      matched = next == BEGINNING[0] ? 1 : 0;
    }
  }

  private void checkNoise(long noise) {
    int limit = hasParts ? limits.maxBodyBytes() : limits.maxPreambleBytes();
    if (noise > limit) {
      throw malformed("no picture begins within %d bytes", limit);
    }
  }

  private void begin(long offset, long noise) {
    if (noise > 0) {
      quirks.add(StreamQuirk.NOISE);
    }
    matched = 0;
    body = Buffer.buffer(usualSize + FIRST_STEP).appendBytes(BEGINNING);
    walk.restart();
    enter(State.SOUND, offset);
  }

  private void follow(ChunkReader chunk) {
    chunk.moveTo(body, Math.min(STEP, Math.max(FIRST_STEP, body.length())));
    switch (walk.advance(body)) {
      case ENDED -> endAt(walk.position(), chunk);
      case BROKEN -> {
        state = State.BROKEN;
        searched = walk.position();
        searchNext(chunk);
      }
      case MORE -> checkLength();
    }
  }

  private void resynchronise(ChunkReader chunk) {
    chunk.moveTo(body, Math.min(STEP, Math.max(FIRST_STEP, body.length())));
    searchNext(chunk);
  }

  private void searchNext(ChunkReader chunk) {
    while (searched + BEGINNING.length <= body.length()) {
      int loaded = Math.min(window.length, body.length() - searched);
      body.getBytes(searched, searched + loaded, window);
      int found = NEXT_BEGINNING.find(window, 0, loaded);
      searched += found;
      if (found + BEGINNING.length <= loaded) {
        endAt(searched, chunk);
        return;
      }
    }
    checkLength();
  }

  /** Hands the picture over that ends here, and reads again what came behind it. */
  private void endAt(int end, ChunkReader chunk) {
    if (end > limits.maxBodyBytes()) {
      throw tooLong();
    }
    Buffer surplus = body.slice(end, body.length());
    long offset = chunk.offset() - surplus.length();
    handOver(end);
    enter(State.BETWEEN, offset);
    if (chunk.canUnread(surplus.length())) {
      chunk.unread(surplus.length());
    } else {
      consume(new ChunkReader(surplus, offset));
    }
  }

  private void handOver(int length) {
    Buffer picture = body.slice(0, length).copy();
    body = null; // A picture may be large; from here on its receiver decides how long it lives.
    usualSize = Math.max(length, usualSize - usualSize / 8);
    hasParts = true;
    if (Jpeg.judge(picture) != JpegVerdict.WHOLE) {
      quirks.add(StreamQuirk.CUT_PICTURES);
    }
    receiver.accept(new Part(List.of(), picture));
  }

  private void checkLength() {
    if (body.length() - STEP > limits.maxBodyBytes()) {
      throw tooLong();
    }
  }

  private MalformedPartException tooLong() {
    return malformed("a picture is longer than %d bytes", limits.maxBodyBytes()).asTooLong();
  }

  private MalformedPartException malformed(String sentence, int limit) {
    state = State.FINISHED;
    body = null;
    return new MalformedPartException(sentence.formatted(limit), stateStart);
  }
}
