package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.ViewerOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What those get to see who sign in with a name and a password, and those who don't. */
class SignInTest {

  private static final String PASSWORD = "s3cret-of-anna";

  private final EdgeFixture edge = edge();

  /** A field, since a client that is garbage closes its connections. */
  private final WebSocketClient client = edge.outside().createWebSocketClient();

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    edge.close();
  }

  private EdgeFixture start(JsonObject rules, String... streams) {
    return edge.withAccess(
            rules.put("users-file", UsersFile.in(directory, "anna", PASSWORD, "bob", PASSWORD)))
        .start(streams);
  }

  private static JsonObject watch(Object who) {
    return new JsonObject().put("watch", who);
  }

  private PlainRequest by(String user, String password, String path) {
    return edge.request(path).withHeader("Authorization", header(user, password));
  }

  private static String header(String user, String password) {
    byte[] login = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }

  private int statusBy(String user, String path) {
    return by(user, PASSWORD, path).send().status();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/front/",
        "/front",
        "/front/stream",
        "/front/snapshot",
        "/front/ws",
        "/front/live.ts",
        "/streams",
        "/status",
        "/front/status",
        "/status.json",
        "/front/status.json",
        "/front/state",
        "/stream",
        "/snapshot",
        "/?action=stream",
        "/nothing/stream",
        "/nothing/",
        "/nothing"
      })
  void whoIsUnknownIsAskedWhoHeIsWhateverHeWants(String path) {
    start(watch("signed-in"), "front");

    HttpReply reply = edge.get(path);

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate"))
        .isEqualTo("Basic realm=\"Sightline\", charset=\"UTF-8\"");
    assertThat(reply.text()).isEqualTo("This is only for those who sign in.\n");
  }

  @Test
  void whatEveryPageNeedsIsOpen() {
    start(watch("signed-in"), "front");

    assertThat(edge.get("/assets/sightline.css").status()).isEqualTo(200);
  }

  @Test
  void whoKnowsThePasswordWatches() {
    start(watch("signed-in"), "front");

    try (TestViewer viewer =
        TestViewer.open(
            edge.outside(), by("anna", PASSWORD, "/front/stream"), ViewerOptions.defaults())) {
      viewer.awaitHead();
      edge.publish();
      viewer.awaitFrames(1);
    }
    assertThat(statusBy("anna", "/")).isEqualTo(200);
    assertThat(statusBy("anna", "/nothing/stream")).isEqualTo(404);
    assertThat(edge.metric("sightline.access.granted", "means", "password")).isEqualTo(3);
  }

  @Test
  void aWrongPasswordAndAnUnknownNameAreToldAlike() {
    start(watch("signed-in"), "front");

    for (HttpReply reply :
        List.of(by("anna", "wrong", "/").send(), by("nobody", PASSWORD, "/").send())) {
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.text()).isEqualTo("The name or the password is wrong.\n");
      assertThat(reply.header("WWW-Authenticate")).startsWith("Basic ");
    }
    assertThat(edge.metric("sightline.access.refused", "reason", "password")).isEqualTo(2);
  }

  @Test
  void whoGuessesHasToWait() {
    start(watch("signed-in"), "front");
    IntStream.range(0, 10)
        .forEach(i -> assertThat(by("anna", "guess " + i, "/").send().status()).isEqualTo(401));

    HttpReply reply = by("anna", "guess", "/").send();

    assertThat(reply.status()).isEqualTo(429);
    assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(1, 60);
  }

  @Test
  void othersOfTheSameAddressNeedNotWaitForThat() {
    start(watch("signed-in"), "front");
    assertThat(statusBy("anna", "/")).isEqualTo(200);
    IntStream.range(0, 10)
        .forEach(
            i -> {
              by("anna", "guess " + i, "/").send();
              by("bob", "guess " + i, "/").send();
            });

    assertThat(statusBy("anna", "/")).as("who was known before").isEqualTo(200);
    assertThat(statusBy("bob", "/")).isEqualTo(429);
    assertThat(by("carl", PASSWORD, "/").send().status()).as("another name").isEqualTo(401);
  }

  @Test
  void aStreamMayBeForSomeOnly() {
    start(
        watch("signed-in")
            .put("streams", new JsonObject().put("yard", watch(new JsonArray().add("anna")))),
        "front",
        "yard");

    assertThat(statusBy("anna", "/yard/")).isEqualTo(200);
    HttpReply refused = by("bob", PASSWORD, "/yard/").send();
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text()).isEqualTo("You are signed in, but this isn't for you.\n");
    assertThat(statusBy("bob", "/front/")).isEqualTo(200);
    assertThat(edge.get("/yard/").status()).isEqualTo(401);
  }

  @Test
  void whatSomebodyMayNotSeeIsInNoList() {
    start(
        watch("signed-in")
            .put("streams", new JsonObject().put("yard", watch(new JsonArray().add("anna")))),
        "front",
        "yard");

    assertThat(streamsIn(by("anna", PASSWORD, "/status.json"))).containsExactly("front", "yard");
    assertThat(streamsIn(by("bob", PASSWORD, "/status.json"))).containsExactly("front");
    assertThat(by("bob", PASSWORD, "/status").send().text()).doesNotContain("yard");
    assertThat(by("bob", PASSWORD, "/stream").send().text()).doesNotContain("yard");
  }

  private static List<String> streamsIn(PlainRequest request) {
    return new JsonObject(request.send().text())
        .getJsonArray("streams").stream()
            .map(each -> ((JsonObject) each).getString("stream"))
            .toList();
  }

  @Test
  void aListThatIsOpenShowsWhatIsOpen() {
    start(
        new JsonObject()
            .put("streams", new JsonObject().put("yard", watch(new JsonArray().add("anna")))),
        "front",
        "yard");

    assertThat(streamsIn(edge.request("/status.json"))).containsExactly("front");
    assertThat(streamsIn(by("anna", PASSWORD, "/status.json"))).containsExactly("front", "yard");
    assertThat(edge.get("/front/").status()).isEqualTo(200);
    assertThat(edge.get("/yard/").status()).isEqualTo(401);
  }

  @Test
  void aSocketOfManyStreamsShowsThoseThatItMay() {
    start(
        new JsonObject()
            .put("streams", new JsonObject().put("yard", watch(new JsonArray().add("anna")))),
        "front",
        "yard");
    StreamsClient nobody = new StreamsClient(client, edge);

    nobody.say(new JsonObject().put("type", "list"));
    nobody.await("streams");

    assertThat(nobody.listed()).containsExactly("front");
    nobody.say(new JsonObject().put("type", "watch").put("stream", "yard"));
    assertThat(nobody.await("error").getString("reason"))
        .isEqualTo("There is no stream named 'yard' here.");
    nobody.watch("front");
  }

  @Test
  void theStatusMayBeForOthersThanThePictures() {
    start(watch("anyone").put("status", new JsonArray().add("anna")), "front");

    assertThat(edge.get("/front/").status()).isEqualTo(200);
    assertThat(edge.get("/front/status.json").status()).isEqualTo(401);
    assertThat(statusBy("bob", "/status")).isEqualTo(403);
    assertThat(statusBy("anna", "/status")).isEqualTo(200);
  }

  @Test
  void aWebSocketIsLetInByItsHeader() {
    start(watch("signed-in"), "front");

    for (int port : List.of(edge.port(), edge.socketPort())) {
      assertThat(shakeHands(port, "")).contains("401");
      assertThat(shakeHands(port, header("anna", PASSWORD))).isEqualTo("open");
    }
  }

  private String shakeHands(int port, String authorization) {
    WebSocketConnectOptions options =
        new WebSocketConnectOptions().setHost("127.0.0.1").setPort(port).setURI("/front/ws");
    if (!authorization.isEmpty()) {
      options.addHeader("Authorization", authorization);
    }
    return Await.result(client.connect(options).map("open").otherwise(Throwable::getMessage));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic %%%", "Basic " + "bm9jb2xvbg==", "Basic /////w=="})
  void whatCannotBeReadIsNoGuess(String header) {
    start(watch("signed-in"), "front");

    HttpReply reply = edge.request("/").withHeader("Authorization", header).send();

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).isEqualTo("The header Authorization can't be read.\n");
  }
}
