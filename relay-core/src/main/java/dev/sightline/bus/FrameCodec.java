package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.Origin;
import dev.sightline.frame.StreamId;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.buffer.impl.BufferImpl;

/**
 * The wire form of an {@link Answer}: the only place that knows these numbers. Big-endian.
 *
 * <pre>
 *  byte  0   1   2           10          18       22
 *       +---+---+-----------+-----------+--------+
 *       | v | f | position  | previous  | missed |    every answer
 *       +---+---+-----------+-----------+--------+
 *       22           30          38           46    54
 *       +------------+-----------+------------+-----+-------------+---+--------+---+------+
 *       | epoch time | sequence  | capturedAt | age | jpeg length | s | stream | n | node |   f = 1
 *       +------------+-----------+------------+-----+-------------+---+--------+---+------+
 *       | epoch time | sequence | o | node | of the origin, 64-bit                        |   f = 4
 *       +---------------------------------------------------------------------------------+
 *       | jpeg ...                                                                        |
 *       +---------------------------------------------------------------------------------+
 *  v  version, {@value #VERSION}     f  1 if a frame follows, 2 at the end of the stream,
 *                                       3 if bytes of an ordered stream follow: {@link RunCodec},
 *                                       4 if a frame of another cluster follows,
 *                                       5 if the depth follows, one byte, and the length and name
 *                                       of the edge that is to be asked instead
 *  s, n, o  lengths of the ASCII names; jpeg length is a 32-bit number, times are 64-bit
 * </pre>
 *
 * <p>The picture is copied once into the outgoing buffer, which gets exactly the room it needs, and
 * not at all when decoded: the frame is a slice of the message, which the event bus has copied from
 * the socket into a buffer of its own, so hardly more than the picture stays alive with it. On one
 * node answers are passed as they are.
 *
 * <p>Next: {@link FrameSubscription}
 */
public final class FrameCodec extends ValueCodec<Answer> {

  static final String NAME = "sightline.answer";

  /** Of what is on the wire; another one isn't understood. */
  public static final int VERSION = 4;

  private static final byte NOTHING = 0;
  private static final byte FRAME = 1;
  private static final byte OVER = 2;
  private static final byte RUN = 3;
  private static final byte RELAYED = 4;
  private static final byte ELSEWHERE = 5;
  private static final int CONTENT_OFFSET = 1;
  private static final int POSITION_OFFSET = CONTENT_OFFSET + 1;
  private static final int PREVIOUS_OFFSET = POSITION_OFFSET + Long.BYTES;
  private static final int MISSED_OFFSET = PREVIOUS_OFFSET + Long.BYTES;
  private static final int EPOCH_OFFSET = MISSED_OFFSET + Integer.BYTES;
  private static final int SEQUENCE_OFFSET = EPOCH_OFFSET + Long.BYTES;
  private static final int CAPTURED_OFFSET = SEQUENCE_OFFSET + Long.BYTES;
  private static final int AGE_OFFSET = CAPTURED_OFFSET + Long.BYTES;
  private static final int LENGTH_OFFSET = AGE_OFFSET + Long.BYTES;
  private static final int NAMES_OFFSET = LENGTH_OFFSET + Integer.BYTES;

  public FrameCodec() {
    super(NAME);
  }

  @Override
  public void encodeToWire(Buffer wire, Answer answer) {
    wire.appendByte((byte) VERSION)
        .appendByte(content(answer))
        .appendLong(answer.position())
        .appendLong(answer.previous())
        .appendInt(answer.missed());
    if (answer.hasFrame()) {
      makeRoom(wire, sizeOf(answer.frame()));
      encodeFrame(wire, answer.age(), answer.frame());
    } else if (answer.hasRun()) {
      makeRoom(wire, RunCodec.size(answer.run()));
      RunCodec.encode(wire, answer.run());
    } else if (answer.elsewhere() != null) {
      wire.appendByte((byte) answer.elsewhere().depth());
      appendName(wire, answer.elsewhere().parent());
    }
  }

