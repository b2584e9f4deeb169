package dev.sightline.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sightline.frame.StreamId;
import io.vertx.core.internal.net.RFC3986;
import io.vertx.ext.web.handler.HttpException;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds whatever path is asked for: a path, and in the second line the query's action. */
@Timeout(10)
class PathReaderFuzzTest {

  private static final PathReader READER =
      new PathReader(
          "/cams"::equals,
          "front"::equals,
          number -> number == 0 ? Optional.of(new StreamId("front")) : Optional.empty());

  static Stream<byte[]> paths() {
    return Stream.of(
            "/front/stream",
            "/cams/front/snapshot.jpg\nstream_0",
            "/?action=stream\nsnapshot_999999999",
            "/index1.jpg\n",
            "/index.html",
            "/cams/assets/../../x",
            "//..//%2e%2e/%2F/assets/a",
            "*",
            "evil.example:443",
            "/%zz\nstream")
        .map(text -> text.getBytes(ISO_8859_1));
  }

  @MethodSource("paths")
  @FuzzTest
  void leadsToAPathOfOursOrIsRefused(byte[] input) {
    String[] lines = new String(input, ISO_8859_1).split("\n", 2);
    String path;
    try {
      path = RFC3986.normalizePath(lines[0]);
    } catch (IllegalArgumentException e) {
      return; // Vert.x answers 400.
    }
    if (!path.startsWith("/")) {
      return; // No route of Vert.x takes it.
    }
    String own;
    try {
      own = READER.own(path, lines.length == 1 ? null : lines[1]);
    } catch (HttpException e) {
      assertThat(e.getPayload()).hasSizeLessThan(path.length() + 200);
      return;
    }
    assertThat(own)
        .startsWith("/")
        .hasSizeLessThanOrEqualTo(path.length() + "front/snapshot".length());
    assertThat("/" + own + "/").doesNotContain("/../");
    assertThat(MjpegRelayPath.own(path)).isIn("/", "/status", "/stream", "/snapshot");
  }
}
