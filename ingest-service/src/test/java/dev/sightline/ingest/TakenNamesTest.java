package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sightline.bus.LinkStatus;
import dev.sightline.testkit.Await;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Two sites with a stream of one name at one ingest. */
class TakenNamesTest {

  private static final String TAKEN = "left out, since the name yard is taken by site garden";

  private final Vertx vertx = Vertx.vertx();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void stop() {
    logger().detachAppender(log);
    Await.result(vertx.close());
  }

  @Test
  void theOneThatIsLeftOutStaysConnectedAndIsToldWhy() {
    LinkedIngest ingest = new LinkedIngest(vertx, 1 << 20, "garden", "harbour");
    assertThat(messages())
        .contains(
            "2 uplinks, garden and harbour among them, have neither streams nor a prefix: when two"
                + " bring a stream of one name, one of them is left out");
    TestSite garden = ingest.dial("garden", "yard");
    Await.until("it is listed", () -> ingest.stream("yard").isPresent());
    TestSite harbour = ingest.dial("harbour", "yard");

    ingest.awaitLink("harbour", "it is told why", link -> TAKEN.equals(link.reason()));
    assertThat(ingest.link("garden").reason()).isNull();
    assertThat(List.of(ingest.link("garden"), ingest.link("harbour")))
        .allMatch(LinkStatus::connected);
    assertThat(messages()).contains("site harbour: " + TAKEN);

    garden.hangUp("the line is needed");
    ingest.awaitLink("harbour", "the other has the name", link -> link.reason() == null);
    assertThat(harbour.isConnected()).isTrue();
  }

  private List<String> messages() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("dev.sightline.ingest");
  }
}
