package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.PlainRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may push through an edge, and what of his credentials the ingest gets to see. */
class PushAccessTest {

  private static final String PASSWORD = "s3cret-of-a-camera";

  private final EdgeFixture edge = edge();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private TestEntrance entrance;

  @TempDir private Path directory;

  @AfterEach
  void stop() {
    entrance.close();
    edge.close();
  }

  private void start(Object push) {
    edge.withAccess(
            new JsonObject()
                .put("push", push)
                .put("users-file", UsersFile.in(directory, "camera", PASSWORD, "anna", PASSWORD)))
        .start("front");
    entrance =
        TestEntrance.open(
            edge.outside(),
            request -> {
              authorizations.add(String.valueOf(request.getHeader("Authorization")));
              TestEntrance.count(request);
            });
    edge.bus().announceEntrance("127.0.0.1", entrance.port());
    Await.until(
        "the edge knows the entrance",
        () -> edge.bus().directory().entranceOf(TestFrames.FRONT).isPresent());
  }

  private PlainRequest push(String path) {
    return edge.request(path).withMethod("PUT").withBody(Buffer.buffer("a picture"));
  }

  private static PlainRequest by(String user, PlainRequest request) {
    byte[] login = (user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    return request.withHeader(
        "Authorization", "Basic " + Base64.getEncoder().encodeToString(login));
  }

  @Test
  void anybodyMayAndTheIngestLooksAtTheSecret() {
    start("anyone");

    assertThat(by("me", push("/front/frames")).send().status()).isEqualTo(200);
    assertThat(push("/front/frames?token=s3cret-of-the-stream").send().status()).isEqualTo(200);

    assertThat(authorizations.get(0)).startsWith("Basic ");
    assertThat(entrance.heads().get(1)).endsWith("/front/frames?token=s3cret-of-the-stream");
  }

  @Test
  void whoIsNamedMayAndHisPasswordStaysHere() {
    start(new JsonArray().add("camera"));

    HttpReply reply = by("camera", push("/front/frames?token=s3cret-of-the-stream")).send();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("9");
    assertThat(authorizations).containsExactly("null");
    assertThat(entrance.heads()).containsExactly("PUT /front/frames?token=s3cret-of-the-stream");
  }

  @Test
  void othersMayNot() {
    start(new JsonArray().add("camera"));

    assertThat(push("/front/frames").send().status()).isEqualTo(401);
    assertThat(push("/nothing/frames").send().status()).isEqualTo(401);
    assertThat(push("/upload/x").send().status()).isEqualTo(401);
    HttpReply anna = by("anna", push("/front/frames")).send();
    assertThat(anna.status()).isEqualTo(403);
    assertThat(anna.text()).isEqualTo("You are signed in, but this isn't for you.\n");
    assertThat(entrance.heads()).isEmpty();
  }

  @Test
  void aPageOfAnotherSiteMayNotEvenWithThePassword() {
    start("signed-in");

    HttpReply foreign =
        by("anna", push("/front/frames")).withHeader("Origin", "https://stranger.example").send();
    HttpReply own =
        by("anna", push("/front/frames"))
            .withHeader("Origin", "http://127.0.0.1:" + edge.port())
            .send();

    assertThat(foreign.status()).isEqualTo(403);
    assertThat(own.status()).isEqualTo(200);
  }
}
