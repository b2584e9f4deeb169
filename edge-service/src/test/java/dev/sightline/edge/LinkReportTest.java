package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.LinkKind;
import dev.sightline.bus.LinkStatus;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an edge tells of the links to other places, for programs and for people. */
class LinkReportTest {

  private static final String TOKEN = "s3cret-of-overseas";
  private static final String HOSTILE = "<script>alert('it')</script>";

  /** Now and then more: an ingest tells each second. */
  private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

  private final EdgeFixture edge = edge();
  private final AtomicReference<List<LinkStatus>> links = new AtomicReference<>(List.of());

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void tellsWhatComesFromAPlaceAndWhatThatLeavesOut() {
    start();
    int[] seconds = {0};
    Await.until(
        "a rate is told",
        () -> {
          announce(there(seconds[0]++));
          return !links().isEmpty() && rates().getDouble("framesIn") > 0;
        });

    JsonObject link = links().getJsonObject(0);
    assertThat(link.getString("name")).isEqualTo("garden");
    assertThat(link.getString("kind")).isEqualTo("site");
    assertThat(link.getBoolean("connected")).isTrue();
    assertThat(link.getString("since")).isEqualTo(BEGIN.toString());
    assertThat(link.getString("ingest")).isEqualTo("local");
    assertThat(link.getInteger("streams")).isEqualTo(3);
    assertThat(link.getInteger("framesLeftOut")).isPositive();
    assertThat(link.getLong("bytesIn")).isEqualTo(link.getLong("framesIn") * 10_000);
    assertThat(link.getJsonObject("roundTripMillis"))
        .isEqualTo(new JsonObject().put("shortest", 80.5).put("latest", 240.0));
    assertThat(rates())
        .isEqualTo(
            new JsonObject()
                .put("framesIn", 10.0)
                .put("bitsIn", 800_000)
                .put("framesLeftOut", 15.0));

    Element row = page("/status").select(".links tbody tr").first();
    assertThat(row.select("th").text()).isEqualTo("garden site");
    assertThat(row.select(".state").text()).isEqualTo("connected");
    assertThat(row.select("td").eachText().subList(1, 3))
        .containsExactly("3", "10.0 fps 800 kbit/s");
    assertThat(row.select("td").get(3).text()).matches("15.0 fps [0-9,]+ so far");
    assertThat(row.select("td").get(4).text()).isEqualTo("240 ms 80 ms at best");
  }

  @Test
  void tellsWhyAPlaceIsAwayAndDoesNotRunWhatItSays() {
    start();
    announce(
        new LinkStatus(
            LinkKind.UPSTREAM,
            "overseas",
            BEGIN.toEpochMilli(),
            false,
            BEGIN.toEpochMilli(),
            "it was told: " + HOSTILE,
            0,
            0,
            0,
            0,
            0,
            0,
            0));
    Await.until("it is told of", () -> !links().isEmpty());

    assertThat(links().getJsonObject(0).getString("reason")).isEqualTo("it was told: " + HOSTILE);
    assertThat(links().getJsonObject(0).getValue("roundTripMillis")).isNull();
    assertThat(edge.get("/status").text()).doesNotContain(HOSTILE);
    Element row = page("/status").select(".links tbody tr").first();
    assertThat(row.select(".state").text()).isEqualTo("not connected");
    assertThat(row.select("small").eachText().get(1)).endsWith(": it was told: " + HOSTILE);
    assertThat(row.select("td").last().text()).isEqualTo("–");
  }

  @Test
  void tellsWhoTakesStreamsFromThisEdgeAndHowMuch() {
    edge.withDownlink("overseas", TOKEN).start("front");
    assertThat(takers().getJsonObject(0).getBoolean("connected")).isFalse();
    assertThat(page("/status").select(".downlinks tbody tr").text())
        .startsWith("overseas not connected");

    try (TestRegion region = TestRegion.dial(edge.outside(), edge.port(), TOKEN)) {
      region.watch("front");
      Await.until(
          "a rate is told",
          () -> {
            edge.publish();
            return takers().getJsonObject(0).getJsonObject("rates").getInteger("bitsOut") > 0;
          });

      JsonObject taker = takers().getJsonObject(0);
      assertThat(taker.getString("name")).isEqualTo("overseas");
      assertThat(taker.getBoolean("connected")).isTrue();
      assertThat(taker.getLong("bytesOut"))
          .isEqualTo(taker.getLong("framesOut") * EdgeFixture.FRAME_SIZE);
      assertThat(edge.metric("sightline.link.takers", "link", "overseas")).isOne();
      assertThat(edge.metric("sightline.link.bytes.sent", "link", "overseas")).isPositive();
      assertThat(page("/status").select(".downlinks .state").text()).isEqualTo("connected");
    }

    Await.until("it has left", () -> edge.metric("sightline.link.takers", "link", "overseas") == 0);
    assertThat(takers().getJsonObject(0).getBoolean("connected")).isFalse();
  }

  @Test
  void tellsOfOtherPlacesOnlyWhereThereAreAnyAndWithAllStreams() {
    start();
    assertThat(page("/status").select(".links")).isEmpty();
    announce(there(0));
    Await.until("it is known", () -> !edge.bus().directory().links().isEmpty());

    assertThat(edge.get("/yard/status.json").text()).doesNotContain("garden", "downlinks");
    assertThat(page("/yard/status").select(".links")).isEmpty();
    assertThat(page("/status").select(".downlinks")).isEmpty();
  }

  private void start() {
    edge.start("front", "yard");
    edge.bus().announceLinks(links::get);
  }

  private void announce(LinkStatus link) {
    links.set(List.of(link));
    edge.bus().announceNow();
  }

  /** The link after so many seconds. */
  static LinkStatus there(int seconds) {
    return new LinkStatus(
        LinkKind.SITE,
        "garden",
        BEGIN.plusSeconds(seconds).toEpochMilli(),
        true,
        BEGIN.toEpochMilli(),
        null,
        3,
        1,
        10L * seconds,
        100_000L * seconds,
        15L * seconds,
        240_000,
        80_500);
  }

  private JsonObject rates() {
    return links().getJsonObject(0).getJsonObject("rates");
  }

  private JsonArray links() {
    return report().getJsonArray("links");
  }

  private JsonArray takers() {
    return report().getJsonArray("downlinks");
  }

  private JsonObject report() {
    return new JsonObject(edge.get("/status.json").text());
  }

  private Document page(String path) {
    HttpReply reply = edge.get(path);
    assertThat(reply.status()).isEqualTo(200);
    return Jsoup.parse(reply.text());
  }
}
