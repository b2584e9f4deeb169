package dev.sightline.chaos;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The configuration files of the nodes of a {@link Scene}. */
final class Settings {

  private static final String NODE =
      """
      http: {host: 0.0.0.0, port: 8080}
      management: {host: 0.0.0.0, port: 9081}
      cluster:
        host: %s
        join: [%s]
      """;

  private final String join =
      IntStream.rangeClosed(1, Scene.INGESTS)
          .mapToObj(number -> "10.77.0." + (10 + number))
          .collect(Collectors.joining(", "));

  String ofEdge(Host host) {
    return NODE.formatted(host.clusterAddress(), join);
  }

  /** Every ingest has every camera. */
  String ofIngest(Host host) {
    String cameras =
        IntStream.range(0, Net.CAMERAS)
            .mapToObj(i -> "  %s: http://%s/\n".formatted(Scene.stream(i), Net.cameraAddress(i)))
            .collect(Collectors.joining());
    return NODE.formatted(host.clusterAddress(), join) + "cameras:\n" + cameras;
  }
}
