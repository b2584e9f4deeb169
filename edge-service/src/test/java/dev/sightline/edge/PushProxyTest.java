package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.UploadKey;
import dev.sightline.node.UrlConfig;
import dev.sightline.node.UrlDialect;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.PushClient;
import dev.sightline.testkit.PushClient.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is pushed to an edge, and the ingest whose it is. */
class PushProxyTest {

  private static final Buffer BODY = Buffer.buffer("x".repeat(200_000));
  private static final String PUT = "PUT /front/frames";

  private final EdgeFixture edge = edge();

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void passesOnBodyHeadAndAnswer() {
    TestEntrance ingest = start(TestEntrance::count);

    Reply named = PushClient.request(edge.port(), PUT + "?token=a%26b&wait=demand", BODY);
    Reply nameless = PushClient.request(edge.port(), "POST /frames", Buffer.buffer());

    assertThat(named.status()).isEqualTo(200);
    assertThat(named.body()).isEqualTo("200000");
    assertThat(nameless.body()).isEqualTo("0");
    assertThat(ingest.heads())
        .containsExactly(PUT + "?token=a%26b&wait=demand", "POST /front/frames");
  }

  @Test
  void knowsThePrefixOfAReverseProxy() {
    edge.withUrls(new UrlConfig(List.of("/cams"), Optional.empty(), List.of(), UrlDialect.OWN));
    TestEntrance ingest = start(TestEntrance::count);
    takeUploads("s3cret");

    PushClient.request(edge.port(), "PUT /cams/front/frames?token=x", BODY);
    PushClient.request(edge.port(), "POST /cams/upload/s3cret", BODY);

    assertThat(ingest.heads()).containsExactly(PUT + "?token=x", "POST /upload/s3cret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/upload", "/upload/", "/upload/frames", "/upload/stream/640/480"})
  void takesAnyUploadIfAnIngestDoes(String path) {
    TestEntrance ingest = start(TestEntrance::count);
    edge.bus().announceUploads(() -> Set.of(UploadKey.ANY));
    edge.bus().announceNow();
    Await.until(
        "the edge knows it", () -> edge.bus().directory().entranceForUpload("").isPresent());

    Reply reply = PushClient.request(edge.port(), "POST " + path, BODY);

    assertThat(reply.body()).isEqualTo("200000");
    assertThat(ingest.heads()).containsExactly("POST " + path);
  }

  @Test
  void passesOnEveryChunkAtOnce() {
    TestEntrance ingest = start(request -> {});
    try (PushClient client = PushClient.connect(edge.port())) {
      client.endless(PUT);
      Await.until("the head goes ahead", () -> ingest.heads().size() == 1);
      for (int i = 1; i <= 3; i++) {
        int sent = i * 10;
        client.chunk(Buffer.buffer("0123456789"));
        Await.until(sent + " bytes have come", () -> ingest.bytes() == sent);
      }
    }
  }

  @Test
  void asksForTheBodyWhenTheIngestDoes() {
    TestEntrance ingest =
        start(
            request -> {
              TestEntrance.count(request);
              request.response().writeContinue();
            });
    try (PushClient client = PushClient.connect(edge.port())) {
      client.head(PUT, new String[] {"Expect: 100-continue"}, "Content-Length: " + BODY.length());

      assertThat(client.reply().status()).isEqualTo(100);
      assertThat(client.send(BODY).reply().body()).isEqualTo("200000");
    }
    assertThat(ingest.heads()).hasSize(1);
  }

  @Test
  void passesOnARefusalBeforeTheBodyAndHangsUp() {
    TestEntrance ingest = start(PushProxyTest::deny);
    try (PushClient expecting = PushClient.connect(edge.port());
        PushClient endless = PushClient.connect(edge.port())) {
      expecting.head(PUT, new String[] {"Expect: 100-continue"}, "Content-Length: 1000000000");
      endless.endless(PUT).chunk(BODY);

      assertThat(expecting.reply().status()).isEqualTo(401);
      Reply denied = endless.reply();
      assertThat(denied.status()).isEqualTo(401);
      assertThat(denied.head()).contains("www-authenticate: basic realm=\"x\"");
      assertThat(denied.body()).isEqualTo("no");
      expecting.awaitClosed();
      endless.awaitClosed();
    }
    assertThat(ingest.heads()).hasSize(2);
  }

  private static void deny(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(401)
        .putHeader("WWW-Authenticate", "Basic realm=\"x\"")
        .putHeader("Connection", "close")
        .end("no");
  }

