package dev.sightline.ingest;

import dev.sightline.node.ConfigReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The streams of an ingest.
 *
 * @param cameras in the order of the configuration, each name once
 * @param defaults how a camera is pulled that doesn't say otherwise
 */
public record IngestConfig(List<StreamConfig> cameras, SourcePolicy defaults) {

  /** The sections of the configuration that make it up, which may change at any time. */
  public static final Set<String> SECTIONS = Set.of("cameras", "ingest");

  public static final IngestConfig DEFAULT = new IngestConfig(List.of(), SourcePolicy.DEFAULT);

  public IngestConfig {
    cameras = List.copyOf(cameras);
  }

  /** The names of the streams, for people. */
  public String streamNames() {
    return cameras.stream().map(camera -> camera.id().name()).collect(Collectors.joining(", "));
  }

  public static IngestConfig read(ConfigReader config) {
    SourcePolicy defaults = SourcePolicy.read(config.section("ingest"), DEFAULT.defaults);
    List<StreamConfig> cameras =
        config.sections("cameras", "url").entrySet().stream()
            .map(camera -> StreamConfigs.read(camera.getKey(), camera.getValue(), defaults))
            .flatMap(Optional::stream)
            .toList();
    UploadConfig.refuseConfusion(cameras, config.section("cameras"));
    return new IngestConfig(cameras, defaults);
  }
}
