package dev.sightline.chaos;

import dev.sightline.chaos.Reading.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A long while in which viewers come and go: two of the sixty leave every second and two others
 * come. Whatever the nodes take must be as flat at the end as it was at the beginning.
 */
final class Soak {

  private static final int LEAVING_PER_SECOND = 2;
  private static final int SECONDS_PER_READING = 5;

  /** Until then Java compiles, and buffers and caches fill. */
  private static final double WARMED_UP = 1.0 / 3;

  /** Whoever has stayed for longer has seen a picture. */
  private static final long FIRST_SIGHT_MILLIS = 5_000;

  /** Ten pictures a second, on a machine that does other things too. */
  private static final long LONGEST_SILENCE_MILLIS = 2_000;

  /** The same viewers each time. */
  private final Random random = new Random(20);

  private final Scene scene;
  private final Path directory;
  private final List<Reading> readings = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private long begun;
  private long came;
  private long refused;
  private long broken;
  private long disconnected;
  private long blind;
  private long longestSilence;

  Soak(Scene scene, Path directory) {
    this.scene = scene;
    this.directory = directory;
  }

  /** Whether all is flat. */
  boolean run(Duration length) {
    String member = scene.ingest(1).host().clusterAddress();
    try (ClusterMaps maps = new ClusterMaps(scene.net().joinCluster(), member)) {
      long entries = maps.entries();
      begun = System.currentTimeMillis();
      for (long second = 0; second < length.toSeconds(); second++) {
        if (second % SECONDS_PER_READING == 0) {
          take(second);
        }
        comeAndGo();
        awaitSecond(second + 1);
      }
      demand("entries in Hazelcast's maps", maps.entries(), entries);
      demand("members fewer than nodes", scene.nodes().size() - maps.members(), 0);
    }
    scene.tracks().forEach(this::account);
    demand("refused", refused, 0);
    demand("broken frames", broken, 0);
    demand("disconnects", disconnected, 0);
    demand("viewers without a picture", blind, 0);
    demand("longest silence in ms", longestSilence, LONGEST_SILENCE_MILLIS);
    judgeTrends(length);
    report(length);
    return violations.isEmpty();
  }

  private void take(long second) {
    scene.nodes().forEach(node -> take(second, node));
    write("soak.csv", csv());
  }

  private void take(long second, Node node) {
    try {
      readings.add(Reading.of(second, node));
    } catch (RuntimeException e) {
      violations.add("no reading of %s at %d s (%s)".formatted(node.name(), second, e));
    }
  }

  private void comeAndGo() {
    for (int i = 0; i < LEAVING_PER_SECOND; i++) {
      account(scene.replaceViewer(random.nextInt(Scene.VIEWERS)));
      came++;
    }
  }

  private void account(Track track) {
    refused += count(track, Incident.Kind.REFUSAL);
    broken += count(track, Incident.Kind.BROKEN);
    disconnected += count(track, Incident.Kind.DISCONNECT);
    long now = System.currentTimeMillis();
    List<Sight> sights = track.sights();
    if (!sights.isEmpty()) {
      longestSilence = Math.max(longestSilence, Silences.longest(track, sights.get(0).at(), now));
    } else if (now - track.begun() > FIRST_SIGHT_MILLIS) {
      blind++;
    }
  }

  private static long count(Track track, Incident.Kind kind) {
    return track.incidents().stream().filter(incident -> incident.kind() == kind).count();
  }

  private void awaitSecond(long second) {
    long left = begun + 1_000 * second - System.currentTimeMillis();
    if (left > 0) {
      Clock.pass(Duration.ofMillis(left));
    }
  }

  private void judgeTrends(Duration length) {
    long from = Math.round(WARMED_UP * length.toSeconds());
    for (Node node : scene.nodes()) {
      List<Reading> judged =
          readings.stream()
              .filter(one -> one.node().equals(node.name()) && one.seconds() >= from)
              .toList();
      if (judged.isEmpty()) {
        continue; // That there were none has been noted each time.
      }
      for (Quantity quantity : Quantity.values()) {
        long rise = Trend.of(judged, quantity).rise();
        System.out.printf(
            "  %s %s: last %s, trend %s%n",
            node.name(),
            quantity.words(),
            quantity.told(judged.get(judged.size() - 1).value(quantity)),
            quantity.told(rise));
        if (rise > quantity.mayRise()) {
          violations.add(
              "%s of %s rose by %s, not at most %s"
                  .formatted(
                      quantity.words(),
                      node.name(),
                      quantity.told(rise),
                      quantity.told(quantity.mayRise())));
        }
      }
    }
  }

  private void demand(String what, long value, long atMost) {
    if (value > atMost) {
      violations.add("%s: %d, not at most %d".formatted(what, value, atMost));
    }
  }

  private void report(Duration length) {
    String verdict = violations.isEmpty() ? "flat" : "not flat: " + String.join("; ", violations);
    String text =
        ("Soak of %d s, %d viewers came and went, longest silence %d ms, disconnects %d, refused %d,"
                + " broken %d, without a picture %d: %s")
            .formatted(
                length.toSeconds(),
                came,
                longestSilence,
                disconnected,
                refused,
                broken,
                blind,
                verdict);
    System.out.println(text);
    write("soak.md", text + "\n");
    write("soak.svg", SoakChart.of(readings, verdict));
  }

  private String csv() {
    String head =
        "seconds,node,"
            + Arrays.stream(Quantity.values())
                .map(quantity -> quantity.words().replace(' ', '_'))
                .collect(Collectors.joining(","));
    return head
        + "\n"
        + readings.stream()
            .map(
                one ->
                    one.seconds()
                        + ","
                        + one.node()
                        + ","
                        + Arrays.stream(one.values())
                            .mapToObj(Long::toString)
                            .collect(Collectors.joining(",")))
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  private void write(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
