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

/**
 * The streams of an ingest.
 *
 * @param cameras in the order of the configuration, each name once
 * @param defaults how a camera is pulled that doesn't say otherwise
 * @param elsewhere those of the cameras that are beyond what this ingest can reach, and from where
 *     they can be
 */
public record IngestConfig(
    List<StreamConfig> cameras, SourcePolicy defaults, Map<StreamId, Reach> elsewhere) {

  /** The sections of the configuration that make it up, which may change at any time. */
  public static final Set<String> SECTIONS = Set.of("cameras", "ingest");

  public static final IngestConfig DEFAULT = new IngestConfig(List.of(), SourcePolicy.DEFAULT);

  public IngestConfig {
    cameras = List.copyOf(cameras);
    elsewhere = Map.copyOf(elsewhere);
  }

  /** Of an ingest that can reach all its cameras. */
  public IngestConfig(List<StreamConfig> cameras, SourcePolicy defaults) {
    this(cameras, defaults, Map.of());
  }

  /** The names of the streams, for people. */
  public String streamNames() {
    return cameras.stream().map(camera -> camera.id().name()).collect(Collectors.joining(", "));
  }

  /** Those that this ingest can reach, the others being left to other ingests. */
  IngestConfig withinReach() {
    return new IngestConfig(
        cameras.stream().filter(camera -> !elsewhere.containsKey(camera.id())).toList(),
        defaults,
        elsewhere);
  }

  /** All cameras, also those that only other ingests can reach. */
  public static IngestConfig read(ConfigReader config) {
    ConfigReader shared = config.section("ingest");
    SourcePolicy defaults = SourcePolicy.read(shared, DEFAULT.defaults);
    Reach own = Reach.read(shared);
    List<StreamConfig> cameras = new ArrayList<>();
    Map<StreamId, Reach> elsewhere = new LinkedHashMap<>();
    config
        .sections("cameras", "url")
        .forEach(
            (name, section) -> {
              Reach reach = Reach.read(section);
              Optional<StreamConfig> camera = StreamConfigs.read(name, section, defaults);
              camera.ifPresent(cameras::add);
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
    return new IngestConfig(cameras, defaults, elsewhere);
  }
}
