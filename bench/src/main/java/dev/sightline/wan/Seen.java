package dev.sightline.wan;

import dev.sightline.chaos.Sight;
import dev.sightline.chaos.Silences;
import dev.sightline.chaos.Track;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What viewers saw between two moments.
 *
 * @param from milliseconds since 1970
 */
record Seen(List<Track> tracks, long from, long to) {

  private static final long FRESH_MILLIS = 1_000;

  /** Pictures a second of the viewer who got the fewest. */
  double leastRate() {
    return tracks.stream()
        .mapToDouble(track -> pictures(track).count() * 1_000.0 / (to - from))
        .min()
        .orElse(0);
  }

  /** Of all viewers together. */
  double totalRate() {
    return tracks.stream().mapToLong(track -> pictures(track).count()).sum() * 1e3 / (to - from);
  }

  private Stream<Sight> pictures(Track track) {
    return track.sights().stream()
        .filter(sight -> sight.at() > from && sight.at() <= to && !sight.repeat());
  }

  /** By a quantile, the age of pictures when they came, milliseconds; the greatest is 1. */
  long age(double quantile) {
    long[] ages = tracks.stream().flatMap(this::pictures).mapToLong(Sight::age).sorted().toArray();
    return ages.length == 0 ? Long.MAX_VALUE : ages[(int) (quantile * (ages.length - 1))];
  }

  /** Pictures that came twice, or after a newer one. */
  long outOfTurn() {
    return tracks.stream().mapToLong(this::outOfTurn).sum();
  }

  private long outOfTurn(Track track) {
    int newest = -1;
    long count = 0;
    for (Sight sight : track.sights()) {
      if (sight.sequence() <= newest && sight.at() > from && sight.at() <= to) {
        count++;
      }
      newest = Math.max(newest, sight.sequence());
    }
    return count;
  }

  /** Until the last viewer had a picture of less than a second, milliseconds. */
  long freshAfter() {
    return tracks.stream().mapToLong(this::freshAfter).max().orElse(0);
  }

  private long freshAfter(Track track) {
    return pictures(track)
        .filter(sight -> sight.age() < FRESH_MILLIS)
        .mapToLong(sight -> sight.at() - from)
        .min()
        .orElse(to - from);
  }

  long longestSilence() {
    return of(track -> Silences.longest(track, from, to)).max().orElse(0);
  }

  /** Connections that ended or didn't come about, and pictures that weren't the camera's. */
  long incidents() {
    return of(track ->
            track.incidents().stream()
                .filter(incident -> incident.at() > from && incident.at() <= to)
                .count())
        .sum();
  }

  private LongStream of(java.util.function.ToLongFunction<Track> measure) {
    return tracks.stream().mapToLong(measure);
  }
}
