package dev.sightline.ingest;

import dev.sightline.auth.Credentials;
import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.Secret;
import dev.sightline.program.Masking;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A camera that is pulled over HTTP.
 *
 * @param id the stream's name, in configuration the name of the camera's section
 * @param source where the camera is
 * @param policy how it is pulled
 * @param polling how it is asked for single pictures; empty when it is taken as it answers
 */
public record CameraConfig(
    StreamId id, SourceUrl source, SourcePolicy policy, Optional<PollPolicy> polling)
    implements PulledConfig {

  /** What is shorter is found in any sentence. */
  private static final int SHORTEST_SECRET = 4;

  /** A camera that is taken as it answers, with a stream or with single pictures. */
  public CameraConfig(StreamId id, SourceUrl source, SourcePolicy policy) {
    this(id, source, policy, Optional.empty());
  }

  @Override
  public String origin() {
    return polling.isPresent() ? PollUrl.SCHEME + source : source.toString();
  }

  /** What none of the camera's words may show, should it repeat what it was asked with. */
  Masking masking() {
    RequestPolicy request = policy.request();
    return new Masking(
        Stream.of(
                source.secrets().stream(),
                source.credentials().map(Credentials::basicHeader).stream(),
                request.headers().stream().map(header -> header.value().value()),
                request.body().map(Secret::value).stream())
            .flatMap(secrets -> secrets)
            .filter(secret -> secret.length() >= SHORTEST_SECRET)
            .toList());
  }

  @Override
  public CameraSession access(Vertx vertx) {
    return new CameraSession(vertx, this);
  }

  /** The camera of one section; empty, with the problems noted, when it can't be made. */
  static Optional<CameraConfig> read(StreamId id, ConfigReader camera, SourcePolicy defaults) {
    SourcePolicy policy = SourcePolicy.read(camera, defaults);
    return source(camera, camera.value("url", SourceUrl::parse), policy.request())
        .map(url -> new CameraConfig(id, url, policy));
  }

  /** The camera of a section that has it asked for single pictures, {@code poll:http://…}. */
  static Optional<CameraConfig> readPolled(
      StreamId id, ConfigReader camera, SourcePolicy defaults) {
    SourcePolicy policy = SourcePolicy.read(camera, defaults);
    Optional<PollUrl> url = camera.value("url", PollUrl::parse);
    Optional<String> beside = camera.value("cache-buster", PollPolicy::parameter);
    if (beside.isPresent() && url.flatMap(PollUrl::cacheBuster).isPresent()) {
      camera.problem("cache-buster", "is given twice, by the URL as well; keep one");
    }
    if (camera.isSet("poll-every") && url.flatMap(PollUrl::pollEvery).isPresent()) {
      camera.problem("poll-every", "is given twice, by the URL's fps as well; keep one");
    }
    return source(camera, url.map(PollUrl::source), policy.request())
        .map(source -> url.get().with(source).camera(id, policy, beside));
  }

  private static Optional<SourceUrl> source(
      ConfigReader camera, Optional<SourceUrl> url, RequestPolicy request) {
    Optional<SourceUrl> source = withCredentials(camera, url);
    source.ifPresent(found -> refuseContradictions(camera, found, request));
    return source;
  }

  private static Optional<SourceUrl> withCredentials(ConfigReader camera, Optional<SourceUrl> url) {
    Optional<Credentials> user = user(camera);
    if (!camera.isSet("url")) {
      camera.problem("url", "is missing");
    }
    return url.map(place -> user.map(known -> withUser(camera, place, known)).orElse(place));
  }

  /** The user that the settings beside the URL name. */
  static Optional<Credentials> user(ConfigReader camera) {
    Optional<String> username = camera.string("username");
    Optional<Secret> password = camera.secret("password");
    if (username.isEmpty() && password.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Credentials(username.orElse(""), password.orElseGet(() -> new Secret(""))));
  }

  private static SourceUrl withUser(ConfigReader camera, SourceUrl url, Credentials user) {
    refuseContradictions(camera, url.credentials().isPresent(), user);
    return url.with(user);
  }

  /** A user is named once, and has a name. */
  static void refuseContradictions(ConfigReader camera, boolean urlHasUser, Credentials user) {
    if (urlHasUser) {
      camera.problem("url", "names a user as well as the settings beside it; keep one");
    } else if (user.username().isEmpty()) {
      camera.problem("username", "is missing, since there is a password");
    }
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
