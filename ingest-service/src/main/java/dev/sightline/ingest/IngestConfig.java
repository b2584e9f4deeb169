package dev.sightline.ingest;

import dev.sightline.bus.StreamDirectory;
import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The streams of an ingest.
 *
 * @param cameras in the order of the configuration, each name once
 * @param defaults how a camera is pulled that doesn't say otherwise
 * @param elsewhere those of the cameras that are beyond what this ingest can reach, and from where
 *     they can be
 * @param weights how much each stream of pictures gets, beside the others, of a line on which not
 *     everything fits
 * @param uplinks sites that may dial in
 * @param upstreams other clusters whose streams appear here
 */
public record IngestConfig(
    List<StreamConfig> cameras,
    SourcePolicy defaults,
    Map<StreamId, Reach> elsewhere,
    Map<StreamId, Integer> weights,
    List<UplinkConfig> uplinks,
    List<UpstreamConfig> upstreams) {

  /** The sections of the configuration that make it up, which may change at any time. */
  public static final Set<String> SECTIONS = Set.of("cameras", "ingest", "uplinks", "upstreams");

  public static final IngestConfig DEFAULT = new IngestConfig(List.of(), SourcePolicy.DEFAULT);

  private static final int LARGEST_WEIGHT = 100;

  public IngestConfig {
    cameras = List.copyOf(cameras);
    elsewhere = Map.copyOf(elsewhere);
    weights = Map.copyOf(weights);
    uplinks = List.copyOf(uplinks);
    upstreams = List.copyOf(upstreams);
  }

  /** Of an ingest that can reach all its cameras, which are equal to it. */
  public IngestConfig(List<StreamConfig> cameras, SourcePolicy defaults) {
    this(cameras, defaults, Map.of(), Map.of());
  }

  /** Of an ingest that has nothing to do with other places. */
  public IngestConfig(
      List<StreamConfig> cameras,
      SourcePolicy defaults,
      Map<StreamId, Reach> elsewhere,
      Map<StreamId, Integer> weights) {
    this(cameras, defaults, elsewhere, weights, List.of(), List.of());
  }

  /** The same with other cameras. */
  public IngestConfig with(List<StreamConfig> others) {
    return new IngestConfig(others, defaults, elsewhere, weights, uplinks, upstreams);
  }

  /** Whether there is neither a camera nor another place that could have one. */
  public boolean isEmpty() {
    return cameras.isEmpty() && uplinks.isEmpty() && upstreams.isEmpty();
  }

  /** The names of the streams, and of the places that bring more, for people. */
  public String streamNames() {
    return Stream.of(
            cameras.stream().map(camera -> camera.id().name()),
            uplinks.stream().map(uplink -> "those of " + uplink.names()),
            upstreams.stream().map(upstream -> "those of " + upstream.names()))
        .flatMap(names -> names)
        .collect(Collectors.joining(", "));
  }

  /** Those that this ingest can reach, the others being left to other ingests. */
  IngestConfig withinReach() {
    return with(cameras.stream().filter(camera -> !elsewhere.containsKey(camera.id())).toList());
  }

  /** All cameras, also those that only other ingests can reach. */
  public static IngestConfig read(ConfigReader config) {
    ConfigReader shared = config.section("ingest");
    SourcePolicy defaults = SourcePolicy.read(shared, DEFAULT.defaults);
    Reach own = Reach.read(shared);
    List<StreamConfig> cameras = new ArrayList<>();
    Map<StreamId, Reach> elsewhere = new LinkedHashMap<>();
    Map<StreamId, Integer> weights = new LinkedHashMap<>();
    config
        .sections("cameras", "url")
        .forEach(
            (name, section) -> {
              Reach reach = Reach.read(section);
              Optional<StreamConfig> camera = StreamConfigs.read(name, section, defaults);
              camera.ifPresent(cameras::add);
              boolean isUploaded = camera.filter(UploadConfig.class::isInstance).isPresent();
              int weight = isUploaded ? 1 : section.integer("weight", 1, 1, LARGEST_WEIGHT);
              camera.ifPresent(known -> weights.put(known.id(), weight));
              camera
                  .filter(known -> !reach.isWithin(own))
                  .ifPresent(known -> elsewhere.put(known.id(), reach));
            });
    if (cameras.size() > StreamDirectory.MAX_STREAMS_PER_NODE) {
      config.problem(
          "cameras",
          "are %d, more than the %d that an ingest may have"
              .formatted(cameras.size(), StreamDirectory.MAX_STREAMS_PER_NODE));
    }
    UploadConfig.refuseConfusion(cameras, config.section("cameras"));
    return new IngestConfig(
        cameras,
        defaults,
        elsewhere,
        weights,
        UplinkConfig.read(config),
        UpstreamConfig.read(config));
  }
}
