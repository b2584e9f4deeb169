package dev.sightline.wan;

import dev.sightline.testkit.FakeCamera;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The cameras of a place. */
record Cameras(String place, List<FakeCamera> cameras) {

  List<String> streams() {
    return IntStream.range(0, cameras.size()).mapToObj(i -> place + "-" + i).toList();
  }

  /** A section of a configuration. */
  String section() {
    return IntStream.range(0, cameras.size())
        .mapToObj(i -> "  %s: %s".formatted(streams().get(i), cameras.get(i).url()))
        .collect(Collectors.joining("\n", "cameras:\n", ""));
  }

  /** Pictures so far, of all of them. */
  long made() {
    return cameras.stream().mapToLong(FakeCamera::lastSequence).sum();
  }

  int connections() {
    return cameras.stream().mapToInt(FakeCamera::connections).sum();
  }

  int mostConnections() {
    return cameras.stream().mapToInt(FakeCamera::mostConnections).max().orElse(0);
  }
}
