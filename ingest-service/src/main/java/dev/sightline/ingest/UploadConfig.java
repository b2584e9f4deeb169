package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import dev.sightline.ingest.PushConfig.Publisher;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stream of MPEG-TS that is uploaded to {@code /upload/{secret}}.
 *
 * @param id the stream's name, in configuration the name of its section
 * @param secret what tells its uploads from those of other streams; none takes them all
 * @param publisher what happens when a second upload brings video, or sound, too
 * @param maxNoise so many bytes without a packet end an upload
 * @param stallTimeout an upload is ended that brings no packet for this long, or none that a
 *     decoder can use
 */
public record UploadConfig(
    StreamId id, Optional<Secret> secret, Publisher publisher, int maxNoise, Duration stallTimeout)
    implements ArrivingConfig {

  private static final String URL = "upload:";

  @Override
  public String origin() {
    return "uploads";
  }

  @Override
  public StreamSource source(SourceTools tools) {
    return new TsSource(this, tools);
  }

  /** The stream of one section. */
  static Optional<UploadConfig> read(StreamId id, ConfigReader section, SourcePolicy defaults) {
    ReceivedSettings.refuseMoreThan(
        URL, "where MPEG-TS is uploaded, since it comes to /upload/SECRET", section);
    return Optional.of(
        new UploadConfig(
            id,
            ReceivedSettings.secret(section),
            section.choice("publisher", Publisher.TAKE_OVER),
            SourcePolicy.limits(section, defaults.limits()).maxPreambleBytes(),
            SourcePolicy.stallTimeout(section, defaults.stallTimeout())));
  }

  /** Notes where it can't be told which stream an upload is for. */
  static void refuseConfusion(List<StreamConfig> streams, ConfigReader cameras) {
    List<UploadConfig> before = new ArrayList<>();
    for (StreamConfig stream : streams) {
      if (stream instanceof UploadConfig upload) {
        before.forEach(other -> upload.confusionWith(other).ifPresent(cameras::remark));
        before.add(upload);
      }
    }
  }

  private Optional<String> confusionWith(UploadConfig other) {
    if (secret.isPresent() && secret.equals(other.secret)) {
      return Optional.of(
          "the streams '%s' and '%s' have the same upload secret; give each its own"
              .formatted(other.id, id));
    }
    if (secret.isEmpty() || other.secret.isEmpty()) {
      return Optional.of(
          "the streams '%s' and '%s' both take uploads, so both need a secret"
              .formatted(other.id, id));
    }
    return Optional.empty();
  }
}