  @Test
  void keepsAConnectionWhoseBodyWasReadToItsEnd() {
    TestEntrance ingest = start(request -> request.response().setStatusCode(429).end("slow"));
    try (PushClient client = PushClient.connect(edge.port())) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.exchange(PUT, BODY).status()).isEqualTo(429);
      }
    }
    assertThat(ingest.heads()).hasSize(3);
  }

  @Test
  void tellsTheIngestWhenAClientHasVanished() {
    TestEntrance ingest = start(request -> {});
    try (PushClient client = PushClient.connect(edge.port())) {
      client.endless(PUT).chunk(BODY);
      Await.until("the body has come", () -> ingest.bytes() == BODY.length());
    }
    Await.until("the request broke off", () -> ingest.broken() == 1);
  }

  @Test
  void tellsTheIngestWhenAClientThatWaitsHasVanished() {
    List<String> left = new ArrayList<>();
    TestEntrance ingest =
        start(request -> request.response().closeHandler(v -> left.add(request.uri())));
    try (PushClient client = PushClient.connect(edge.port())) {
      client.head("GET /front/frames?wait=demand", new String[0]);
      Await.until("it waits", () -> ingest.heads().size() == 1);
    }
    Await.until("the ingest knows", () -> !left.isEmpty());
  }

  @Test
  void hangsUpWhenTheIngestVanishes() {
    TestEntrance ingest = start(request -> request.handler(chunk -> request.connection().close()));
    try (PushClient client = PushClient.connect(edge.port())) {
      Reply reply = client.endless(PUT).chunk(BODY).reply();

      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.body()).contains("out of reach");
      client.awaitClosed();
    }
    assertThat(ingest.heads()).hasSize(1);
  }

  @Test
  void saysWhenTheIngestCantBeReached() {
    TestEntrance ingest = start(TestEntrance::count);
    ingest.close();
    try (PushClient client = PushClient.connect(edge.port())) {
      Reply reply = client.endless(PUT).chunk(BODY).reply();

      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.head()).contains("retry-after: 1");
      client.awaitClosed();
    }
  }

  @Test
  void refusesByItselfWhatNoIngestTakes() {
    start(TestEntrance::count);
    takeUploads("s3cret");
    try (PushClient unknown = PushClient.connect(edge.port());
        PushClient wrong = PushClient.connect(edge.port())) {
      Reply missing = unknown.endless("PUT /yard/frames").reply();
      Reply denied = wrong.endless("POST /upload/guess").reply();

      assertThat(missing.status()).isEqualTo(404);
      assertThat(missing.body()).contains("'yard'");
      assertThat(denied.status()).isEqualTo(403);
      assertThat(denied.body()).doesNotContain("guess");
      assertThat(edge.metric("sightline.uploads.denied")).isEqualTo(1);
      unknown.awaitClosed();
      wrong.awaitClosed();
    }
  }

  @Test
  void saysWhenTheIngestIsUnknown() {
    edge.start("front");

    Reply reply = PushClient.request(edge.port(), PUT, Buffer.buffer());

    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.head()).contains("retry-after: 1");
  }

  @Test
  void takesNoSecretForWrongWhileAnIngestIsAway() {
    edge.withTs("music").start("music");
    try (PushClient client = PushClient.connect(edge.port())) {
      Reply reply = client.endless("POST /upload/s3cret").reply();

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.head()).contains("retry-after: 1");
      client.awaitClosed();
    }
  }

  @Test
  void boundsWhatItPassesOn() {
    int most = EdgeFixture.EVENT_LOOPS * PushProxy.MOST_REQUESTS;
    TestEntrance ingest = start(PushProxyTest::answerIfHurried);
    List<PushClient> clients = new ArrayList<>();
    for (int i = 0; i < most + PushProxy.MOST_REQUESTS; i++) {
      clients.add(
          PushClient.connect(edge.port()).head("GET /front/frames?wait=demand", new String[0]));
    }
    Await.until("all event loops are busy", () -> ingest.heads().size() == most);
    assertThat(hurried().status()).isEqualTo(503);

    clients.forEach(PushClient::close);

    Await.until("who has left counts no more", () -> hurried().status() == 200);
  }

  private static void answerIfHurried(HttpServerRequest request) {
    if (request.query() == null) {
      request.response().end();
    }
  }

  private Reply hurried() {
    return PushClient.request(edge.port(), "GET /front/frames", Buffer.buffer());
  }

  private TestEntrance start(Consumer<HttpServerRequest> reaction) {
    edge.start("front");
    return TestEntrance.announcedTo(edge, reaction);
  }

  private void takeUploads(String secret) {
    String key = UploadKey.of(edge.bus().epoch(), secret);
    edge.bus().announceUploads(() -> Set.of(key));
    edge.bus().announceNow();
    Await.until(
        "the edge knows the upload",
        () -> edge.bus().directory().entranceForUpload(secret).isPresent());
  }
}
