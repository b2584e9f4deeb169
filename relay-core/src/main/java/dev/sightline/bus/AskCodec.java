package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import io.vertx.core.buffer.Buffer;

/**
 * The wire form of an {@link Ask}. Big-endian, like all numbers on the bus:
 *
 * <pre>
 *  byte  0   1   2           10        14        22  23      23+e  24+e      24+e+s
 *       +---+---+-----------+---------+---------+---+-------+-----+---------+
 *       | v | k | position  | viewers | number  | e | edge  | s   | stream  |
 *       +---+---+-----------+---------+---------+---+-------+-----+---------+
 *       | from | epoch time | n | node |    k = 3
 *       +------+------------+---+------+
 *  v  version, {@value #VERSION}          k  Kind's code
 *  e, s, n  lengths of the three ASCII names; s is 0 where there is no stream
 *  from  the position wanted next in an ordered stream, 64-bit like the time of its epoch; nothing
 *        follows it when it is -1, for the newest start
 * </pre>
 */
public final class AskCodec extends ValueCodec<Ask> {

  static final String NAME = "sightline.ask";

  private static final int VERSION = 3;
  private static final long NEWEST_START = -1;
  private static final int KIND_OFFSET = 1;
  private static final int POSITION_OFFSET = KIND_OFFSET + 1;
  private static final int VIEWERS_OFFSET = POSITION_OFFSET + Long.BYTES;
  private static final int NUMBER_OFFSET = VIEWERS_OFFSET + Integer.BYTES;
  private static final int EDGE_OFFSET = NUMBER_OFFSET + Long.BYTES;

  public AskCodec() {
    super(NAME);
  }

  @Override
  public void encodeToWire(Buffer wire, Ask ask) {
    wire.appendByte((byte) VERSION)
        .appendByte((byte) ask.kind().code())
        .appendLong(ask.acknowledged())
        .appendInt(ask.viewers())
        .appendLong(ask.number());
    appendName(wire, ask.edge());
    appendName(wire, ask.stream() == null ? "" : ask.stream().name());
    if (ask.kind() == Ask.Kind.STRETCH) {
      appendBookmark(wire, ask.from());
    }
  }

  private static void appendBookmark(Buffer wire, Bookmark from) {
    if (from == null) {
      wire.appendLong(NEWEST_START);
    } else {
      wire.appendLong(from.position()).appendLong(from.epoch().startedAt());
      appendName(wire, from.epoch().node());
    }
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
    int streamAt = start + EDGE_OFFSET + 1 + edge.length();
    String stream = nameAt(streamAt, wire);
    int bookmarkAt = streamAt + 1 + stream.length();
    return new Ask(
        edge,
        kind,
        stream.isEmpty() ? null : new StreamId(stream),
        acknowledged,
        wire.getInt(start + VIEWERS_OFFSET),
        kind == Ask.Kind.STRETCH ? bookmarkAt(bookmarkAt, wire) : null,
        wire.getLong(start + NUMBER_OFFSET));
  }

  private static Bookmark bookmarkAt(int at, Buffer wire) {
    long position = wire.getLong(at);
    if (position == NEWEST_START) {
      return null;
    }
    int epochAt = at + Long.BYTES;
    Epoch epoch = new Epoch(wire.getLong(epochAt), nameAt(epochAt + Long.BYTES, wire));
    return new Bookmark(epoch, position);
  }
}
