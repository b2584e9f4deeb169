package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PushClient;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sites that dial an edge, and the ingest that lets them in. */
class SiteProxyTest {

  private static final String TOKEN = "s3cret-of-the-garden";
  private static final String HOUSE = "203.0.113.7";
  private static final String ANOTHER_HOUSE = "203.0.113.8";

  private final EdgeFixture edge = edge().behind(false, "127.0.0.1/32");
  private final List<MultiMap> seen = new CopyOnWriteArrayList<>();
  private WebSocketClient sites;

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void passesOnWhatBothEndsSayAndOfTheHandshakeWhatIsWanted() {
    start(SiteProxyTest::echo);
    WebSocket site = Await.result(dial(TOKEN, HOUSE));
    List<Buffer> echoes = new CopyOnWriteArrayList<>();
    edge.outside().runOnContext(v -> site.binaryMessageHandler(echoes::add));
    List<Buffer> pieces =
        IntStream.range(0, 200).mapToObj(i -> Buffer.buffer(new byte[300 * i])).toList();

    pieces.forEach(site::writeBinaryMessage);

    Await.until("all are back", () -> echoes.size() == pieces.size());
    assertThat(echoes).isEqualTo(pieces);
    assertThat(seen.get(0).get("Authorization")).isEqualTo("Bearer " + TOKEN);
    assertThat(seen.get(0).getAll("X-Forwarded-For")).containsExactly(HOUSE);
    assertThat(seen.get(0).contains("Cookie")).isFalse();
  }

  @Test
  void endsOneEndWithTheOther() {
    List<Boolean> gone = new CopyOnWriteArrayList<>();
    start(
        request ->
            request.toWebSocket().onSuccess(socket -> socket.closeHandler(v -> gone.add(true))));

    WebSocket site = Await.result(dial(TOKEN, HOUSE));
    Await.result(site.close());

    Await.until("the ingest knows it", () -> gone.size() == 1);
  }

  @Test
  void tellsTheSiteWhatTheIngestSays() {
    start(
        request ->
            request
                .response()
                .setStatusCode(503)
                .putHeader("Retry-After", "7")
                .end("this relay is being stopped; dial again\n"));

    UpgradeRejectedException refusal = refusal(TOKEN, HOUSE);

    assertThat(refusal.getStatus()).isEqualTo(503);
    assertThat(refusal.getHeaders().get("Retry-After")).isEqualTo("7");
    assertThat(refusal.getBody().toString()).isEqualTo("this relay is being stopped; dial again\n");
  }

  @Test
  void whoTriesManyTokensHasToWaitAndNobodyElse() {
    start(request -> request.response().setStatusCode(401).end("no uplink here has this token\n"));
    for (int i = 0; i < Strangers.MOST_OF_AN_ADDRESS; i++) {
      assertThat(refusal("s3cret-" + i, HOUSE).getStatus()).isEqualTo(401);
    }

    UpgradeRejectedException refusal = refusal(TOKEN, HOUSE);
    assertThat(refusal.getStatus()).isEqualTo(429);
    assertThat(Integer.parseInt(refusal.getHeaders().get("Retry-After"))).isBetween(1, 61);
    assertThat(refusal.getBody().toString())
        .isEqualTo("Too many wrong tokens came from your address; try later.\n");
    assertThat(seen).as("the ingest isn't asked").hasSize(Strangers.MOST_OF_AN_ADDRESS);
    UpgradeRejectedException other = refusal(TOKEN, ANOTHER_HOUSE);
    assertThat(other.getStatus()).isEqualTo(401);
    assertThat(other.getBody().toString()).isEqualTo("No uplink here has this token.\n");
  }

  @Test
  void asksNoIngestOfARequestThatCanNotBeASites() {
    start(SiteProxyTest::echo);

    assertThat(edge.get("/uplink").status()).isEqualTo(401);
    assertThat(refusal("s3cret".repeat(100), HOUSE).getStatus()).isEqualTo(401);
    HttpReply noSocket =
        edge.request("/uplink").withHeader("Authorization", "Bearer " + TOKEN).send();
    assertThat(noSocket.status()).isEqualTo(426);
    assertThat(seen).isEmpty();
  }

  @Test
  void saysWhetherItIsWorthToDialAgain() {
    edge.start("front");
    UpgradeRejectedException early = refusal(TOKEN, HOUSE);
    assertThat(early.getStatus()).isEqualTo(503);
    assertThat(early.getHeaders().get("Retry-After")).isEqualTo("1");
    assertThat(early.getBody().toString()).isEqualTo("No ingest is there as yet; dial again.\n");

    TestEntrance ingest = TestEntrance.announcedTo(edge, SiteProxyTest::echo);
    assertThat(refusal(TOKEN, HOUSE).getStatus()).isEqualTo(404);

    letSitesIn();
    ingest.close();
    UpgradeRejectedException away = refusal(TOKEN, HOUSE);
    assertThat(away.getStatus()).isEqualTo(502);
    assertThat(away.getBody().toString())
        .isEqualTo("The ingest for this site is out of reach; dial again.\n");
  }

  @Test
  void pushesLeaveRoomForSites() {
    TestEntrance ingest =
        start(
            request -> {
              if (request.path().equals("/uplink")) {
                echo(request);
              }
            });
    int most = EdgeFixture.EVENT_LOOPS * PushProxy.MOST_REQUESTS;
    List<PushClient> pushes = new ArrayList<>();
    for (int i = 0; i < most + PushProxy.MOST_REQUESTS; i++) {
      pushes.add(
          PushClient.connect(edge.port()).head("GET /front/frames?wait=demand", new String[0]));
    }
    Await.until("all event loops are busy", () -> ingest.heads().size() == most);

    assertThat(Await.result(dial(TOKEN, HOUSE)).isClosed()).isFalse();
    pushes.forEach(PushClient::close);
  }

  private static void echo(HttpServerRequest request) {
    request
        .toWebSocket()
        .onSuccess(socket -> socket.binaryMessageHandler(socket::writeBinaryMessage));
  }

  private TestEntrance start(Consumer<HttpServerRequest> reaction) {
    edge.start("front");
    TestEntrance ingest =
        TestEntrance.announcedTo(
            edge,
            request -> {
              if (request.path().equals("/uplink")) {
                seen.add(request.headers());
              }
              reaction.accept(request);
            });
    letSitesIn();
    return ingest;
  }

  private void letSitesIn() {
    edge.bus().announceUplinks(() -> true);
    edge.bus().announceNow();
    Await.until("the edge knows it", () -> !edge.bus().directory().entrancesForUplinks().isEmpty());
  }

  private UpgradeRejectedException refusal(String token, String from) {
    return (UpgradeRejectedException)
        Await.result(dial(token, from).map((Throwable) null).otherwise(why -> why));
  }

  private Future<WebSocket> dial(String token, String from) {
    if (sites == null) {
      sites = edge.outside().createWebSocketClient();
    }
    WebSocketConnectOptions request =
        new WebSocketConnectOptions().setHost("127.0.0.1").setPort(edge.port()).setURI("/uplink");
    request
        .addHeader("Authorization", "Bearer " + token)
        .addHeader("X-Forwarded-For", from)
        .addHeader("Cookie", "a=b");
    return sites.connect(request);
  }
}
