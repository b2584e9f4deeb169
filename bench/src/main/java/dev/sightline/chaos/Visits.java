package dev.sightline.chaos;

import dev.sightline.testkit.CameraVisit;
import java.time.Instant;
import java.util.List;

/** What is told of the connections to one camera. */
final class Visits {

  /** The end of a connection may be noticed after the beginning of the next one. */
  private static final long BLINK_MILLIS = 50;

  private Visits() {}

  /** How many connections there were, in the time between two moments, beside an earlier one. */
  static long seconds(List<CameraVisit> visits, long from, long to) {
    long seconds = 0;
    for (int i = 0; i < visits.size(); i++) {
      int later = i;
      if (visits.subList(0, i).stream()
          .anyMatch(earlier -> together(earlier, visits.get(later), from, to) > BLINK_MILLIS)) {
        seconds++;
      }
    }
    return seconds;
  }

  static long begun(List<CameraVisit> visits, long from, long to) {
    return visits.stream().filter(visit -> begin(visit) > from && begin(visit) < to).count();
  }

  static long begin(CameraVisit visit) {
    return visit.begun().toEpochMilli();
  }

  static long end(CameraVisit visit) {
    return visit.ended().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
  }

  private static long together(CameraVisit one, CameraVisit other, long from, long to) {
    long since = Math.max(from, Math.max(begin(one), begin(other)));
    long until = Math.min(to, Math.min(end(one), end(other)));
    return until - since;
  }
}
