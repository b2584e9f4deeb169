package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The wire form of a {@link StretchRun} within an answer. Big-endian.
 *
 * <pre>
 *  byte  0            8          16       20       24
 *       +------------+----------+--------+--------+---+--------+---+------+------------+-----------+
 *       | epoch time | position | starts | length | s | stream | n | node | start, ... | bytes ... |
 *       +------------+----------+--------+--------+---+--------+---+------+------------+-----------+
 *  starts  how many there are; each is the 32-bit offset of a byte where a decoder can begin
 *  s, n  lengths of the two ASCII names
 * </pre>
 *
 * <p>The bytes are not copied when decoded.
 */
final class RunCodec {

  private static final int POSITION_OFFSET = Long.BYTES;
  private static final int STARTS_OFFSET = POSITION_OFFSET + Long.BYTES;
  private static final int LENGTH_OFFSET = STARTS_OFFSET + Integer.BYTES;
  private static final int NAMES_OFFSET = LENGTH_OFFSET + Integer.BYTES;

  private RunCodec() {}

  /** Bytes that it takes on the wire. */
  static int size(StretchRun run) {
    int names = 2 + run.stream().name().length() + run.epoch().node().length();
    return NAMES_OFFSET + names + run.starts().size() * Integer.BYTES + run.size();
  }

  static void encode(Buffer wire, StretchRun run) {
    wire.appendLong(run.epoch().startedAt())
        .appendLong(run.position())
        .appendInt(run.starts().size())
        .appendInt(run.size());
    ValueCodec.appendName(wire, run.stream().name());
    ValueCodec.appendName(wire, run.epoch().node());
    run.starts().forEach(wire::appendInt);
    wire.appendBuffer(run.bytes());
  }

  static StretchRun decode(int at, Buffer wire) {
    String stream = ValueCodec.nameAt(at + NAMES_OFFSET, wire);
    int nodeAt = at + NAMES_OFFSET + 1 + stream.length();
    String node = ValueCodec.nameAt(nodeAt, wire);
    int startsAt = nodeAt + 1 + node.length();
    int bytesAt = startsAt + wire.getInt(at + STARTS_OFFSET) * Integer.BYTES;
    return new StretchRun(
        new StreamId(stream),
        new Epoch(wire.getLong(at), node),
        wire.getLong(at + POSITION_OFFSET),
        starts(wire, startsAt, bytesAt),
        wire.slice(bytesAt, bytesAt + wire.getInt(at + LENGTH_OFFSET)));
  }

  private static List<Integer> starts(Buffer wire, int from, int to) {
    List<Integer> starts = new ArrayList<>();
    for (int at = from; at < to; at += Integer.BYTES) {
      starts.add(wire.getInt(at));
    }
    return starts;
  }
}
