package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sightline.bus.LinkStatus;
import dev.sightline.bus.RelayBus;
import dev.sightline.metrics.RelayMetrics;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Two sites with a stream of one name at one ingest. */
class TakenNamesTest {

  private static final List<String> SITES = List.of("garden", "harbour");
  private static final String TAKEN = "left out, since the name yard is taken by site garden";

  private final Vertx vertx = Vertx.vertx();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private RelayBus bus;
  private IngestVerticle ingest;

  @BeforeEach
  void start() {
    log.start();
    logger().addAppender(log);
    RelayMetrics metrics = new RelayMetrics(new SimpleMeterRegistry());
    bus = Await.result(RelayBus.start(vertx, metrics));
    ingest =
        new IngestVerticle(
            new IngestConfig(
                List.of(),
                SourcePolicy.DEFAULT,
                Map.of(),
                Map.of(),
                SITES.stream().map(TakenNamesTest::uplink).toList(),
                List.of()),
            Optional.of(new HttpConfig("127.0.0.1", 0)),
            IngestVerticle.LIMITS,
            0,
            bus,
            metrics,
            Tracing.OFF);
    Await.result(bus.deploy(ingest));
  }

  @AfterEach
  void stop() {
    logger().detachAppender(log);
    Await.result(vertx.close());
  }

  @Test
  void theOneThatIsLeftOutStaysConnectedAndIsToldWhy() {
    assertThat(messages())
        .contains(
            "2 uplinks, garden and harbour among them, have neither streams nor a prefix: when two"
                + " bring a stream of one name, one of them is left out");
    TestSite garden = dial("garden");
    Await.until("it is listed", () -> !bus.directory().entries().isEmpty());
    TestSite harbour = dial("harbour");

    Await.until("it is told why", () -> TAKEN.equals(link("harbour").reason()));
    assertThat(link("garden").reason()).isNull();
    assertThat(List.of(link("garden"), link("harbour"))).allMatch(LinkStatus::connected);
    assertThat(messages()).contains("site harbour: " + TAKEN);

    garden.hangUp("the line is needed");
    Await.until("the other one has the name", () -> link("harbour").reason() == null);
    assertThat(harbour.isConnected()).isTrue();
  }

  private TestSite dial(String name) {
    TestSite site = TestSite.on(vertx, "yard");
    site.dial(ingest.port().orElseThrow(), token(name));
    Await.until(name + " is there", () -> link(name).connected());
    return site;
  }

  private LinkStatus link(String name) {
    Await.until("it is told of", () -> find(name).isPresent());
    return find(name).get();
  }

  private Optional<LinkStatus> find(String name) {
    return bus.directory().links().stream()
        .map(link -> link.status())
        .filter(status -> status.name().equals(name))
        .findFirst();
  }

  private List<String> messages() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("dev.sightline.ingest");
  }

  private static String token(String name) {
    return "s3cret-of-the-" + name;
  }

  private static UplinkConfig uplink(String name) {
    RemoteNames names = new RemoteNames("site " + name, List.of(), "", Optional.empty());
    return new UplinkConfig(name, new BearerToken(new Secret(token(name))), names);
  }
}
