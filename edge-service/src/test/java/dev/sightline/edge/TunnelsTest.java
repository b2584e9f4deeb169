package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sites that are passed on to an ingest. */
class TunnelsTest {

  private final EdgeFixture edge = edge().start("front");

  /** A field, since a client that is garbage closes its connections. */
  private final WebSocketClient sites = edge.outside().createWebSocketClient();

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void endWhenTheIngestIsGoneThoughNothingIsHeardOfIt() {
    TestEntrance one = ingest();
    WebSocket site = dial();
    CompletableFuture<Void> hungUp = new CompletableFuture<>();
    site.closeHandler(hungUp::complete);
    site.exceptionHandler(reset -> {}); // The close follows.
    edge.bus().announceUplinks(() -> true);
    edge.bus().announceNow();
    assertThat(hungUp).isNotDone();

    // There is one elsewhere now, and of the other one no connection has ended.
    TestEntrance other = ingest();

    Await.until("the site is hung up on", hungUp::isDone);
    assertThat(one.heads()).containsExactly("GET /uplink");
    dial();
    assertThat(other.heads()).containsExactly("GET /uplink");
  }

  private TestEntrance ingest() {
    TestEntrance ingest = TestEntrance.open(edge.outside(), HttpServerRequest::toWebSocket);
    edge.bus().announceEntrance("127.0.0.1", ingest.port());
    edge.bus().announceUplinks(() -> true);
    edge.bus().announceNow();
    Await.until(
        "the edge knows it",
        () ->
            edge.bus().directory().entrancesForUplinks().stream()
                .anyMatch(entrance -> entrance.port() == ingest.port()));
    return ingest;
  }

  private WebSocket dial() {
    WebSocketConnectOptions request =
        new WebSocketConnectOptions().setHost("127.0.0.1").setPort(edge.port()).setURI("/uplink");
    request.addHeader("Authorization", "Bearer s3cret-of-the-garden");
    return Await.result(sites.connect(request));
  }
}
