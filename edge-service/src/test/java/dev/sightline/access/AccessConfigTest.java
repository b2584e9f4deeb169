package dev.sightline.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigException;
import dev.sightline.node.ConfigReader;
import dev.sightline.node.ConfigSources;
import dev.sightline.node.Flags;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessConfigTest {

  private static final Optional<StreamId> YARD = Optional.of(new StreamId("yard"));
  private static final Optional<StreamId> FRONT = Optional.of(new StreamId("front"));
  private static final Pass ANNA = Pass.of(Means.PASSWORD, "anna");
  private static final Pass BOB = Pass.of(Means.TOKEN, "bob");

  @TempDir private Path directory;
  private String users;
  private String keys;

  @BeforeEach
  void write() throws IOException {
    users =
        Files.writeString(
                directory.resolve("users"),
                "anna:$2y$05$rBIET6APf44JQmbuBfhZSe8QRgYkb1QQ0VqllO8Gh3K8odm4s8Fym\n")
            .toString();
    keys = Files.writeString(directory.resolve("keys"), LinkKeys.newLine()).toString();
  }

  private static AccessConfig read(String json) throws ConfigException {
    ConfigReader reader = reader(json);
    AccessConfig config = AccessConfig.read(reader);
    reader.finish();
    return config;
  }

  private static ConfigReader reader(String json) {
    return new ConfigReader(sources(json, false));
  }

  private static ConfigSources sources(String json, boolean again) {
    JsonObject file = new JsonObject().put("access", new JsonObject(json.replace('\'', '"')));
    return new ConfigSources(file, Map.of(), new Flags(), Optional.empty(), again);
  }

  /** Each is looked after by itself, and what held before stays. */
  @Test
  void filesThatBreakLaterHoldUpNoOtherChange() throws Exception {
    String json =
        "{'users-file': '%1$s', 'links': {'keys-file': '%2$s'}, 'tokens': {'jwks-file': '%2$s', 'issuer': 'i', 'audience': 'a'}, 'watch': 'signed-in'}"
            .formatted(users, keys);
    assertThat(mistakes(json)).as("no key set").hasSize(1);
    Files.delete(Path.of(users));
    Files.writeString(Path.of(keys), "no key");
    assertThat(mistakes(json)).hasSize(3);

    ConfigReader later = new ConfigReader(sources(json, true));
    AccessConfig config = AccessConfig.read(later);
    later.finish();

    assertThat(config.usersFile()).contains(Path.of(users));
    assertThat(config.links()).isPresent();
    assertThat(config.tokens()).isPresent();
  }

  private static List<String> mistakes(String json) {
    try {
      read(json);
      return List.of();
    } catch (ConfigException e) {
      return e.problems();
    }
  }

  @Test
  void everybodyMayDoEverythingUnlessToldOtherwise() throws ConfigException {
    assertThat(read("{}")).isEqualTo(AccessConfig.OPEN);
    assertThat(AccessConfig.OPEN.isOpen()).isTrue();
  }

  @Test
  void aStreamsRulesGoBeforeTheGeneralOnes() throws ConfigException {
    AccessRules rules =
        read("{'users-file': '%s', 'watch': 'signed-in', 'streams': {'yard': {'watch': ['anna'], 'push': 'signed-in'}, 'front': {'status': ['bob']}}}"
                .formatted(users))
            .rules();

    assertThat(rules.allow(ANNA, Action.WATCH, YARD)).isTrue();
    assertThat(rules.allow(BOB, Action.WATCH, YARD)).isFalse();
    assertThat(rules.allow(BOB, Action.STATUS, YARD)).isFalse();
    assertThat(rules.allow(BOB, Action.PUSH, YARD)).isTrue();
    assertThat(rules.allow(Pass.NOBODY, Action.PUSH, YARD)).isFalse();
    assertThat(rules.allow(BOB, Action.WATCH, FRONT)).isTrue();
    assertThat(rules.allow(ANNA, Action.STATUS, FRONT)).isFalse();
    assertThat(rules.allow(Pass.NOBODY, Action.PUSH, FRONT)).isTrue();
    assertThat(rules.allow(Pass.NOBODY, Action.WATCH, Optional.empty())).isFalse();
  }

  @Test
  void whatIsOpenForOneStreamOnlyIsNotOpenForTheListOfAll() throws ConfigException {
    AccessRules rules =
        read("{'users-file': '%s', 'streams': {'yard': {'watch': ['anna']}}}".formatted(users))
            .rules();

    assertThat(rules.isOpen(Action.WATCH, FRONT)).isTrue();
    assertThat(rules.isOpen(Action.WATCH, YARD)).isFalse();
    assertThat(rules.isOpen(Action.WATCH, Optional.empty())).isFalse();
    assertThat(rules.isOpen(Action.PUSH, Optional.empty())).isTrue();
  }

  @Test
  void aLinkIsEnoughForARuleAboutWatching() throws ConfigException {
    assertThat(mistakes("{'links': {'keys-file': '%s'}, 'watch': 'signed-in'}".formatted(keys)))
        .isEmpty();
    assertThat(mistakes("{'links': {'keys-file': '%s'}, 'push': 'signed-in'}".formatted(keys)))
        .containsExactly(
            "access: who pushes is to be known, but there is no users-file, tokens or forward");
    assertThat(mistakes("{'links': {'keys-file': '%s'}, 'status': ['anna']}".formatted(keys)))
        .containsExactly(
            "access: who sees the status is to be known, but there is no users-file, tokens or"
                + " forward");
  }

  @Test
  void aRuleThatNobodyCanFulfilIsAMistake() {
    assertThat(mistakes("{'watch': 'signed-in'}"))
        .containsExactly(
            "access: who watches is to be known, but there is no users-file, tokens, links or"
                + " forward");
    assertThat(mistakes("{'streams': {'yard': {'push': ['anna']}}}"))
        .containsExactly(
            "access: who pushes is to be known, but there is no users-file, tokens or forward");
  }

  @Test
  void whoStartsItIsToldWhoMayComeIn() throws ConfigException {
    assertThat(AccessConfig.OPEN.notice(true))
        .contains("open: anyone who reaches this machine may watch");
    assertThat(AccessConfig.OPEN.notice(false)).isEmpty();
    String all = "{'users-file': '%s', 'links': {'keys-file': '%s'}, 'watch': 'signed-in'}";
    assertThat(read(all.formatted(users, keys)).notice(true))
        .contains("by passwords, signed links");
  }

  @Test
  void mistakesAreToldInOneSentence() throws IOException {
    assertThat(mistakes("{'users-file': '%s', 'watch': ['anna', 'anyone']}".formatted(users)))
        .containsExactly(
            "access.watch must be anyone, signed-in or a list of names, not some of each");
    assertThat(mistakes("{'streams': {'Yard!': {'watch': 'anyone'}}}"))
        .containsExactly("access.streams.Yard!: 'Yard!' can't be the name of a stream");
    assertThat(mistakes("{'users-file': '/nowhere', 'watch': 'signed-in'}"))
        .containsExactly("access.users-file names /nowhere, which can't be read");
    assertThat(mistakes("{'tokens': {'secret': 'short'}}"))
        .containsExactly("access.tokens.secret must have at least 32 bytes");
    assertThat(mistakes("{'tokens': {'issuer': 'x'}}"))
        .containsExactly(
            "access.tokens: one of jwks-file, jwks-url, secret, secret-file must be set");
    assertThat(mistakes("{'tokens': {'jwks-url': 'http://keys.example/'}}"))
        .contains("access.tokens.jwks-url must begin with https:// unless it is on this machine");
    assertThat(mistakes("{'tokens': {'jwks-url': 'http://127.0.0.1/'}}"))
        .containsExactly(
            "access.tokens: issuer and audience must be set, or a token for any other service"
                + " would do here");
    assertThat(mistakes("{'forward': {'url': 'http://user:word@h/'}}"))
        .containsExactly(
            "access.forward.url must be a URL such as https://auth.example.org/path, without a"
                + " user in it");
    String bad = Files.writeString(directory.resolve("bad"), "id:c2hvcnQ=").toString();
    assertThat(mistakes("{'links': {'keys-file': '%s'}}".formatted(bad)))
        .containsExactly(
            "access.links.keys-file names %s, which has a line 1 with a key of less than 32 bytes"
                .formatted(bad));
  }
}
