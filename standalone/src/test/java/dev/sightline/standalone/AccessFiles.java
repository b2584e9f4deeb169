package dev.sightline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.sightline.access.LinkKeys;
import dev.sightline.access.Links;
import dev.sightline.frame.StreamId;
import dev.sightline.testkit.RunningProgram;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;

/** The files of an edge where one has to sign in: a user, and a key for links. */
final class AccessFiles {

  static final String USER = "anna";
  static final String PASSWORD = "s3cret-of-anna";

  private final String key = LinkKeys.newLine();
  private final Path users;
  private final Path keys;

  AccessFiles(Path directory) throws IOException {
    String hash = BCrypt.withDefaults().hashToString(4, PASSWORD.toCharArray());
    users = Files.writeString(directory.resolve("users"), USER + ":" + hash);
    keys = Files.writeString(directory.resolve("link-keys"), key);
  }

  /** What the edge's configuration says of them. */
  JsonObject section() {
    return new JsonObject()
        .put("watch", "signed-in")
        .put("users-file", users.toString())
        .put("links", new JsonObject().put("keys-file", keys.toString()));
  }

  /** For the stream {@code front}. */
  String token(Duration life) {
    LinkKeys parsed = LinkKeys.parse(key.getBytes(StandardCharsets.UTF_8));
    return new Links(() -> parsed, Clock.systemUTC()).sign(Set.of(new StreamId("front")), life, 0);
  }

  /** What {@code ./sightline link} prints, for an hour of the stream {@code front}. */
  String link(String baseUrl, String path) {
    try (RunningProgram link =
        RunningProgram.start(
            NodeProcess.HOME.resolve("sightline").toString(),
            "link",
            "--keys-file=" + keys,
            "--stream=front",
            "--for=1h",
            "--base-url=" + baseUrl,
            "--path=" + path)) {
      assertThat(link.awaitExit()).as(String.join("\n", link.lines())).isZero();
      return link.lines().get(0);
    }
  }
}
