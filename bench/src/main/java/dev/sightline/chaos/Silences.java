package dev.sightline.chaos;

import java.util.ArrayList;
import java.util.List;

/** The times in which a viewer got no picture that was new to it. */
public final class Silences {

  /** At ten pictures a second nobody notices less. */
  static final long NOTICED_MILLIS = 500;

  /**
   * One of them.
   *
   * @param from when the last picture before it came
   */
  record Silence(long from, long to) {

    long millis() {
      return to - from;
    }
  }

  private Silences() {}

  /** All that last into the time between two moments; what begins before or ends after it too. */
  static List<Silence> of(Track track, long from, long to) {
    List<Silence> silences = new ArrayList<>();
    long last = from;
    for (Sight sight : track.sights()) {
      if (sight.repeat()) {
        continue;
      }
      if (sight.at() > from && last < to) {
        silences.add(new Silence(last, Math.min(to, sight.at())));
      }
      if (sight.at() <= from || last < to) {
        last = sight.at();
      }
    }
    if (last < to) {
      silences.add(new Silence(last, to));
    }
    return silences;
  }

  public static long longest(Track track, long from, long to) {
    return of(track, from, to).stream().mapToLong(Silence::millis).max().orElse(0);
  }

  static long total(Track track, long from, long to) {
    return of(track, from, to).stream()
        .mapToLong(Silence::millis)
        .filter(millis -> millis > NOTICED_MILLIS)
        .sum();
  }
}
