package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Arrival;
import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.FrameTap;
import dev.sightline.bus.LinkKind;
import dev.sightline.bus.LinkStatus;
import dev.sightline.bus.RelayBus;
import dev.sightline.frame.StreamId;
import dev.sightline.metrics.RelayMetrics;
import dev.sightline.node.BearerToken;
import dev.sightline.node.HttpConfig;
import dev.sightline.node.Secret;
import dev.sightline.node.Tracing;
import dev.sightline.testkit.Await;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of links: a site dials an ingest over real sockets, or another cluster is away. */
class LinkFiguresTest {

  private static final String TOKEN = "s3cret-of-the-garden";
  private static final StreamId YARD = new StreamId("garden-yard");
  private static final long DELAY = 100;

  private final Vertx vertx = Vertx.vertx();
  private final NetClient tcp = vertx.createNetClient();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RelayMetrics metrics = new RelayMetrics(registry);
  private final List<Long> ages = new CopyOnWriteArrayList<>();
  private TestSite site;
  private RelayBus bus;
  private FrameReceiver receiver;
  private IngestVerticle ingest;

  @BeforeEach
  void start() {
    bus = Await.result(RelayBus.start(vertx, metrics));
    receiver = new FrameReceiver(bus, metrics);
    ingest =
        new IngestVerticle(
            config(List.of(garden()), List.of()),
            Optional.of(new HttpConfig("127.0.0.1", 0)),
            IngestVerticle.LIMITS,
            0,
            bus,
            metrics,
            Tracing.OFF);
    Await.result(bus.deploy(ingest));
    Await.result(bus.deploy(receiver));
    site = TestSite.on(vertx, "yard");
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void tellsThatASiteIsThereAndWhatItSends() {
    awaitLink("it is told of", link -> !link.connected());
    assertThat(link().reason()).isNull();
    assertThat(gauge("connected")).isZero();
    assertThat(gauge("round.trip.seconds")).isNaN();

    site.dial(port(), TOKEN);
    watch();
    publish(0, 3_000);
    publish(1, 4_000);

    awaitLink("both are counted", link -> link.frames() == 2);
    LinkStatus link = link();
    assertThat(link.kind()).isEqualTo(LinkKind.SITE);
    assertThat(link.name()).isEqualTo("garden");
    assertThat(link.connected()).isTrue();
    assertThat(link.streams()).isOne();
    assertThat(link.connects()).isOne();
    assertThat(link.bytes()).isEqualTo(7_000);
    assertThat(link.leftOut()).isZero();
    assertThat(link.shortestRoundTrip()).isPositive().isLessThanOrEqualTo(link.roundTrip());
    assertThat(gauge("connected")).isOne();
    assertThat(gauge("streams")).isOne();
    assertThat(gauge("shortest.round.trip.seconds") * 1e6).isGreaterThanOrEqualTo(1);
  }

  @Test
  void countsThePicturesThatTheSiteLeftOut() {
    site.dial(port(), TOKEN);
    watch();
    publish(0, 3_000);
    publish(4, 3_000);
    awaitLink("three are missing", link -> link.leftOut() == 3);

    site.hangUp("the line is needed");
    awaitLink("it is gone", link -> !link.connected());
    site.dial(port(), TOKEN);
    Await.until("it is asked again", site::isWatched);
    publish(9, 3_000);

    awaitLink("what was while it was gone is nobody's fault", link -> link.frames() == 3);
    assertThat(link().leftOut()).isEqualTo(3);
    assertThat(link().connects()).isEqualTo(2);
  }

  @Test
  void tellsSinceWhenASiteIsGoneAndWhy() {
    site.dial(port(), TOKEN);
    awaitLink("it is there", LinkStatus::connected);
    long cameAt = link().since();

    site.hangUp("the line is needed");

    awaitLink("it is gone", link -> !link.connected());
    assertThat(link().reason()).isEqualTo("it was told: the line is needed");
    assertThat(link().since()).isGreaterThanOrEqualTo(cameAt);
    assertThat(link().roundTrip()).isZero();
    assertThat(gauge("connected")).isZero();
    assertThat(gauge("round.trip.seconds")).isNaN();
  }

  @Test
  void tellsWhyAnotherClusterIsNotReached() {
    Await.result(ingest.change(config(List.of(), List.of(overseas()))));

    awaitLink("it is dialled", link -> link.kind() == LinkKind.UPSTREAM && link.reason() != null);

    assertThat(link().name()).isEqualTo("overseas");
    assertThat(link().connected()).isFalse();
    assertThat(link().reason()).isEqualTo("it refuses the connection");
  }

  @Test
  void forgetsAllGaugesOfASiteThatMayNotComeAnyMore() {
    site.dial(port(), TOKEN);
    watch();
    publish(0, 3_000);
    assertThat(registry.find("sightline.camera.frame.age.seconds").gauges()).hasSize(1);

    Await.result(ingest.change(config(List.of(), List.of())));

    Await.until("nothing is told", () -> bus.directory().links().isEmpty());
    Await.until("the stream is gone", () -> bus.directory().find(YARD).isEmpty());
    assertThat(gauges("sightline.link.")).isEmpty();
    assertThat(gauges("sightline.camera.")).isEmpty();
    assertThat(gauges("sightline.stream.")).isEmpty();
  }

  @Test
  void showsTheGaugesOfASiteWhoseTokenIsAnother() {
    UplinkConfig other = new UplinkConfig("garden", token("s3cret-of-another"), garden().names());
    Await.result(ingest.change(config(List.of(other), List.of())));

    assertThat(gauge("connected")).isZero();
    site.dial(port(), "s3cret-of-another");
    awaitLink("it is there", LinkStatus::connected);
    assertThat(gauge("connected")).isOne();
  }

  @Test
  void addsTheWayToTheAgeOfAPicture() {
    site.dial(delayed(port()), TOKEN);
    awaitLink("the way is measured", link -> link.shortestRoundTrip() > 0);
    assertThat(Duration.ofNanos(link().shortestRoundTrip() * 1_000).toMillis())
        .isGreaterThanOrEqualTo(2 * DELAY);

    watch();
    publish(0, 3_000);

    Await.until("it is seen", () -> !ages.isEmpty());
    assertThat(Duration.ofNanos(ages.get(0)).toMillis()).isGreaterThanOrEqualTo(DELAY);
  }

  private static IngestConfig config(List<UplinkConfig> uplinks, List<UpstreamConfig> upstreams) {
    return new IngestConfig(
        List.of(), SourcePolicy.DEFAULT, Map.of(), Map.of(), uplinks, upstreams);
  }

  private static UplinkConfig garden() {
    RemoteNames names = new RemoteNames("site garden", Set.of(), "garden-", Optional.empty());
    return new UplinkConfig("garden", token(TOKEN), names);
  }

  private static UpstreamConfig overseas() {
    RemoteNames names = new RemoteNames("upstream overseas", Set.of(), "", Optional.of("here"));
    SourceUrl nowhere = SourceUrl.parse("ws://127.0.0.1:1/downlink", "ws", 80, 443);
    DialConfig dial =
        new DialConfig(List.of(nowhere), token(TOKEN), TlsTrust.SYSTEM, Optional.empty());
    return new UpstreamConfig("overseas", dial, names);
  }

  private static BearerToken token(String text) {
    return new BearerToken(new Secret(text));
  }

  private int port() {
    return ingest.port().orElseThrow();
  }

  /** A way to a port on which each byte is under way for {@link #DELAY}. */
  private int delayed(int port) {
    return Await.result(
            vertx
                .createNetServer()
                .connectHandler(
                    near -> {
                      near.pause();
                      tcp.connect(port, "127.0.0.1")
                          .onSuccess(
                              far -> {
                                carry(near, far);
                                carry(far, near);
                                near.resume();
                              });
                    })
                .listen(0, "127.0.0.1"))
        .actualPort();
  }

  private void carry(NetSocket from, NetSocket to) {
    from.handler(bytes -> vertx.setTimer(DELAY, id -> to.write(bytes)));
    from.closeHandler(v -> to.close());
  }

  private void watch() {
    Await.until("it is listed", () -> bus.directory().find(YARD).isPresent());
    vertx.runOnContext(
        v ->
            receiver.open(
                YARD,
                new FrameTap.Listener() {
                  @Override
                  public void frame(Arrival arrival) {
                    ages.add(System.nanoTime() - arrival.at());
                  }

                  @Override
                  public void lost() {}

                  @Override
                  public void ended() {}
                },
                () -> 1));
    Await.until("it is asked for", site::isWatched);
  }

  private void publish(long sequence, int bytes) {
    int before = ages.size();
    site.publish(sequence, bytes);
    Await.until("frame " + sequence + " is seen", () -> ages.size() > before);
  }

  private LinkStatus link() {
    return bus.directory().links().get(0).status();
  }

  private void awaitLink(String what, Predicate<LinkStatus> condition) {
    Await.until(what, () -> !bus.directory().links().isEmpty() && condition.test(link()));
  }

  private double gauge(String name) {
    return registry
        .get("sightline.link." + name)
        .tag("link", "garden")
        .tag("kind", "site")
        .gauge()
        .value();
  }

  private List<String> gauges(String prefix) {
    return registry.getMeters().stream()
        .filter(meter -> meter instanceof Gauge)
        .map(meter -> meter.getId().getName())
        .filter(name -> name.startsWith(prefix))
        .toList();
  }
}
