package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import io.vertx.core.buffer.Buffer;

/**
 * The wire form of an {@link Ask}. Big-endian, like all numbers on the bus:
 *
 * <pre>
 *  byte  0   1   2   3           11        15       23  24      24+e 25+e     25+e+s   26+e+s
 *       +---+---+---+-----------+---------+--------+---+-------+---+--------+---+--------+
 *       | v | k | l | position  | viewers | number | e | edge  | s | stream | p | parent |
 *       +---+---+---+-----------+---------+--------+---+-------+---+--------+---+--------+
 *       | from | epoch time | n | node |    k = 3
 *       +------+------------+---+------+
 *  v  version, {@value #VERSION}          k  Kind's code          l  1 if the edge serves others, else 0
 *  e, s, p, n  lengths of the ASCII names; s and p are 0 where there is no stream, no parent
 *  from  the position wanted next in an ordered stream, 64-bit like the time of its epoch; nothing
 *        follows it when it is -1, for the newest start
 * </pre>
 */
public final class AskCodec extends ValueCodec<Ask> {

  static final String NAME = "sightline.ask";

  /** Of what is on the wire; another one isn't understood. */
  public static final int VERSION = 4;

  private static final long NEWEST_START = -1;
  private static final int KIND_OFFSET = 1;
  private static final int SERVES_OFFSET = KIND_OFFSET + 1;
  private static final int POSITION_OFFSET = SERVES_OFFSET + 1;
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
        .appendByte((byte) (ask.standing().serves() ? 1 : 0))
        .appendLong(ask.acknowledged())
        .appendInt(ask.viewers())
        .appendLong(ask.number());
    appendName(wire, ask.edge());
    appendName(wire, ask.stream() == null ? "" : ask.stream().name());
    appendName(wire, ask.standing().parent() == null ? "" : ask.standing().parent());
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
    int parentAt = streamAt + 1 + stream.length();
    String parent = nameAt(parentAt, wire);
    int bookmarkAt = parentAt + 1 + parent.length();
    boolean serves = wire.getByte(start + SERVES_OFFSET) != 0;
    return new Ask(
        edge,
        kind,
        stream.isEmpty() ? null : new StreamId(stream),
        acknowledged,
        wire.getInt(start + VIEWERS_OFFSET),
        kind == Ask.Kind.STRETCH ? bookmarkAt(bookmarkAt, wire) : null,
        new Standing(serves, parent.isEmpty() ? null : parent),
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
