package dev.sightline.ingest;

import dev.sightline.bus.Arrival;
import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.FrameTap;
import dev.sightline.bus.LinkStatus;
import dev.sightline.bus.RelayBus;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.multipart.PartLimits;
import dev.sightline.node.BearerToken;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.Secret;
import dev.sightline.node.Tracing;
import dev.sightline.testkit.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** An ingest that sites dial, each of which may bring any stream. */
final class LinkedIngest {

  private final Vertx vertx;
  private final List<String> sites;
  private final RelayBus bus;
  private final FrameReceiver receiver;
  private final IngestVerticle ingest;

  LinkedIngest(Vertx vertx, int largestPicture, String... sites) {
    this.vertx = vertx;
    this.sites = List.of(sites);
    RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
    bus = Await.result(RelayBus.start(vertx, metrics));
    receiver = new FrameReceiver(bus, metrics);
    ingest =
        new IngestVerticle(
            config(largestPicture),
            Optional.of(new HttpConfig("127.0.0.1", 0)),
            IngestVerticle.LIMITS,
            0,
            bus,
            metrics,
            Tracing.OFF);
    Await.result(bus.deploy(ingest));
    Await.result(bus.deploy(receiver));
  }

  /** Takes larger pictures from now on, or no larger ones. */
  void take(int largestPicture) {
    Await.result(ingest.change(config(largestPicture)));
  }

  private IngestConfig config(int largestPicture) {
    SourcePolicy usual = SourcePolicy.DEFAULT;
    SourcePolicy policy =
        new SourcePolicy(
            usual.onDemand(),
            usual.linger(),
            usual.connectTimeout(),
            usual.stallTimeout(),
            new PartLimits(8 << 10, largestPicture, 64 << 10),
            usual.retry(),
            usual.pollEvery(),
            usual.request(),
            usual.link());
    List<UplinkConfig> uplinks = sites.stream().map(LinkedIngest::uplink).toList();
    return new IngestConfig(List.of(), policy, Map.of(), Map.of(), uplinks, List.of());
  }

  private static UplinkConfig uplink(String name) {
    RemoteNames names = new RemoteNames("site " + name, Set.of(), "", Optional.empty());
    return new UplinkConfig(name, new BearerToken(new Secret(token(name))), names);
  }

  static String token(String site) {
    return "s3cret-of-the-" + site;
  }

  int port() {
    return ingest.port().orElseThrow();
  }

  /** A site that is connected, with these streams. */
  TestSite dial(String name, String... streams) {
    TestSite site = TestSite.on(vertx, streams);
    site.dial(port(), token(name));
    awaitLink(name, "it is there", LinkStatus::connected);
    return site;
  }

  LinkStatus link(String name) {
    Await.until("it is told of", () -> links(name).findFirst().isPresent());
    return links(name).findFirst().get();
  }

  void awaitLink(String name, String what, Predicate<LinkStatus> condition) {
    Await.until(what, () -> links(name).anyMatch(condition));
  }

  private Stream<LinkStatus> links(String name) {
    return bus.directory().links().stream()
        .map(link -> link.status())
        .filter(status -> status.name().equals(name));
  }

  Optional<StreamStatus> stream(String name) {
    return bus.directory().find(new StreamId(name)).map(entry -> entry.status());
  }

  /** Watches a stream, and counts its pictures. */
  AtomicInteger watch(String stream) {
    Await.until("it is listed", () -> stream(stream).isPresent());
    AtomicInteger seen = new AtomicInteger();
    vertx.runOnContext(
        v ->
            receiver.open(
                new StreamId(stream),
                new FrameTap.Listener() {
                  @Override
                  public void frame(Arrival arrival) {
                    seen.incrementAndGet();
                  }

                  @Override
                  public void lost() {}

                  @Override
                  public void ended() {}
                },
                () -> 1));
    return seen;
  }
}
