package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigReader;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which kind of source a section of the configuration describes: told by the scheme of its URL. */
final class StreamConfigs {

  /** Reads the section of one kind. */
  private interface Kind {

    /**
     * @return empty, with the problems noted, when no stream can be made of it
     */
    Optional<? extends StreamConfig> read(StreamId id, ConfigReader section, SourcePolicy defaults);
  }

  /** What has no scheme of those below is a camera's URL, or a mistake in one. */
  private static final Kind CAMERA = CameraConfig::read;

  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry(FolderUrl.SCHEME, FolderConfig::read),
          Map.entry(ProgramConfig.EXEC, ProgramConfig::read),
          Map.entry("poll", CameraConfig::readPolled),
          Map.entry("push", PushConfig::read),
          Map.entry("rtsp", RtspConfig::read),
          Map.entry("rtsps", RtspConfig::read),
          Map.entry("upload", UploadConfig::read),
          Map.entry("v4l2", WebcamConfig::read));

  private static final StreamId NAMELESS = new StreamId("nameless");

  private StreamConfigs() {}

  /** The stream of one section; empty, with the problems noted, when it can't be made. */
  static Optional<StreamConfig> read(String name, ConfigReader section, SourcePolicy defaults) {
    Kind kind = section.isSet(ProgramConfig.EXEC) ? ProgramConfig::read : kindByUrl(section);
    Optional<StreamId> id = idOf(name, section);
    // Read also under a wrong name, so that all mistakes are told at once.
    Optional<? extends StreamConfig> stream = kind.read(id.orElse(NAMELESS), section, defaults);
    return id.isPresent() ? stream.map(known -> known) : Optional.empty();
  }

  private static Kind kindByUrl(ConfigReader section) {
    return section.value("url", url -> url).flatMap(StreamConfigs::kindOf).orElse(CAMERA);
  }

  private static Optional<StreamId> idOf(String name, ConfigReader section) {
    try {
      return Optional.of(new StreamId(name));
    } catch (IllegalArgumentException e) {
      section.remark(e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Kind> kindOf(String url) {
    int colon = url.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.ofNullable(KINDS.get(url.substring(0, colon).toLowerCase(Locale.ROOT)));
  }
}
