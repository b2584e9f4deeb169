package dev.sightline.access;

import dev.sightline.metrics.RelayMetrics;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the gates of all event loops of a node share. Any thread. */
public final class Access {

  private final AccessConfig config;
  private final Origins origins;
  private final RelayMetrics metrics;
  private final LinkPlaces places = new LinkPlaces();
  private final List<WatchedFile<?>> files = new ArrayList<>();
  private final Optional<Logins> logins;
  private final Optional<Tokens> tokens;
  private final Optional<Links> links;
  private final Fingerprints fingerprints = new Fingerprints();
  private final Optional<Lately<String>> forwarded;
  private Optional<KeysUrl> keysUrl = Optional.empty();

  private Access(
      Vertx vertx, AccessConfig config, List<String> origins, RelayMetrics metrics, Clock clock) {
    this.config = config;
    this.origins = new Origins(origins);
    this.metrics = metrics;
    this.logins = config.usersFile().map(path -> logins(vertx, path));
    this.links = config.links().map(it -> links(it, clock));
    this.tokens = config.tokens().map(it -> tokens(vertx, it, clock));
    this.forwarded =
        config
            .forward()
            .map(it -> new Lately<>(Forward.MOST_REMEMBERED, it.cache(), System::nanoTime));
  }

  /**
   * Reads the files, which may take a moment, and begins to look after them.
   *
   * @param origins the web sites of {@code http.cors}
   * @return fails with a sentence when one of them can't be used any more
   */
  public static Future<Access> open(
      Vertx vertx, AccessConfig config, List<String> origins, RelayMetrics metrics, Clock clock) {
    return vertx
        .executeBlocking(() -> new Access(vertx, config, origins, metrics, clock))
        .compose(access -> access.begin(vertx).map(access));
  }

  private <T> WatchedFile<T> watched(
      String setting, Path path, int mostBytes, Function<byte[], T> parse) {
    WatchedFile<T> file = WatchedFile.open(setting, path, mostBytes, parse);
    files.add(file);
    return file;
  }

  private Logins logins(Vertx vertx, Path path) {
    Supplier<Users> users =
        watched("access.users-file", path, AccessConfig.MOST_USERS_BYTES, Users::parse);
    return new Logins(vertx, users, System::nanoTime);
  }

  private Links links(LinkConfig it, Clock clock) {
    Supplier<LinkKeys> keys =
        watched("access.links.keys-file", it.keysFile(), LinkKeys.MOST_BYTES, LinkKeys::parse);
    return new Links(keys, clock);
  }

  private Tokens tokens(Vertx vertx, TokenConfig it, Clock clock) {
    if (it.keysUrl().isPresent()) {
      KeysUrl url = new KeysUrl(vertx, it.keysUrl().get(), System::nanoTime);
      keysUrl = Optional.of(url);
      return new Tokens(it, url::get, url::demand, clock);
    }
    Supplier<TokenKeys> keys = keysHere(it);
    return new Tokens(it, () -> Optional.of(keys.get()), Future::succeededFuture, clock);
  }

  private Supplier<TokenKeys> keysHere(TokenConfig it) {
    if (it.secret().isPresent()) {
      TokenKeys key = TokenKeys.shared(it.secret().get().value());
      return () -> key;
    }
    return it.keysFile().isPresent()
        ? watched(
            "access.tokens.jwks-file", it.keysFile().get(), TokenKeys.MOST_BYTES, TokenKeys::parse)
        : watched(
            "access.tokens.secret-file",
            it.secretFile().orElseThrow(),
            TokenKeys.MOST_BYTES,
            TokenKeys::sharedIn);
  }

  private Future<?> begin(Vertx vertx) {
    Future<?> watching =
        files.isEmpty()
            ? Future.succeededFuture()
            : vertx.deployVerticle(
                new FileWatch(files),
                new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER));
    return watching.compose(
        done -> keysUrl.map(url -> url.begin(vertx)).orElseGet(Future::succeededFuture));
  }

  /**
   * For the event loop that calls this.
   *
   * @param callers where a request comes from
   */
  public Gate newGate(Vertx vertx, Function<HttpServerRequest, Caller> callers) {
    Optional<Forward> forward =
        config.forward().map(it -> new Forward(vertx, it, fingerprints, forwarded.orElseThrow()));
    return new Gate(config, logins, tokens, links, forward, origins, callers, places, metrics);
  }
}
