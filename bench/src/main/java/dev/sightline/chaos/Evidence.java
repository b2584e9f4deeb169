package dev.sightline.chaos;

import dev.sightline.testkit.CameraVisit;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All that was noted while a row was played.
 *
 * @param viewers those behind the balancer
 * @param direct those who go to an edge directly; a track has the edge's name
 * @param visits the connections to each camera
 * @param outdated pictures that edges have thrown away since it was asked to count them
 * @param target the name of the node that the fault hit; empty when it hit none in particular
 */
record Evidence(
    List<Mark> marks,
    List<Track> viewers,
    List<Track> direct,
    List<List<CameraVisit>> visits,
    List<Host> ingests,
    List<Sample> samples,
    long outdated,
    String target) {

  /** Samples that are taken four times a second; without later ones nothing is known of growth. */
  private static final long UNSEEN_MILLIS = 2_000;

  /** The first fault. */
  long fault() {
    return marks.get(0).at();
  }

  long end() {
    return marks.get(marks.size() - 1).at();
  }

  /** The last healing; the first fault of a row in which nothing is healed. */
  long healing() {
    return marks.stream()
        .filter(mark -> mark.kind() == Mark.Kind.HEALING)
        .mapToLong(Mark::at)
        .max()
        .orElse(fault());
  }

  List<Track> tracks(Who who) {
    return Stream.concat(viewers.stream(), direct.stream())
        .filter(track -> who.holds(this, track))
        .toList();
  }

  boolean isDirect(Track track) {
    return direct.contains(track);
  }

  /** Whether the target served this viewer when the fault hit it. */
  boolean wasServedByTarget(Track track) {
    return isDirect(track)
        ? track.name().equals(target)
        : !target.isEmpty() && track.edgeAt(fault()).equals(target);
  }

  /** Whether the first ingest pulled this viewer's camera when the fault hit. */
  boolean wasPulledByFirstIngest(Track track) {
    String first = ingests.get(0).address();
    Instant hit = Instant.ofEpochMilli(fault());
    return IntStream.range(0, visits.size())
        .filter(camera -> Scene.stream(camera).equals(track.stream()))
        .mapToObj(visits::get)
        .flatMap(List::stream)
        .filter(visit -> visit.begun().isBefore(hit))
        .filter(visit -> visit.ended().map(hit::isBefore).orElse(true))
        .anyMatch(visit -> visit.from().equals(first));
  }

  /** The greatest growth of a node's memory since the fault, in kibibytes. */
  long growthKiB(String node) {
    List<Sample> of = samples.stream().filter(sample -> sample.node().equals(node)).toList();
    long before =
        of.stream()
            .filter(sample -> sample.at() <= fault())
            .mapToLong(Sample::residentKiB)
            .max()
            .orElse(0);
    return of.stream()
        .filter(sample -> sample.at() > fault())
        .mapToLong(sample -> sample.residentKiB() - before)
        .max()
        .orElse(0);
  }

  /** Whether the nodes' memory was looked at until the end. */
  boolean isSampled() {
    return samples.stream().anyMatch(sample -> sample.at() > end() - UNSEEN_MILLIS);
  }

  /**
   * How late this program itself was at worst, in milliseconds: no silence is sharper than that.
   */
  long lateness() {
    return samples.stream()
        .filter(sample -> sample.at() > fault())
        .mapToLong(Sample::late)
        .max()
        .orElse(0);
  }
}
