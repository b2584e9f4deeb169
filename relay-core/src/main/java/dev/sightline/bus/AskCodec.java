package dev.sightline.bus;

import dev.sightline.frame.StreamId;
import io.vertx.core.buffer.Buffer;

/**
 * The wire form of an {@link Ask}. Big-endian, like all numbers on the bus:
 *
 * <pre>
 *  byte  0   1   2           10        14  15      15+e  16+e      16+e+s
 *       +---+---+-----------+---------+---+-------+-----+---------+
 *       | v | k | position  | viewers | e | edge  | s   | stream  |
 *       +---+---+-----------+---------+---+-------+-----+---------+
 *  v  version, {@value #VERSION}          k  Kind's code
 *  e, s  lengths of the two ASCII names; s is 0 where there is no stream
 * </pre>
 */
final class AskCodec extends ValueCodec<Ask> {

  static final String NAME = "sightline.ask";

  private static final int VERSION = 2;
  private static final int KIND_OFFSET = 1;
  private static final int POSITION_OFFSET = KIND_OFFSET + 1;
  private static final int VIEWERS_OFFSET = POSITION_OFFSET + Long.BYTES;
  private static final int EDGE_OFFSET = VIEWERS_OFFSET + Integer.BYTES;

  AskCodec() {
    super(NAME);
  }

  @Override
  public void encodeToWire(Buffer wire, Ask ask) {
    wire.appendByte((byte) VERSION)
        .appendByte((byte) ask.kind().code())
        .appendLong(ask.acknowledged())
        .appendInt(ask.viewers());
    appendName(wire, ask.edge());
    appendName(wire, ask.stream() == null ? "" : ask.stream().name());
  }

  @Override
  public Ask decodeFromWire(int start, Buffer wire) {
    int version = wire.getUnsignedByte(start);
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "an ask of version " + version + " is not understood here");
    }
    Ask.Kind kind = Ask.Kind.of(wire.getUnsignedByte(start + KIND_OFFSET));
    long acknowledged = wire.getLong(start + POSITION_OFFSET);
    String edge = nameAt(start + EDGE_OFFSET, wire);
    String stream = nameAt(start + EDGE_OFFSET + 1 + edge.length(), wire);
    return new Ask(
        edge,
        kind,
        stream.isEmpty() ? null : new StreamId(stream),
        acknowledged,
        wire.getInt(start + VIEWERS_OFFSET));
  }
}
