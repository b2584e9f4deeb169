package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import java.net.URI;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages for people, as a browser without scripts has them. */
class StatusPageTest {

  private static final String HOSTILE = "<script>alert('it')</script> & \"quotes\"";

  private final EdgeFixture edge = edge();

  @AfterEach
  void stop() {
    edge.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/status", "/front/status"})
  void hasTheRowsOfMjpegRelay(String path) {
    edge.start("front");
    edge.watch("/front/stream");
    edge.awaitViewers(1);

    Document page = page(path);

    assertThat(value(page, "Clients")).isEqualTo("1");
    assertThat(value(page, "Incoming bandwidth")).isEqualTo("0.0000 Mb/s");
    assertThat(value(page, "Outgoing bandwidth")).matches("\\d+\\.\\d{4} Mb/s");
    assertThat(page.select("table:has(th:contains(Clients)) thead th").eachText())
        .containsExactly("Parameter", "Value");
  }

  @Test
  void tellsAllOfTheOnlyStreamAtOnce() {
    edge.start("front");

    Document page = page("/status");

    assertThat(page.title()).isEqualTo("Status · Sightline");
    assertThat(page.select("header [role=status]").text()).isEqualTo("live");
    assertThat(value(page, "Room for clients")).isEqualTo("1,000");
    assertThat(value(page, "Picture")).isEqualTo("64 × 48");
    assertThat(value(page, "State")).startsWith("live for ");
    assertThat(value(page, "Source")).isEqualTo("http://camera/front");
    assertThat(value(page, "Attempts to connect")).isEqualTo("9");
  }

  @Test
  void listsSeveralStreamsAndLinksToEach() {
    edge.start("front", "yard");
    edge.ingest().lose(new StreamId("yard"), "it refuses the connection");
    awaitText("/status", "it refuses the connection");

    Document page = page("/status");

    assertThat(page.select("header [role=status]").text())
        .isEqualTo("2 streams: 1 live, 1 without a picture");
    assertThat(page.select(".streams tbody th a").eachAttr("href"))
        .containsExactly("front/status", "yard/status");
    Element yard = page.select(".streams tbody tr").get(1);
    assertThat(yard.select(".state").text()).isEqualTo("without a picture");
    assertThat(yard.select("small").eachText().get(1)).endsWith(": it refuses the connection");
  }

  @Test
  void listsTheViewersOfOneStream() {
    edge.start("front", "yard");
    assertThat(page("/front/status").select(".viewers").text()).contains("Nobody is watching");

    edge.watch("/front/stream?key=abc");
    awaitText("/front/status", "abc");

    Document page = page("/front/status");
    assertThat(page.title()).isEqualTo("front · Sightline");
    assertThat(page.select(".viewers tbody th").text()).isEqualTo("multipart");
    assertThat(page.select(".viewers tbody td").last().text()).isEqualTo("abc");
    assertThat(page("/yard/status").select(".viewers").text()).contains("Nobody is watching");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/status", "/front/status"})
  void showsWhatACameraSaysAndDoesNotRunIt(String path) {
    edge.start("front", "yard");
    edge.ingest().announce(hostile());
    awaitText(path, "alert(");

    HttpReply reply = edge.get(path);

    assertThat(reply.text()).doesNotContain("<script>", "alert('it')");
    Document page = Jsoup.parse(reply.text());
    assertThat(page.select("script")).hasSize(1);
    assertThat(page.text()).contains("http://camera/" + HOSTILE).contains("it says " + HOSTILE);
  }

  private static StreamStatus hostile() {
    return new StreamStatus(
        TestFrames.FRONT,
        StreamKind.PICTURES,
        StreamState.RETRYING,
        0,
        "it says " + HOSTILE,
        "http://camera/" + HOSTILE,
        0,
        0,
        0,
        0,
        0,
        0,
        0);
  }

  @Test
  void saysThatThereIsNoStream() {
    edge.start();

    assertThat(page("/status").select("header [role=status]").text())
        .isEqualTo("There is no stream here yet.");
  }

  /** Behind a proxy the page may be anywhere. */
  @ParameterizedTest
  @ValueSource(strings = {"/status", "/front/status"})
  void namesNothingButWhatIsThereByRelativeUrls(String path) {
    edge.start("front");
    Document page = page(path);

    for (Element each : page.select("link[href], a[href], script[src], img[src]")) {
      String url = each.hasAttr("href") ? each.attr("href") : each.attr("src");
      assertThat(url).matches("(\\.\\./|\\./)?[a-z./]*");
      if (!url.endsWith("/")) {
        String target = URI.create(path).resolve(url).getPath();
        assertThat(edge.get(target).status()).as(target).isEqualTo(200);
      }
    }
  }

  @Test
  void hasNoStyleAndNoScriptInItsTextAndForbidsThem() {
    edge.start("front");
    assertThat(edge.get("/status").header("Content-Security-Policy"))
        .contains("script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe");

    Document page = page("/front/status");

    assertThat(page.select("style, [style], script:not([src])")).isEmpty();
    for (Element each : page.getAllElements()) {
      assertThat(each.attributes().asList())
          .noneMatch(attribute -> attribute.getKey().startsWith("on"));
    }
  }

  @Test
  void tellsReadersOfScreensWhatEachTableAndFigureIs() {
    edge.start("front");

    Document page = page("/status");

    for (Element table : page.select("table")) {
      assertThat(table.select("> caption").text()).isNotEmpty();
    }
    assertThat(page.select("th:not([scope])")).isEmpty();
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
  }

  private Document page(String path) {
    HttpReply reply = edge.get(path);
    assertThat(reply.status()).isEqualTo(200);
    return Jsoup.parse(reply.text());
  }

  private static String value(Document page, String row) {
    return page.select("tbody tr").stream()
        .filter(tr -> tr.select("th").text().equals(row))
        .findFirst()
        .orElseThrow()
        .select("td")
        .text();
  }

  private void awaitText(String path, String text) {
    Await.until("it says " + text, () -> page(path).text().contains(text));
  }
}
