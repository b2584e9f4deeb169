package dev.sightline.ingest;

import dev.sightline.bus.LinkKind;
import dev.sightline.bus.RelayBus;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.LinkMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dials the other clusters whose streams appear here, if this is the ingest that does so for the
 * cluster: one connection to each, on which a stream passes once, and only while somebody watches.
 *
 * <p>Lives on the ingest's event loop.
 */
final class Upstreams {

  private static final Logger LOG = LoggerFactory.getLogger(Upstreams.class);

  private record Line(UpstreamConfig config, RemotePlace place, Dialer dialer) {}

  private final Vertx vertx;
  private final RelayBus bus;
  private final LinkMetrics metrics;
  private final Runnable onNews;
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private List<UpstreamConfig> configured = List.of();
  private int largest;
  private boolean elected;

  /**
   * @param onNews called when the places have other streams
   */
  Upstreams(Vertx vertx, RelayBus bus, LinkMetrics metrics, Runnable onNews) {
    this.vertx = vertx;
    this.bus = bus;
    this.metrics = metrics;
    this.onNews = onNews;
  }

  /**
   * Makes these the clusters that are dialled, here or by another ingest.
   *
   * @param largest bytes of a picture at most
   */
  Future<?> configure(List<UpstreamConfig> upstreams, int largest) {
    configured = upstreams;
    this.largest = largest;
    return follow();
  }

  boolean any() {
    return !configured.isEmpty();
  }

  /** Says whether it is this ingest that dials; again and again. */
  void elect(boolean now) {
    if (now != elected) {
      elected = now;
      if (any()) {
        LOG.info(now ? "this ingest pulls the upstreams" : "another ingest pulls the upstreams");
      }
      follow();
    }
  }

  List<RemotePlace> places() {
    return lines.values().stream().map(Line::place).toList();
  }

  private Future<?> follow() {
    List<UpstreamConfig> wanted = elected ? configured : List.of();
    List<Future<?>> steps = new ArrayList<>();
    List<Line> before = List.copyOf(lines.values());
    lines.clear();
    for (UpstreamConfig config : wanted) {
      Line line =
          before.stream()
              .filter(known -> known.config.equals(config))
              .findFirst()
              .orElseGet(() -> begin(config, steps));
      line.place.take(largest);
      lines.put(config.name(), line);
    }
    before.stream()
        .filter(line -> !lines.containsValue(line))
        .forEach(line -> steps.add(end(line, lines.keySet())));
    onNews.run();
    return Future.join(steps);
  }

  private Line begin(UpstreamConfig config, List<Future<?>> steps) {
    String what = "upstream " + config.name();
    RemotePlace place =
        new RemotePlace(
            vertx,
            bus,
            config.names(),
            new LinkFigures(LinkKind.UPSTREAM, config.name(), metrics),
            what + " isn't connected yet",
            largest);
    Dialer dialer =
        new Dialer(
            vertx,
            what,
            config.dial(),
            place::join,
            why -> place.absent("%s isn't connected: %s".formatted(what, why), why));
    place.onJoin(dialer::joined);
    steps.add(place.begin(onNews).onSuccess(v -> dialer.start()));
    return new Line(config, place, dialer);
  }

  /** What follows under the same name shows its figures already. */
  private static Future<?> end(Line line, Set<String> names) {
    if (!names.contains(line.config.name())) {
      line.place.figures().forget();
    }
    line.dialer.stop();
    return line.place.end();
  }

  /**
   * Says by what each name is taken. One upstream stands in for another, so that they have names in
   * common is as it should be.
   *
   * @param holders for people
   */
  void taken(Map<StreamId, String> holders) {
    Map<StreamId, String> others = new HashMap<>(holders);
    others.values().removeAll(places().stream().map(RemotePlace::toString).toList());
    places().forEach(place -> place.taken(others));
  }
}
