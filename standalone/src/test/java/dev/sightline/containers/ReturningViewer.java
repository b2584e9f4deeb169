package dev.sightline.containers;

import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.SeenFrame;
import dev.sightline.testkit.Stamp;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.ViewerOptions;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A viewer that comes back when it is let go: at once if it was watching, else after a moment. Its
 * methods are called by one thread at a time, {@link #look} often enough to miss no frame.
 */
final class ReturningViewer {

  private static final Duration MOMENT = Duration.ofMillis(250);

  /** At 10 to 12 frames a second some seconds' worth. */
  private static final int KEPT = 50;

  private final Vertx vertx;
  private final String url;
  private final List<Instant> arrivals = new ArrayList<>();
  private Instant again = Instant.MIN;
  private TestViewer viewer;
  private Optional<Stamp> last = Optional.empty();
  private Instant looked = Instant.MIN;
  private long corrupt;
  private int ended;
  private int refused;
  private Duration oldest = Duration.ZERO;

  ReturningViewer(Vertx vertx, String url) {
    this.vertx = vertx;
    this.url = url;
    this.viewer = open();
    this.arrivals.add(Instant.now());
  }

  private TestViewer open() {
    return TestViewer.open(
        vertx, PlainRequest.get(url), ViewerOptions.defaults().withKeptFrames(KEPT));
  }

  /** Takes note of what has come since the last look, and comes back if need be. */
  void look() {
    if (viewer == null) {
      if (Instant.now().isAfter(again)) {
        viewer = open();
      }
      return;
    }
    boolean over = viewer.isDisconnected();
    viewer.seen().forEach(this::note);
    if (over) {
      leave();
    }
  }

  /**
   * While nothing comes the edge repeats the last picture, and then shows a card, which says
   * nothing of itself; neither ends a silence. Pictures of the demo camera say nothing either.
   */
  private void note(SeenFrame frame) {
    if (!frame.arrivedAt().isAfter(looked)) {
      return;
    }
    looked = frame.arrivedAt();
    boolean isNew = last.isEmpty() || frame.stamp().isPresent() && !frame.stamp().equals(last);
    last = frame.stamp().or(() -> last);
    if (isNew) {
      arrivals.add(frame.arrivedAt());
      frame.age().filter(age -> age.compareTo(oldest) > 0).ifPresent(age -> oldest = age);
    }
  }

  private void leave() {
    boolean watched = viewer.tally().frames() > 0;
    corrupt += viewer.tally().corrupt();
    ended += watched ? 1 : 0;
    refused += watched ? 0 : 1;
    viewer.close();
    viewer = null;
    again = watched ? Instant.MIN : Instant.now().plus(MOMENT);
  }

  /** For good; a look that is under way doesn't bring it back. */
  void close() {
    if (viewer != null) {
      corrupt += viewer.tally().corrupt();
      viewer.close();
      viewer = null;
    }
    again = Instant.MAX;
  }

  /** Frames that have come, over all of its connections. */
  int frames() {
    return arrivals.size() - 1;
  }

  long corrupt() {
    return corrupt;
  }

  /** Connections that showed something and then ended. */
  int ended() {
    return ended;
  }

  /** Attempts that never showed anything. */
  int refused() {
    return refused;
  }

  /** Age of the oldest frame on its arrival; zero when frames don't tell. */
  Duration oldest() {
    return oldest;
  }

  /** The longest time without a frame that ended after {@code since}. */
  Duration longestSilence(Instant since) {
    Duration longest = Duration.ZERO;
    for (int i = 1; i < arrivals.size(); i++) {
      Duration silence = Duration.between(arrivals.get(i - 1), arrivals.get(i));
      if (arrivals.get(i).isAfter(since) && silence.compareTo(longest) > 0) {
        longest = silence;
      }
    }
    return longest;
  }
}
