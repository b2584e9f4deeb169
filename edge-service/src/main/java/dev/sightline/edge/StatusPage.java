package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The status for people: the figures of a {@link StatusReport} in a page that needs no script. What
 * it tells is escaped, whoever has said it, as the template exempts nothing. Any thread; the first
 * page takes a while.
 */
final class StatusPage {

  private static final String TEMPLATE = "web/status.peb";

  private final StatusReport report;
  private final PebbleEngine engine =
      new PebbleEngine.Builder()
          .loader(new ClasspathLoader(StatusPage.class.getClassLoader()))
          .extension(new StatusFilters())
          .strictVariables(true)
          .build();

  StatusPage(StatusReport report) {
    this.report = report;
  }

  /** All streams, for {@code /status}. */
  String all() throws IOException {
    return render(report.all(), "Status", "all", "");
  }

  /** Some streams, for who gets to see no others. */
  String some(List<StreamId> streams) throws IOException {
    return render(report.some(streams), "Status", "all", "");
  }

  /** One stream, for {@code /{id}/status}. */
  String one(StreamId stream) throws IOException {
    return render(report.one(stream), stream.name(), "one", "../");
  }

  /**
   * @param root where the URLs of this edge begin, seen from the page
   */
  private String render(JsonObject figures, String title, String scope, String root)
      throws IOException {
    // What programs get, as the maps and lists that the template understands.
    Map<String, Object> edge = figures.toBuffer().toJsonObject().getMap();
    Map<String, Object> seen =
        Map.of(
            "title", title,
            "summary", StatusSummary.of(figures.getJsonArray("streams")),
            "scope", scope,
            "root", root,
            "edge", edge,
            // Of other places not everybody is told.
            "links", edge.getOrDefault("links", List.of()),
            "downlinks", edge.getOrDefault("downlinks", List.of()));
    StringWriter page = new StringWriter();
    engine.getTemplate(TEMPLATE).evaluate(page, seen, Locale.ROOT);
    return page.toString();
  }
}
