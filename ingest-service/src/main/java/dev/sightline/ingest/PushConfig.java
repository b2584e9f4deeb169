package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import dev.sightline.multipart.PartLimits;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.Secret;
import java.time.Duration;
import java.util.Optional;

/**
 * A stream whose pictures are pushed to {@code /{id}/frames}.
 *
 * @param id the stream's name, in configuration the name of its section
 * @param secret what a push has to show; none lets anybody push
 * @param publisher what happens when a second program pushes
 * @param maxRate pictures a second; further ones are refused or left out
 * @param limits a larger picture, header or amount of noise is refused
 * @param stallTimeout how long a picture is taken for what there is to see
 */
public record PushConfig(
    StreamId id,
    Optional<Secret> secret,
    Publisher publisher,
    int maxRate,
    PartLimits limits,
    Duration stallTimeout)
    implements ArrivingConfig {

  /** What happens when a second program pushes. */
  public enum Publisher {
    /** The newer one goes on, the older one's request is ended. */
    TAKE_OVER,
    /** The newer one is refused. */
    REFUSE
  }

  static final int USUAL_RATE = 60;

  private static final int HIGHEST_RATE = 1_000;
  private static final String URL = "push:";

  @Override
  public String origin() {
    return "PUT /%s/frames".formatted(id);
  }

  @Override
  public StreamSource source(SourceTools tools) {
    return new PushedSource(this, tools);
  }

  /** The stream of one section. */
  static Optional<PushConfig> read(StreamId id, ConfigReader section, SourcePolicy defaults) {
    ReceivedSettings.refuseMoreThan(
        URL, "where pictures are pushed, since they come to /NAME/frames", section);
    return Optional.of(
        new PushConfig(
            id,
            ReceivedSettings.secret(section),
            section.choice("publisher", Publisher.TAKE_OVER),
            section.integer("max-rate", USUAL_RATE, 1, HIGHEST_RATE),
            SourcePolicy.limits(section, defaults.limits()),
            SourcePolicy.stallTimeout(section, defaults.stallTimeout())));
  }
}
