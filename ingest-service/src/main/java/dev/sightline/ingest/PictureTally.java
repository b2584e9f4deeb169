package dev.sightline.ingest;

import dev.sightline.jpeg.Jpeg;
import dev.sightline.jpeg.JpegHeader;
import dev.sightline.jpeg.JpegVerdict;
import dev.sightline.multipart.Part;
import io.vertx.core.buffer.Buffer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a {@link Probe} has seen of a camera's pictures. */
final class PictureTally {

  private final Map<JpegVerdict, Integer> refused = new EnumMap<>(JpegVerdict.class);
  private int count;
  private long bytes;
  private int smallest = Integer.MAX_VALUE;
  private int largest;
  private long firstAt;
  private long lastAt;
  private long longestGap;
  private Optional<JpegHeader> header = Optional.empty();

  /** Takes a part that came now and tells whether it is a whole picture. */
  boolean take(Part part, long now) {
    Buffer body = part.body();
    JpegVerdict verdict = Jpeg.judge(body);
    if (verdict != JpegVerdict.WHOLE) {
      refused.merge(verdict, 1, Integer::sum);
      return false;
    }
    if (count++ == 0) {
      firstAt = now;
    } else {
      longestGap = Math.max(longestGap, now - lastAt);
    }
    lastAt = now;
    bytes += body.length();
    smallest = Math.min(smallest, body.length());
    largest = Math.max(largest, body.length());
    header = JpegHeader.of(body).or(() -> header);
    return true;
  }

  int count() {
    return count;
  }

  /** From the first picture to the last one. */
  double seconds() {
    return (lastAt - firstAt) / 1e9;
  }

  /** Pictures per second; zero when there weren't two. */
  double rate() {
    return count > 1 && lastAt > firstAt ? (count - 1) / seconds() : 0;
  }

  /** The longest time between two pictures. */
  double longestGapSeconds() {
    return longestGap / 1e9;
  }

  int smallest() {
    return count == 0 ? 0 : smallest;
  }

  int largest() {
    return largest;
  }

  long mean() {
    return count == 0 ? 0 : bytes / count;
  }

  /** What the latest picture says of itself. */
  Optional<JpegHeader> header() {
    return header;
  }

  /** Parts that were no whole picture, by what they were. */
  Map<String, Integer> refused() {
    Map<String, Integer> named = new java.util.TreeMap<>();
    refused.forEach((verdict, parts) -> named.put(verdict.name().toLowerCase(Locale.ROOT), parts));
    return named;
  }
}
