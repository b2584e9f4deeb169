package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.HttpReply;
import java.net.URI;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages are allowed to do, and that they can live with it. */
class PageHeadersTest {

  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"([^\"]*assets/[^\"]+)\"");
  private static final Pattern WRITTEN_INTO_THE_PAGE =
      Pattern.compile("<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]*\\ssrc=)");

  private final EdgeFixture edge = edge();

  @AfterEach
  void stop() {
    edge.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/front/", "/status", "/front/status"})
  void letPagesLoadFromTheirEdgeOnly(String path) {
    edge.start("front");
    HttpReply page = edge.get(path);

    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "base-uri 'none'")
        .doesNotContain("unsafe", "*", "http");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
  }

  @ParameterizedTest
  @CsvSource({
    "*, , ",
    "none, frame-ancestors 'none', DENY",
    "self, frame-ancestors 'self', SAMEORIGIN",
    "self https://a.example, frame-ancestors 'self' https://a.example, ",
    "https://a.example https://b.example, frame-ancestors https://a.example https://b.example, "
  })
  void sayWhoMayShowPagesInFrames(String words, String directive, String option) {
    edge.framedBy(words.split(" ")).start("front");
    for (String path : List.of("/", "/front/", "/status", "/front/status")) {
      HttpReply page = edge.get(path);
      String policy = page.header("Content-Security-Policy");
      assertThat(policy.replaceFirst(".*(?=frame-ancestors)", ""))
          .isEqualTo(directive == null ? policy : directive);
      assertThat(page.header("X-Frame-Options")).isEqualTo(option);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/status.json", "/assets/index.js", "/nothing/here", "/front", "/no/stream"})
  void keepBrowsersFromGuessingWhatAnAnswerIs(String path) {
    edge.start("front");
    assertThat(edge.get(path).header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  /** As a page must that isolates itself from all others. */
  @ParameterizedTest
  @ValueSource(strings = {"/front/snapshot?max_wait=0", "/assets/sightline-camera.js"})
  void letAnySiteShowPictures(String path) {
    edge.start("front");
    edge.publish();
    assertThat(
            edge.request(path)
                .withHeader("Accept", "image/*")
                .send()
                .header("Cross-Origin-Resource-Policy"))
        .isEqualTo("cross-origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/front/"})
  void suitPagesThatHaveAllTheirScriptsAndStylesInFiles(String path) {
    edge.start("front");
    String page = edge.get(path).text();

    assertThat(page).doesNotContainPattern(WRITTEN_INTO_THE_PAGE);
    List<String> assets =
        ASSET.matcher(page).results().map((MatchResult found) -> found.group(1)).toList();
    assertThat(assets).hasSizeGreaterThanOrEqualTo(3);
    for (String asset : assets) {
      String resolved = URI.create(path).resolve(asset).getPath();
      assertThat(edge.get(resolved).status()).as(resolved).isEqualTo(200);
    }
  }
}
