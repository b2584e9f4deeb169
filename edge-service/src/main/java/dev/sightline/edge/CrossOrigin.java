package dev.sightline.edge;

import dev.sightline.node.UrlConfig;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Set;

/**
 * Lets scripts of other web sites read answers, if the configuration names those sites (CORS).
 *
 * <p>Requests from elsewhere are served as if nobody had asked, since pages of this very site send
 * their origin too when they open a WebSocket; {@link CorsHandler} alone would refuse them.
 */
final class CrossOrigin implements Handler<RoutingContext> {

  private static final int AN_HOUR = 3600;

  private final Set<String> origins;
  private final CorsHandler allowed;

  private CrossOrigin(List<String> origins) {
    this.origins = Set.copyOf(origins);
    this.allowed =
        CorsHandler.create()
            .addOrigins(origins)
            .allowedMethod(HttpMethod.GET)
            .allowedMethod(HttpMethod.HEAD)
            .exposedHeaders(Set.of("X-Timestamp", "Age", "ETag", "Retry-After"))
            .maxAgeSeconds(AN_HOUR);
  }

  /** A handler for every request. */
  static Handler<RoutingContext> of(UrlConfig urls) {
    return urls.origins().isEmpty() ? RoutingContext::next : new CrossOrigin(urls.origins());
  }

  /** Answers to different sites differ, which {@link CorsHandler} says only if it knows several. */
  @Override
  public void handle(RoutingContext context) {
    String origin = context.request().getHeader(HttpHeaders.ORIGIN);
    boolean isAny = origins.contains(UrlConfig.ANY);
    boolean isOther = origin != null && !isAny && !origins.contains(origin);
    if (isOther || (origins.size() == 1 && !isAny)) {
      context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
    }
    if (isOther) {
      context.next();
    } else {
      allowed.handle(context);
    }
  }
}
