package dev.sightline.access;

import dev.sightline.metrics.RelayMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A gate that takes signed links and an issuer's tokens, each by a key of 32 bytes. */
final class TestKeys {

  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration SKEW = Duration.ofSeconds(30);
  static final byte[] OF_LINKS =
      "of links, and 32 bytes are here.".getBytes(StandardCharsets.UTF_8);
  static final String OF_TOKENS = "of tokens, and 32 bytes as well.";
  static final String ISSUER = "https://issuer.example";
  static final String AUDIENCE = "cams";

  private TestKeys() {}

  /** A link that is good. */
  static JsonObject link() {
    return new JsonObject()
        .put("aud", "sightline-link")
        .put("jti", "one")
        .put("stream", "front")
        .put("exp", NOW.getEpochSecond() + 60);
  }

  /** A token that is good. */
  static JsonObject token() {
    return new JsonObject()
        .put("iss", ISSUER)
        .put("aud", new JsonArray().add(AUDIENCE))
        .put("sub", "anna")
        .put("exp", NOW.getEpochSecond() + 60);
  }

  static Links links() {
    LinkKeys keys =
        LinkKeys.parse(("one:" + Forge.base64(OF_LINKS)).getBytes(StandardCharsets.UTF_8));
    return new Links(() -> keys, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  static Tokens tokens() {
    Optional<TokenKeys> key = Optional.of(TokenKeys.shared(OF_TOKENS));
    TokenConfig config =
        new TokenConfig(
            Optional.of(ISSUER),
            Optional.of(AUDIENCE),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            SKEW,
            true);
    return new Tokens(config, () -> key, Future::succeededFuture, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  /** Lets in whoever is known. */
  static Gate gate() {
    RuleSet knownOnly = new RuleSet(Who.SIGNED_IN, Who.SIGNED_IN, Optional.empty());
    AccessConfig config =
        new AccessConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.of(new LinkConfig(Path.of("keys"), true)),
            Optional.empty(),
            new AccessRules(knownOnly, Map.of()));
    return new Gate(
        config,
        Optional.empty(),
        Optional.of(tokens()),
        Optional.of(links()),
        Optional.empty(),
        new Origins(List.of()),
        request -> new Caller("192.0.2.1", "192.0.2.1", true),
        new LinkPlaces(),
        new RelayMetrics(new SimpleMeterRegistry()));
  }
}
