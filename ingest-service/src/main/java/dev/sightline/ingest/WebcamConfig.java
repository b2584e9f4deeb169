package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigReader;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * A camera of this machine, which ffmpeg reads.
 *
 * @param id the stream's name
 * @param url the device and its mode
 * @param policy when it is read, and by which ffmpeg
 */
public record WebcamConfig(StreamId id, WebcamUrl url, SourcePolicy policy)
    implements PulledConfig {

  @Override
  public String origin() {
    return url.toString();
  }

  @Override
  public ProgramAccess access(Vertx vertx) {
    return new ProgramAccess(this, policy, new WebcamRecipe(url, policy.link().ffmpeg()));
  }

  static Optional<WebcamConfig> read(StreamId id, ConfigReader section, SourcePolicy defaults) {
    SourcePolicy policy = SourcePolicy.read(section, defaults);
    return section.value("url", WebcamUrl::parse).map(url -> new WebcamConfig(id, url, policy));
  }
}
