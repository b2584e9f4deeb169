package dev.sightline.bus;

import dev.sightline.frame.Stretch;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of an ordered stream since its newest start, so that an event loop that joins later
 * begins at once. It is handed over as one burst: viewers who can't take that as it comes fall
 * behind and go on at the next start. If it grows beyond {@link StretchTap#MAX_BYTES} it is let go,
 * and who joins waits for the next start.
 */
final class RecentStretches {

  private final List<Stretch> stretches = new ArrayList<>();
  private int bytes;

  void add(Stretch stretch) {
    if (stretch.isStart() || bytes + stretch.size() > StretchTap.MAX_BYTES) {
      clear();
    }
    if (stretch.isStart() || !stretches.isEmpty()) {
      stretches.add(stretch);
      bytes += stretch.size();
    }
  }

  void clear() {
    stretches.clear();
    bytes = 0;
  }

  /** The same in so few stretches that a tap has room for them. */
  List<Stretch> joined() {
    List<Stretch> joined = new ArrayList<>();
    int from = 0;
    while (from < stretches.size()) {
      int to = from;
      int size = 0;
      do {
        size += stretches.get(to).size();
        to++;
      } while (to < stretches.size() && size + stretches.get(to).size() <= StretchRing.MAX_RUN);
      joined.addAll(StretchRun.of(stretches.subList(from, to)).stretches());
      from = to;
    }
    return joined;
  }
}
