package dev.sightline.ingest;

import dev.sightline.auth.Credentials;
import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.Secret;
import java.util.List;
import java.util.Optional;

/**
 * A camera that is pulled over HTTP.
 *
 * @param id the stream's name, in configuration the name of the camera's section
 * @param source where the camera is
 * @param policy how it is pulled
 */
public record CameraConfig(StreamId id, SourceUrl source, SourcePolicy policy)
    implements StreamConfig {

  @Override
  public String origin() {
    return source.toString();
  }

  @Override
  public StreamSource source(SourceTools tools) {
    return new PulledSource(this, policy, tools, new CameraSession(tools.vertx(), this));
  }

  /** The camera of one section; empty, with the problems noted, when it can't be made. */
  static Optional<CameraConfig> read(StreamId id, ConfigReader camera, SourcePolicy defaults) {
    SourcePolicy policy = SourcePolicy.read(camera, defaults);
    Optional<SourceUrl> source = source(camera);
    source.ifPresent(url -> refuseContradictions(camera, url, policy.request()));
    return source.map(url -> new CameraConfig(id, url, policy));
  }

  private static Optional<SourceUrl> source(ConfigReader camera) {
    Optional<SourceUrl> url = camera.value("url", SourceUrl::parse);
    Optional<String> username = camera.string("username");
    Optional<Secret> password = camera.secret("password");
    if (!camera.isSet("url")) {
      camera.problem("url", "is missing");
    }
    return url.map(u -> withCredentials(camera, u, username, password));
  }

  private static SourceUrl withCredentials(
      ConfigReader camera, SourceUrl url, Optional<String> username, Optional<Secret> password) {
    if (username.isEmpty() && password.isEmpty()) {
      return url;
    }
    if (url.credentials().isPresent()) {
      camera.problem("url", "names a user as well as the settings beside it; keep one");
    } else if (username.isEmpty()) {
      camera.problem("username", "is missing, since there is a password");
    }
    return url.with(new Credentials(username.orElse(""), password.orElseGet(() -> new Secret(""))));
  }

  /** What is right by itself and wrong together. */
  private static void refuseContradictions(
      ConfigReader camera, SourceUrl url, RequestPolicy request) {
    if (url.credentials().isPresent() && request.sets("Authorization")) {
      camera.problem("headers", "name Authorization, and there is a user as well; keep one");
    }
    ConfigReader tls = camera.section("tls");
    for (String key : List.of("ca-file", "fingerprint")) {
      if (!url.tls() && tls.isSet(key)) {
        tls.problem(key, "is given but the URL is http://");
      }
    }
  }
}
