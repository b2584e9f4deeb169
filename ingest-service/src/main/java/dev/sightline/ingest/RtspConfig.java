package dev.sightline.ingest;

import dev.sightline.auth.Credentials;
import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigReader;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * A camera that speaks RTSP, to which ffmpeg listens.
 *
 * @param id the stream's name
 * @param url where it is
 * @param policy when it is pulled, and by which ffmpeg
 */
public record RtspConfig(StreamId id, RtspUrl url, SourcePolicy policy) implements PulledConfig {

  @Override
  public String origin() {
    return url.toString();
  }

  @Override
  public ProgramAccess access(Vertx vertx) {
    return new ProgramAccess(this, policy, new RtspRecipe(url, policy.link().ffmpeg()));
  }

  static Optional<RtspConfig> read(StreamId id, ConfigReader section, SourcePolicy defaults) {
    SourcePolicy policy = SourcePolicy.read(section, defaults);
    Optional<Credentials> user = CameraConfig.user(section);
    return section
        .value("url", RtspUrl::parse)
        .map(url -> user.map(known -> withUser(section, url, known)).orElse(url))
        .map(url -> new RtspConfig(id, url, policy));
  }

  private static RtspUrl withUser(ConfigReader section, RtspUrl url, Credentials user) {
    CameraConfig.refuseContradictions(section, url.credentials().isPresent(), user);
    return url.with(user);
  }
}
