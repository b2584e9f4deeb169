package dev.sightline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sightline.testkit.Await;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Sites that come to an ingest by way of an edge, which says whom they are from. */
class UplinksTest {

  private static final String HOUSE = "203.0.113.7";

  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient edge = vertx.createWebSocketClient();
  private final LinkedIngest ingest = new LinkedIngest(vertx, 1 << 20, "garden");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger().addAppender(log);
    logger().setLevel(Level.INFO);
  }

  @AfterEach
  void stop() {
    logger().detachAppender(log);
    logger().setLevel(null);
    Await.result(vertx.close());
  }

  @Test
  void theLogTellsWhereASiteIsAndNotWhereTheEdgeIs() {
    dial(LinkedIngest.token("garden"), HOUSE);
    dial(LinkedIngest.token("garden"), "no address");

    Await.until(
        "both are told of",
        () ->
            messages()
                .containsAll(
                    List.of(
                        "site garden: connected from " + HOUSE,
                        "site garden: connected from 127.0.0.1")));
  }

  @Test
  void theLogTellsWhoWasRefused() {
    dial("s3cret-of-nobody", HOUSE);

    assertThat(messages())
        .containsExactly("a site at %s was refused: no uplink has its token".formatted(HOUSE));
  }

  /** Waits for the answer, whatever it is. */
  private void dial(String token, String from) {
    WebSocketConnectOptions request =
        new WebSocketConnectOptions().setHost("127.0.0.1").setPort(ingest.port()).setURI("/uplink");
    request.addHeader("Authorization", "Bearer " + token).addHeader("X-Forwarded-For", from);
    Await.result(
        edge.connect(request)
            .<Void>mapEmpty()
            .recover(
                refusal ->
                    refusal instanceof UpgradeRejectedException
                        ? Future.succeededFuture()
                        : Future.failedFuture(refusal)));
  }

  private List<String> messages() {
    return List.copyOf(log.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(Uplinks.class);
  }
}
