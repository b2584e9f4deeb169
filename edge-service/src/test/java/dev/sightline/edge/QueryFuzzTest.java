package dev.sightline.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds whatever a viewer's query says. */
@Timeout(10)
class QueryFuzzTest {

  static Stream<byte[]> queries() {
    return Stream.of(
            "fps=5&max_age=2&max_wait=500ms",
            "fps=1e400&max_delay=99999999999",
            "fps=NaN&max_age=-1&max_wait=0.000000001s",
            "key=abc_-9&extra_headers=1&advance_headers=yes&zero_data=TRUE",
            "key=a%0d%0aSet-Cookie:b&dual_final_frames=true",
            "max_age=0.0000000001&max_age=3600&max_age=3601",
            "a&&=&%&%z;fps=1")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("queries")
  @FuzzTest
  void isWithinItsLimitsOrRefusedInASentence(byte[] input) {
    MultiMap query = MultiMap.caseInsensitiveMultiMap();
    try {
      new QueryStringDecoder(new String(input, UTF_8), false).parameters().forEach(query::add);
    } catch (IllegalArgumentException e) {
      return; // Vert.x answers 400 to what can't be decoded.
    }
    readFreshness(query);
    readRate(query);
    PartOptions options = PartOptions.of(query);
    if (options.key() != null) {
      assertThat(options.key()).matches("[A-Za-z0-9_-]{1,64}");
    }
  }

  private static void readFreshness(MultiMap query) {
    try {
      Freshness freshness = Freshness.of(query, Duration.ofSeconds(5));
      assertThat(freshness.maxAge()).isBetween(Duration.ZERO, Freshness.LONGEST_AGE);
      assertThat(freshness.maxWait()).isBetween(Duration.ZERO, Freshness.LONGEST_WAIT);
    } catch (BadQueryException e) {
      assertIsASentence(e);
    }
  }

  private static void readRate(MultiMap query) {
    try {
      FrameRateCap.of(query.get("fps")).admits(0);
    } catch (BadQueryException e) {
      assertIsASentence(e);
    }
  }

  /** It is the same whatever was asked for. */
  private static void assertIsASentence(BadQueryException refusal) {
    assertThat(refusal.getMessage()).matches("[a-z_]+ must be [ -~]{1,150}\\.");
  }
}