  private static byte content(Answer answer) {
    if (answer.hasFrame()) {
      return answer.frame().isRelayed() ? RELAYED : FRAME;
    }
    if (answer.hasRun()) {
      return RUN;
    }
    if (answer.elsewhere() != null) {
      return ELSEWHERE;
    }
    return answer.isOver() ? OVER : NOTHING;
  }

  private static int sizeOf(Frame frame) {
    int names = 2 + frame.stream().name().length() + frame.epoch().node().length();
    int origin =
        frame.isRelayed() ? 2 * Long.BYTES + 1 + frame.origin().epoch().node().length() : 0;
    return NAMES_OFFSET - EPOCH_OFFSET + names + origin + frame.size();
  }

  /** Left to itself the buffer would grow to the next power of two, nearly twice the picture. */
  private static void makeRoom(Buffer wire, int more) {
    if (wire instanceof BufferImpl known) {
      ByteBuf bytes = known.byteBuf();
      int needed = bytes.writerIndex() + more;
      if (needed > bytes.capacity()) {
        bytes.capacity(needed);
      }
    }
  }

  private static void encodeFrame(Buffer wire, long age, Frame frame) {
    wire.appendLong(frame.epoch().startedAt())
        .appendLong(frame.sequence())
        .appendLong(frame.capturedAt())
        .appendLong(age)
        .appendInt(frame.size());
    appendName(wire, frame.stream().name());
    appendName(wire, frame.epoch().node());
    if (frame.isRelayed()) {
      Origin origin = frame.origin();
      wire.appendLong(origin.epoch().startedAt()).appendLong(origin.sequence());
      appendName(wire, origin.epoch().node());
    }
    wire.appendBuffer(frame.jpeg());
  }

  @Override
  public Answer decodeFromWire(int start, Buffer wire) {
    int version = wire.getUnsignedByte(start);
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "an answer of version " + version + " is not understood here");
    }
    byte content = wire.getByte(start + CONTENT_OFFSET);
    boolean hasFrame = content == FRAME || content == RELAYED;
    return new Answer(
        wire.getLong(start + POSITION_OFFSET),
        wire.getLong(start + PREVIOUS_OFFSET),
        wire.getInt(start + MISSED_OFFSET),
        hasFrame ? wire.getLong(start + AGE_OFFSET) : 0,
        hasFrame ? decodeFrame(start, wire, content == RELAYED) : null,
        content == RUN ? RunCodec.decode(start + EPOCH_OFFSET, wire) : null,
        content == OVER,
        content == ELSEWHERE ? decodePlace(start + EPOCH_OFFSET, wire) : null);
  }

  private static Place decodePlace(int at, Buffer wire) {
    return new Place(nameAt(at + 1, wire), wire.getUnsignedByte(at));
  }

  private static Frame decodeFrame(int start, Buffer wire, boolean isRelayed) {
    StreamId stream = new StreamId(nameAt(start + NAMES_OFFSET, wire));
    int nodeAt = start + NAMES_OFFSET + 1 + stream.name().length();
    String node = nameAt(nodeAt, wire);
    Epoch epoch = new Epoch(wire.getLong(start + EPOCH_OFFSET), node);
    long sequence = wire.getLong(start + SEQUENCE_OFFSET);
    int jpegAt = nodeAt + 1 + node.length();
    Origin origin = new Origin(epoch, sequence);
    if (isRelayed) {
      int originNodeAt = jpegAt + 2 * Long.BYTES;
      String originNode = nameAt(originNodeAt, wire);
      Epoch originEpoch = new Epoch(wire.getLong(jpegAt), originNode);
      origin = new Origin(originEpoch, wire.getLong(jpegAt + Long.BYTES));
      jpegAt = originNodeAt + 1 + originNode.length();
    }
    return new Frame(
        stream,
        epoch,
        sequence,
        wire.getLong(start + CAPTURED_OFFSET),
        origin,
        wire.slice(jpegAt, jpegAt + wire.getInt(start + LENGTH_OFFSET)));
  }
}
