package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.ClasspathLoader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The status for people: the figures of a {@link StatusReport} in a page that needs no script. What
 * it tells is escaped, whoever has said it, as the template exempts nothing. Used on one event
 * loop.
 */
final class StatusPage {

  private static final String TEMPLATE = "web/status.peb";

  private final Vertx vertx;
  private final StatusReport report;
  private final PebbleEngine engine =
      new PebbleEngine.Builder()
          .loader(new ClasspathLoader(StatusPage.class.getClassLoader()))
          .extension(new StatusFilters())
          .strictVariables(true)
          .build();

  /** Whoever asks for a page that is being rendered gets that, so there is one of each at most. */
  private final Map<String, Future<String>> underWay = new HashMap<>();

  StatusPage(Vertx vertx, StatusReport report) {
    this.vertx = vertx;
    this.report = report;
  }

  /** All streams, for {@code /status}. */
  Future<String> all() {
    return once("", () -> render(report.all(), "Status", "all", ""));
  }

  /** One stream, for {@code /{id}/status}. */
  Future<String> one(StreamId stream) {
    return once(stream.name(), () -> render(report.one(stream), stream.name(), "one", "../"));
  }

  private Future<String> once(String name, Supplier<Future<String>> rendering) {
    Future<String> known = underWay.get(name);
    if (known != null) {
      return known;
    }
    Future<String> page = rendering.get();
    underWay.put(name, page);
    return page.onComplete(done -> underWay.remove(name));
  }

  /**
   * Renders on another thread, as the viewers of this one would wait for it: the first page takes a
   * while.
   *
   * @param root where the URLs of this edge begin, seen from the page
   */
  private Future<String> render(JsonObject figures, String title, String scope, String root) {
    Map<String, Object> seen =
        Map.of(
            "title", title,
            "summary", StatusSummary.of(figures.getJsonArray("streams")),
            "scope", scope,
            "root", root,
            // What programs get, as the maps and lists that the template understands.
            "edge", figures.toBuffer().toJsonObject().getMap());
    return vertx.executeBlocking(() -> evaluate(seen), false);
  }

  private String evaluate(Map<String, Object> seen) throws IOException {
    StringWriter page = new StringWriter();
    engine.getTemplate(TEMPLATE).evaluate(page, seen, Locale.ROOT);
    return page.toString();
  }
}
