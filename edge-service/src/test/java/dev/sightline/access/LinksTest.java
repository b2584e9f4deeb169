package dev.sightline.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.frame.StreamId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinksTest {

  private final Links links = TestKeys.links();

  private Link check(JsonObject claims) throws DeniedException {
    String token = Forge.byHmac(TestKeys.OF_LINKS, Forge.header("HS256", "one"), claims);
    return links.check(TokenText.of(token));
  }

  private static JsonArray streams(int count) {
    JsonArray streams = new JsonArray();
    for (int i = 0; i < count; i++) {
      streams.add("camera-" + i);
    }
    return streams;
  }

  private static LinkKeys keys(byte[] key) {
    return LinkKeys.parse(("one:" + Forge.base64(key)).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void areReadAsTheyWereSigned() throws DeniedException {
    Set<StreamId> both = Set.of(new StreamId("front"), new StreamId("yard"));

    Link link = links.check(TokenText.of(links.sign(both, Duration.ofHours(1), 3)));

    assertThat(link.streams()).isEqualTo(both);
    assertThat(link.viewers()).isEqualTo(3);
    assertThat(link.expiresAt()).isEqualTo(TestKeys.NOW.plus(Duration.ofHours(1)));
  }

  @Test
  void areForAtMostAHundredStreams() throws DeniedException {
    assertThat(check(TestKeys.link().put("stream", streams(100))).streams()).hasSize(100);
    assertThatThrownBy(() -> check(TestKeys.link().put("stream", streams(101))))
        .isInstanceOf(DeniedException.class);
  }

  @Test
  void haveIdsOfAtMost64Characters() throws DeniedException {
    String id = "x".repeat(64);

    assertThat(check(TestKeys.link().put("jti", id)).id()).isEqualTo(id);
    assertThatThrownBy(() -> check(TestKeys.link().put("jti", id + "x")))
        .isInstanceOf(DeniedException.class);
  }

  @Test
  void areSignedByKeysOfAtLeast32Bytes() {
    assertThat(keys(new byte[32]).has("one")).isTrue();
    assertThatThrownBy(() -> keys(new byte[31]))
        .hasMessage("has a line 1 with a key of less than 32 bytes");
  }
}
