package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.HttpReply;
import java.net.URI;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What pages are allowed to do, and that they can live with it. */
class PageHeadersTest {

  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"([^\"]*assets/[^\"]+)\"");
  private static final Pattern WRITTEN_INTO_THE_PAGE =
      Pattern.compile("<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]*\\ssrc=)");

  private final EdgeFixture edge = edge();

  @BeforeEach
  void start() {
    edge.start("front");
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/front/", "/status", "/front/status"})
  void letPagesLoadFromTheirEdgeOnly(String path) {
    HttpReply page = edge.get(path);

    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "base-uri 'none'")
        .doesNotContain("unsafe", "*", "http");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/front/"})
  void suitPagesThatHaveAllTheirScriptsAndStylesInFiles(String path) {
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
