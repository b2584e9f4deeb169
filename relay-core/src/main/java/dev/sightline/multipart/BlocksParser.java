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
 * Puts pictures together from the slices of Sercomm's format, see {@link BlockHeader}. Slices of
 * sound are skipped, and so are bytes where a header is due and none begins.
 */
final class BlocksParser implements StreamParser {

  private enum State {
    HEADER,
    SLICE,
    SKIPPED_SLICE,
    /** A limit was broken, or the body has ended. */
    FINISHED
  }

  /** The most memory that is taken for a frame before its bytes come. */
  private static final int GRANTED_ROOM = 1 << 20;

  private final PartLimits limits;
  private final Consumer<Part> receiver;
  private final JpegWalk walk = new JpegWalk();
  private final Set<StreamQuirk> quirks = EnumSet.noneOf(StreamQuirk.class);

  private State state = State.HEADER;
  private long stateStart;
  private long received;
  private boolean hasParts;
  private Buffer header = Buffer.buffer(BlockHeader.BYTES);
  private int sliceLeft;
  private long frameSize;
  private Buffer frame;
  private int room;

  BlocksParser(PartLimits limits, Consumer<Part> receiver) {
    this.limits = limits;
    this.receiver = receiver;
  }

  @Override
  public void handle(Buffer chunk) {
    ChunkReader reader = new ChunkReader(chunk, received);
    while (reader.remaining() > 0) {
      switch (state) {
        case HEADER -> readHeader(reader);
        case SLICE -> readSlice(reader);
        case SKIPPED_SLICE -> skipSlice(reader);
        case FINISHED -> reader.skipAll();
      }
    }
    received += chunk.length();
  }

  @Override
  public void end() {
    state = State.FINISHED;
    frame = null;
  }

  @Override
  public StreamFormat format() {
    return StreamFormat.MJPG_BLOCKS;
  }

  @Override
  public Set<StreamQuirk> quirks() {
    return Collections.unmodifiableSet(EnumSet.copyOf(quirks));
  }

  @Override
  public Optional<String> delimiter() {
    return Optional.empty();
  }

  private void readHeader(ChunkReader chunk) {
    chunk.moveTo(header, BlockHeader.BYTES - header.length());
    if (header.length() < BlockHeader.BYTES) {
      return;
    }
    Optional<BlockHeader> complete = BlockHeader.of(header);
    if (complete.isPresent()) {
      header = Buffer.buffer(BlockHeader.BYTES);
      beginSlice(complete.get(), chunk.offset());
    } else {
      skipNoise(chunk.offset());
    }
  }

  private void skipNoise(long offset) {
    int next = 1;
    while (next < header.length() && !BlockHeader.isMagic(header, next)) {
      next++;
    }
    header = Buffer.buffer(BlockHeader.BYTES).appendBuffer(header, next, header.length() - next);
    quirks.add(StreamQuirk.NOISE);
    int limit = hasParts ? limits.maxBodyBytes() : limits.maxPreambleBytes();
    if (offset - stateStart > limit) {
      throw malformed("no picture begins within %d bytes", limit);
    }
  }

  private void beginSlice(BlockHeader block, long offset) {
    sliceLeft = block.sliceSize();
    if (!block.isPicture()) {
      quirks.add(StreamQuirk.OTHER_PARTS);
      enter(State.SKIPPED_SLICE, offset);
      return;
    }
    if (frame != null
        && (block.frameSize() != frameSize || frame.length() + sliceLeft > frameSize)) {
      handOver(); // The rest of it never came.
    }
    if (block.frameSize() > limits.maxBodyBytes()) {
      throw malformed("a picture is longer than %d bytes", limits.maxBodyBytes()).asTooLong();
    }
    if (frame == null) {
      frameSize = block.frameSize();
      room = (int) Math.min(frameSize, GRANTED_ROOM);
      frame = Buffer.buffer(room);
    }
    enter(State.SLICE, offset);
  }

  private void readSlice(ChunkReader chunk) {
    int before = frame.length();
    chunk.moveTo(frame, sliceLeft);
    sliceLeft -= frame.length() - before;
    if (sliceLeft == 0) {
      enter(State.HEADER, chunk.offset());
      if (frame.length() == frameSize) {
        handOver();
      }
    }
  }

  private void skipSlice(ChunkReader chunk) {
    int skipped = Math.min(sliceLeft, chunk.remaining());
    chunk.skip(skipped);
    sliceLeft -= skipped;
    if (sliceLeft == 0) {
      enter(State.HEADER, chunk.offset());
    }
  }

  private void handOver() {
    Buffer picture = trimmed(walk.lengthOf(frame));
    frame = null;
    hasParts = true;
    if (Jpeg.judge(picture) != JpegVerdict.WHOLE) {
      quirks.add(StreamQuirk.CUT_PICTURES);
    }
    receiver.accept(new Part(List.of(), picture));
  }

  /** The frame as it is when it fills its room, else a copy, which keeps no spare room alive. */
  private Buffer trimmed(int length) {
    return length == room && frame.length() == room ? frame : frame.slice(0, length).copy();
  }

  private void enter(State next, long offset) {
    state = next;
    stateStart = offset;
  }

  private MalformedPartException malformed(String sentence, int limit) {
    state = State.FINISHED;
    frame = null;
    return new MalformedPartException(sentence.formatted(limit), stateStart);
  }
}
