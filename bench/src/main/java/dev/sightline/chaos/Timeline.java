package dev.sightline.chaos;

import dev.sightline.testkit.CameraVisit;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The report as a picture: a panel for each row, with a band per camera in the colour of the ingest
 * that pulls it, and a line per group of viewers that is red where some of them saw nothing new.
 */
final class Timeline {

  private static final int LEFT = 190;
  private static final int WIDTH = 1_000;
  private static final int LINE = 13;
  private static final int BAR = 9;
  private static final int LEAD_MILLIS = 3_000;
  private static final List<String> OWNERS = List.of("#3b6fb6", "#d9902f", "#5b9e62", "#8d6bb0");

  private final Svg svg = new Svg();
  private int y;

  private Timeline() {}

  static String of(List<Outcome> outcomes) {
    Timeline timeline = new Timeline();
    timeline.y = 10;
    timeline.legend();
    outcomes.forEach(timeline::panel);
    return timeline.svg.document(LEFT + WIDTH + 20, timeline.y);
  }

  private void legend() {
    int x = LEFT;
    List<List<String>> entries =
        List.of(
            List.of(OWNERS.get(0), "pulled by ingest-1"),
            List.of(OWNERS.get(1), "pulled by ingest-2"),
            List.of("#9bcf9f", "pictures come"),
            List.of("#d62828", "all of them see nothing new (paler: some of them)"));
    for (List<String> entry : entries) {
      svg.box(x, y, 12, BAR, entry.get(0), 1);
      svg.text(x + 16, y + BAR - 1, entry.get(1), "start", "#222");
      x += 30 + 6 * entry.get(1).length();
    }
    y += 2 * LINE;
  }

  private void panel(Outcome outcome) {
    Panel panel = new Panel(outcome.evidence());
    svg.text(10, y + 10, outcome.row().fault().replace("`", ""), "start", "#000");
    svg.text(
        LEFT + WIDTH,
        y + 10,
        outcome.isMet() ? "met" : "not met: " + String.join("; ", outcome.violations()),
        "end",
        outcome.isMet() ? "#2a7a32" : "#d62828");
    y += LINE + 5;
    int top = y;
    panel.cameras();
    panel.viewers();
    panel.marks(top);
    y += 2 * LINE;
  }

  /** One row's, with its own scale of time. */
  private final class Panel {

    private final Evidence evidence;
    private final long from;
    private final double scale;

    Panel(Evidence evidence) {
      this.evidence = evidence;
      this.from = evidence.fault() - LEAD_MILLIS;
      this.scale = (double) WIDTH / (evidence.end() - from);
    }

    /** Of several connections at a time each has its part of the band's height. */
    void cameras() {
      for (int camera = 0; camera < evidence.visits().size(); camera++) {
        label("camera of " + Scene.stream(camera));
        svg.box(LEFT, y, WIDTH, BAR, "#eee", 1);
        for (CameraVisit visit : evidence.visits().get(camera)) {
          int ingest = ingestAt(visit.from());
          double height = (double) BAR / evidence.ingests().size();
          span(Visits.begin(visit), Visits.end(visit), y + ingest * height, height, colour(ingest));
        }
        y += LINE;
      }
    }

    private int ingestAt(String address) {
      return evidence.ingests().stream().map(Host::address).toList().indexOf(address);
    }

    void viewers() {
      Stream.of(evidence.viewers(), evidence.direct())
          .forEach(
              tracks ->
                  tracks.stream()
                      .collect(
                          Collectors.groupingBy(this::group, TreeMap::new, Collectors.toList()))
                      .forEach(this::group));
    }

    private String group(Track track) {
      return evidence.isDirect(track)
          ? "directly at " + track.name()
          : track.stream() + " behind the balancer";
    }

    private void group(String name, List<Track> tracks) {
      label(name + " (" + tracks.size() + ")");
      svg.box(LEFT, y, WIDTH, BAR, "#9bcf9f", 1);
      for (Track track : tracks) {
        for (Silences.Silence silence : Silences.of(track, from, evidence.end())) {
          if (silence.millis() > Silences.NOTICED_MILLIS) {
            faint(silence, tracks.size());
          }
        }
      }
      y += LINE;
    }

    /** Silences of several viewers lie on each other and are red where all are silent. */
    private void faint(Silences.Silence silence, int viewers) {
      double left = x(silence.from());
      double opacity = Math.max(0.12, 1 - Math.pow(0.02, 1.0 / viewers));
      svg.box(left, y, Math.max(1, x(silence.to()) - left), BAR, "#d62828", opacity);
    }

    void marks(int top) {
      int height = y - top;
      for (Mark mark : evidence.marks()) {
        if (mark.kind() != Mark.Kind.END) {
          String colour = mark.kind() == Mark.Kind.FAULT ? "#d62828" : "#2a7a32";
          svg.box(x(mark.at()), top - 3, 1.2, height + 6, colour, 1);
          svg.text(x(mark.at()) + 3, y + 9, mark.what(), "start", colour);
        }
      }
      for (long second = 0; second * 1_000 < evidence.end() - evidence.fault(); second += 10) {
        svg.text(x(evidence.fault() + 1_000 * second), y + 20, second + " s", "middle", "#777");
      }
    }

    private void span(long begin, long end, double top, double height, String colour) {
      double left = x(begin);
      double right = x(end);
      if (right > left) {
        svg.box(left, top, right - left, height, colour, 1);
      }
    }

    private double x(long moment) {
      return LEFT + scale * (Math.min(Math.max(moment, from), evidence.end()) - from);
    }
  }

  private static String colour(int ingest) {
    return ingest < 0 ? "#000" : OWNERS.get(ingest % OWNERS.size());
  }

  private void label(String words) {
    svg.text(LEFT - 6, y + BAR - 1, words, "end", "#222");
  }
}
