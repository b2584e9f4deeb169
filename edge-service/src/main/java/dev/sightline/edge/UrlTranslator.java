package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import dev.sightline.node.UrlConfig;
import dev.sightline.node.UrlDialect;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;

/**
 * Sends each request on to the product's own URL for what it asks, so that routes know no other.
 */
final class UrlTranslator implements Handler<RoutingContext> {

  private static final String DONE = UrlTranslator.class.getName();

  private final boolean mjpegRelay;
  private final boolean pymjpeg;
  private final Optional<StreamId> home;
  private final Set<String> prefixes;
  private final PathReader reader;

  UrlTranslator(UrlConfig urls, StreamPath streams) {
    this.mjpegRelay = urls.dialect() == UrlDialect.MJPEG_RELAY;
    this.pymjpeg = urls.dialect() == UrlDialect.PYMJPEG;
    this.home = urls.defaultStream().filter(stream -> urls.dialect() == UrlDialect.ONE_STREAM);
    this.prefixes = Set.copyOf(urls.prefixes());
    this.reader =
        new PathReader(
            path -> mjpegRelay || prefixes.contains(path), streams::isStream, streams::numbered);
  }

  /** Once per request: what was translated may look like something to translate. */
  @Override
  public void handle(RoutingContext context) {
    if (context.get(DONE) != null) {
      context.next();
      return;
    }
    context.put(DONE, true);
    String own;
    try {
      // Broken parameters end here, whether or not anything below reads any.
      context.request().params();
      own = own(context.request(), context.normalizedPath());
    } catch (IllegalArgumentException e) {
      context.fail(400, e);
      return;
    }
    if (home.isPresent() && own.equals("/")) {
      Redirects.to(context, home.get() + "/");
    } else {
      goOn(context, own);
    }
  }

  private static void goOn(RoutingContext context, String own) {
    String query = context.request().query();
    if (own.equals(context.normalizedPath())) {
      context.next();
    } else {
      context.reroute(query == null ? own : own + "?" + query);
    }
  }

  private String own(HttpServerRequest request, String path) {
    if (pymjpeg) {
      return "/stream";
    }
    if (mjpegRelay && !isOurs(request, path)) {
      return MjpegRelayPath.own(request.uri());
    }
    return prefixes.contains(path) ? path : reader.own(path, request.getParam("action"));
  }

  /** WebSockets have a port of their own at mjpeg-relay, so those here are for our pages. */
  private static boolean isOurs(HttpServerRequest request, String path) {
    return MjpegRelayPath.isOfPages(path) || request.canUpgradeToWebSocket();
  }
}
