package dev.sightline.access;

import dev.sightline.node.ConfigReader;
import dev.sightline.node.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whose tokens are taken. One of the four that say how they are signed is set.
 *
 * @param issuer what their {@code iss} must say; anything if empty
 * @param audience what their {@code aud} must say; anything if empty
 * @param keysFile public keys as a JSON Web Key Set
 * @param keysUrl the same, over the network
 * @param secret one key that both sides know
 * @param secretFile the same, in a file that is read again when it changes
 * @param skew by how much the issuer's clock and ours may differ
 * @param endStreams whether viewers go when their token ends
 */
record TokenConfig(
    Optional<String> issuer,
    Optional<String> audience,
    Optional<Path> keysFile,
    Optional<Service> keysUrl,
    Optional<Secret> secret,
    Optional<Path> secretFile,
    Duration skew,
    boolean endStreams) {

  static final int LEAST_SECRET = 32;

  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final Duration MOST_SKEW = Duration.ofMinutes(5);
  private static final List<String> KEYS =
      List.of("jwks-file", "jwks-url", "secret", "secret-file");

  static Optional<TokenConfig> read(ConfigReader access) {
    ConfigReader tokens = access.section("tokens");
    Optional<Secret> secret = tokens.secret("secret");
    secret.ifPresent(key -> checkLength(tokens, key));
    TokenConfig config =
        new TokenConfig(
            tokens.string("issuer"),
            tokens.string("audience"),
            ConfiguredFile.open(tokens, "jwks-file", TokenKeys.MOST_BYTES, TokenKeys::parse),
            Service.read(tokens, "jwks-url", Urls::toService),
            tokens.isSet("secret") ? secret : Optional.empty(),
            tokens.privateFile("secret-file"),
            tokens.duration("clock-skew", SKEW, Duration.ZERO, MOST_SKEW),
            tokens.bool("end-streams", false));
    List<String> ways = KEYS.stream().filter(tokens::isSet).toList();
    if (ways.size() > 1) {
      tokens.remark("only one of %s may be set".formatted(String.join(", ", ways)));
    }
    boolean hasMore = Stream.of("issuer", "audience").anyMatch(tokens::isSet);
    if (ways.isEmpty() && hasMore) {
      tokens.remark("one of %s must be set".formatted(String.join(", ", KEYS)));
    }
    boolean isOfOthers = tokens.isSet("jwks-file") || tokens.isSet("jwks-url");
    if (isOfOthers && (config.issuer.isEmpty() || config.audience.isEmpty())) {
      tokens.remark(
          "issuer and audience must be set, or a token for any other service would do here");
    }
    return ways.isEmpty() ? Optional.empty() : Optional.of(config);
  }

  /** Whether it is told, rightly or wrongly, how tokens are signed. */
  static boolean isSaid(ConfigReader access) {
    return KEYS.stream().anyMatch(access.section("tokens")::isSet);
  }

  private static void checkLength(ConfigReader tokens, Secret secret) {
    if (secret.value().getBytes(StandardCharsets.UTF_8).length < LEAST_SECRET) {
      tokens.problem("secret", "must have at least %d bytes".formatted(LEAST_SECRET));
    }
  }
}
