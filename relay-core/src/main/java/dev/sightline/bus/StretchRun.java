package dev.sightline.bus;

import dev.sightline.frame.Epoch;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.Stretch;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of an ordered stream that travel in one answer: stretches without a gap, joined.
 *
 * @param position of the first byte
 * @param starts offsets of the bytes at which a decoder can begin, ascending
 */
public record StretchRun(
    StreamId stream, Epoch epoch, long position, List<Integer> starts, Buffer bytes) {

  public StretchRun {
    starts = List.copyOf(starts);
  }

  /** Joins stretches that follow each other; one alone is not copied. */
  static StretchRun of(List<Stretch> stretches) {
    Stretch first = stretches.get(0);
    List<Integer> starts = new ArrayList<>();
    for (Stretch stretch : stretches) {
      if (stretch.isStart()) {
        starts.add((int) (stretch.position() - first.position()));
      }
    }
    return new StretchRun(
        first.stream(), first.epoch(), first.position(), starts, joined(stretches));
  }

  private static Buffer joined(List<Stretch> stretches) {
    if (stretches.size() == 1) {
      return stretches.get(0).bytes();
    }
    Buffer bytes = Buffer.buffer(stretches.stream().mapToInt(Stretch::size).sum());
    stretches.forEach(stretch -> bytes.appendBuffer(stretch.bytes()));
    return bytes;
  }

  int size() {
    return bytes.length();
  }

  /** Where the stream goes on after it. */
  Bookmark end() {
    return new Bookmark(epoch, position + size());
  }

  /** The same bytes as stretches that have starts at their beginning only, uncopied. */
  List<Stretch> stretches() {
    List<Stretch> stretches = new ArrayList<>();
    int from = 0;
    boolean isStart = false;
    for (int start : starts) {
      if (start > from) {
        stretches.add(stretch(from, start, isStart));
      }
      from = start;
      isStart = true;
    }
    stretches.add(stretch(from, size(), isStart));
    return stretches;
  }

  private Stretch stretch(int from, int to, boolean isStart) {
    return new Stretch(stream, epoch, position + from, isStart, bytes.slice(from, to));
  }
}
