package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.edge.StreamsClient.Picture;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many streams over one WebSocket. */
class StreamsSocketTest {

  private static final int LARGE = 1 << 20;
  private static final StreamId YARD = new StreamId("yard");

  private final EdgeFixture edge = edge();
  private final WebSocketClient sockets =
      edge.outside()
          .createWebSocketClient(
              new WebSocketClientOptions()
                  .setMaxFrameSize(4 * LARGE)
                  .setMaxMessageSize(4 * LARGE)
                  .setClosingTimeout(1));

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void greetsWithItsVersionAndClock() {
    edge.start("front");
    long before = Instant.now().toEpochMilli() * 1000;

    JsonObject hello = connect().await("hello");

    assertThat(hello.getInteger("version")).isEqualTo(1);
    assertThat(hello.getLong("time")).isBetween(before, Instant.now().toEpochMilli() * 1000 + 1000);
  }

  @Test
  void sendsAPictureForACreditBehindItsHeader() {
    edge.start("front", "yard");
    StreamsClient client = connect();
    assertThat(client.watch("yard")).isEqualTo(1);
    assertThat(client.watch("front")).isEqualTo(2);
    client.credit(1).sync();
    long before = Instant.now().toEpochMilli() * 1000;

    Frame frame = edge.publish();

    Picture picture = client.awaitPicture(1);
    assertThat(picture)
        .isEqualTo(
            new Picture(1, 0, 2, 0, 0, TestFrames.CAPTURED_AT, picture.writtenAt(), frame.jpeg()));
    assertThat(picture.writtenAt()).isGreaterThanOrEqualTo(before);
  }

  @Test
  void sendsNothingWithoutCreditAndThenTheNewest() {
    edge.start("front");
    StreamsClient client = connect();
    client.watch("front");
    Await.until("some are left out", () -> publishAndCountDrops() >= 4);
    assertThat(client.sync().pictures()).isEmpty();

    client.credit(2);

    Picture first = client.awaitPicture(1);
    assertThat(first.leftOut()).isBetween(4L, first.sequence());
    long newest = edge.publish().sequence();
    assertThat(client.awaitPicture(2).sequence()).isBetween(first.sequence() + 1, newest);
    assertThat(client.pictures().get(1).leftOut()).isZero();
    edge.publish();
    assertThat(client.sync().pictures()).hasSize(2);
  }

  @Test
  void keepsNoMoreThanSixtyFourCredits() {
    edge.start("front");
    StreamsClient client = connect();
    client.watch("front");
    client.credit(64).credit(64).sync();

    for (int count = 1; count <= 64; count++) {
      edge.publish();
      client.awaitPicture(count);
    }
    edge.publish();

    Await.until("one waits", () -> publishAndCountDrops() > 0);
    assertThat(client.sync().pictures()).hasSize(64);
  }

  private long publishAndCountDrops() {
    edge.publish();
    return edge.dropped();
  }

  @Test
  void showsTwelveStreamsOverOneSocket() {
    String[] names =
        IntStream.rangeClosed(1, 12).mapToObj("camera%02d"::formatted).toArray(String[]::new);
    edge.start(names);
    StreamsClient client = connect();
    List<Integer> ids = new ArrayList<>();
    for (String name : names) {
      ids.add(client.watch(name));
    }
    client.credit(1).sync();
    assertThat(new HashSet<>(ids)).hasSize(12);

    for (int round = 1; round <= 3; round++) {
      for (int i = 0; i < names.length; i++) {
        Frame frame = edge.ingest().publish(new StreamId(names[i]), 2_000 + i);
        Picture picture = client.awaitPicture((round - 1) * names.length + i + 1);
        assertThat(picture.id()).isEqualTo(ids.get(i));
        assertThat(picture.jpeg()).isEqualTo(frame.jpeg());
        client.credit(1);
      }
    }
  }

  @Test
  void letsNoStreamKeepTheOthersWaiting() {
    String[] names =
        IntStream.rangeClosed(0, 20).mapToObj("camera%02d"::formatted).toArray(String[]::new);
    edge.start(names);
    StreamId greedy = new StreamId(names[0]);
    StreamsClient client = connect();
    int greedyId = client.watch(names[0]);
    Set<Integer> others = new HashSet<>();
    for (int i = 1; i < names.length; i++) {
      others.add(client.watch(names[i]));
    }
    client.sync();
    for (String name : names) {
      edge.ingest().publish(new StreamId(name), 2_000);
    }
    Await.until("a large one waits, too", () -> publishLarge(greedy) > 0);

    for (int credit = 1; credit <= 63; credit++) {
      client.credit(1).awaitPicture(credit);
      edge.ingest().publish(greedy, LARGE);
      for (int i = 1; i < names.length; i++) {
        edge.ingest().publish(new StreamId(names[i]), 2_000);
      }
    }

    // Three each, give or take one, since a picture may come a moment too late for its turn.
    for (int id : others) {
      assertThat(client.pictures(id).size()).as("pictures of %d", id).isBetween(2, 4);
    }
    assertThat(client.pictures(greedyId).size()).as("of the greedy one").isBetween(2, 4);
  }

  private long publishLarge(StreamId stream) {
    edge.ingest().publish(stream, LARGE);
    return (long)
        edge.metric("sightline.frames.dropped", "place", "viewer", "stream", stream.name());
  }

  @Test
  void holdsTheRateThatAStreamWasWatchedWithUntilItIsChanged() {
    edge.start("front", "yard");
    StreamsClient client = connect();
    client.say("{\"type\":\"watch\",\"stream\":\"front\",\"fps\":0.01}").credit(60).sync();
    edge.publish();
    client.awaitPicture(1);
    Await.until(
        "one is held back",
        () -> {
          edge.publish();
          return edge.metric("sightline.frames.dropped", "place", "rate") > 0;
        });
    assertThat(client.sync().pictures()).hasSize(1);

    client.watch("front");
    edge.publish();

    client.awaitPicture(2);
    assertThat(edge.viewers("front")).isEqualTo(1);
  }

  @Test
  void endsAWatchAndNeverUsesItsNumberAgain() {
    edge.start("front", "yard");
    StreamsClient client = connect();
    int first = client.watch("front");
    edge.awaitViewers(1);

    client.unwatch("front").unwatch("front");
    edge.awaitViewers(0);
    client.credit(1).sync();
    edge.ingest().publish(TestFrames.FRONT, 2_000);

    assertThat(client.sync().pictures()).isEmpty();
    assertThat(client.texts("error")).isEmpty();
    client.say("{\"type\":\"watch\",\"stream\":\"front\"}");
    Await.until("it is watched again", () -> client.texts("watching").size() == 2);
    assertThat(client.texts("watching").get(1).getInteger("id")).isEqualTo(first + 1);
  }

  @Test
  void tellsTheStateOfAStreamAndItsChanges() {
    edge.start("front");
    StreamsClient client = connect();
    int id = client.watch("front");
    assertThat(client.await("state"))
        .isEqualTo(
            new JsonObject()
                .put("type", "state")
                .put("stream", "front")
                .put("id", id)
                .put("kind", "pictures")
                .put("state", "LIVE")
                .put("since", TestIngest.SINCE.toString())
                .put("reason", null));

    edge.ingest().lose(TestFrames.FRONT, "no picture for 10 s");

    JsonObject lost = client.await("state", text -> text.getString("state").equals("RETRYING"));
    assertThat(lost.getString("reason")).isEqualTo("no picture for 10 s");
    assertThat(client.texts("state")).hasSize(2);
  }

  @Test
  void marksTheOfflineCard() {
    edge.offlineAfter(Duration.ofMillis(100)).start("front");
    StreamsClient client = connect();
    client.watch("front");
    client.credit(64).sync();
    Frame frame = edge.publish();
    assertThat(client.awaitPicture(1).flags()).isZero();

    edge.ingest().lose(TestFrames.FRONT, "no picture for 10 s");

    Picture card = client.awaitPicture(2);
    assertThat(card.flags()).isEqualTo(1);
    assertThat(card.jpeg()).isNotEqualTo(frame.jpeg());
    Frame back = edge.publish();
    Await.until(
        "the camera is back",
        () ->
            client.pictures().stream()
                .anyMatch(picture -> picture.flags() == 0 && picture.jpeg().equals(back.jpeg())));
  }

  @Test
  void saysThatAStreamIsNoMoreAndGoesOnWithTheOthers() {
    edge.start("front", "yard");
    StreamsClient client = connect();
    int front = client.watch("front");
    client.watch("yard");
    client.credit(2).sync();

    edge.ingest().remove(TestFrames.FRONT);

    JsonObject ended = client.await("ended");
    assertThat(ended.getString("stream")).isEqualTo("front");
    assertThat(ended.getInteger("id")).isEqualTo(front);
    assertThat(ended.getString("reason")).isEqualTo("this stream is no more");
    edge.awaitViewers(0);
    edge.ingest().publish(YARD, 2_000);
    client.awaitPicture(1);
  }

  @Test
  void listsTheStreamsAndWhatChanges() {
    edge.start("front", "yard");
    StreamsClient client = connect();
    client.say("{\"type\":\"list\"}").say("{\"type\":\"list\"}");

    JsonObject list = client.await("streams");
    assertThat(list.getJsonArray("streams").getJsonObject(1))
        .isEqualTo(
            new JsonObject()
                .put("stream", "yard")
                .put("kind", "pictures")
                .put("state", "LIVE")
                .put("since", TestIngest.SINCE.toString())
                .put("reason", null));
    assertThat(client.listed()).containsExactly("front", "yard");
    assertThat(client.sync().texts("streams")).hasSize(1);

    edge.ingest().remove(TestFrames.FRONT);

    Await.until("the list is told again", () -> client.listed().equals(List.of("yard")));
  }

  @Test
  void answersPingsWithItsClock() {
    edge.start("front");
    StreamsClient client = connect();

    client.say("{\"type\":\"ping\",\"id\":\"17\"}");

    JsonObject pong = client.await("pong");
    assertThat(pong.getString("id")).isEqualTo("17");
    assertThat(pong.getLong("time")).isPositive();
  }

  @Test
  void answersEverythingHoweverMuchIsSaidAtOnce() {
    edge.start("front");
    StreamsClient client = connect();
    int many = 2 * ViewerSocket.MOST_HEARD + ViewerSocket.MOST_TEXTS;

    for (int count = 1; count < many; count++) {
      client.socket().writeTextMessage("{\"type\":\"ping\",\"id\":\"" + count + "\"}");
    }
    client.say("{\"type\":\"ping\",\"id\":\"last\"}");

    client.await("pong", pong -> pong.getString("id").equals("last"));
    assertThat(client.texts("pong")).hasSize(many);
  }

  @Test
  void refusesWhatCanNotBeDoneAndGoesOn() {
    edge.withMaxViewers(1).start("front", "yard");
    StreamsClient client = connect();
    client.say("{\"type\":\"watch\",\"stream\":\"attic\"}");
    client.say("nonsense");
    WebSocket socket = client.socket();
    Await.result(socket.writeBinaryMessage(Buffer.buffer("{\"type\":\"list\"}")));
    Buffer tenThousand = Buffer.buffer(" ".repeat(10_000));
    client.say(" ".repeat(ClientMessage.LONGEST + 1));
    Await.result(socket.writeFrame(WebSocketFrame.textFrame(" ".repeat(60_000), false)));
    Await.result(socket.writeFrame(WebSocketFrame.continuationFrame(tenThousand, false)));
    Await.result(socket.writeFrame(WebSocketFrame.continuationFrame(tenThousand, true)));
    client.watch("front");
    client.say("{\"type\":\"watch\",\"stream\":\"yard\"}").credit(1).sync();

    assertThat(client.texts("error"))
        .containsExactly(
            error("There is no stream named 'attic' here.").put("stream", "attic"),
            error("A message must be one JSON object."),
            error("Only text of at most 4096 characters is read here."),
            error("A message may have at most 4096 characters."),
            error("Only text of at most 4096 characters is read here."),
            error("This edge has as many viewers as it takes; try again.").put("stream", "yard"));
    edge.publish();
    client.awaitPicture(1);
  }

  @Test
  void closesASocketThatTalksNonsense() {
    edge.start("front");
    StreamsClient client = connect();
    client.watch("front");

    for (int count = 0; count < StreamsSocket.MOST_ERRORS; count++) {
      client.say("nonsense");
    }

    Await.until("it is closed", client.socket()::isClosed);
    assertThat(client.socket().closeStatusCode()).isEqualTo((short) 1008);
    assertThat(client.texts("error")).hasSize(100);
    edge.awaitViewers(0);
  }

  @Test
  void bearsWithAClientThatWaitsForAStream() {
    edge.start("front");
    StreamsClient client = connect();

    for (int count = 0; count < 2 * StreamsSocket.MOST_ERRORS; count++) {
      client.say(new JsonObject().put("type", "watch").put("stream", "yard"));
    }

    assertThat(client.sync().texts("error"))
        .hasSize(2 * StreamsSocket.MOST_ERRORS)
        .containsOnly(error("There is no stream named 'yard' here.").put("stream", "yard"));
    assertThat(client.socket().isClosed()).isFalse();
  }

  @Test
  void saysAnewHowAStreamIsWhenItIsWatchedAgain() {
    edge.start("front");
    StreamsClient client = connect();

    for (int count = 0; count < 2; count++) {
      client.say(new JsonObject().put("type", "watch").put("stream", "front"));
    }

    assertThat(client.sync().texts("watching")).hasSize(2);
    assertThat(client.texts("state")).hasSize(2);
  }

  @Test
  void watchesNoMoreThanTwoHundredAndFiftySixStreams() {
    String[] names =
        IntStream.rangeClosed(0, 256).mapToObj("camera%03d"::formatted).toArray(String[]::new);
    edge.start(names);
    StreamsClient client = connect();
    for (String name : names) {
      client.say(new JsonObject().put("type", "watch").put("stream", name));
    }

    assertThat(client.sync().texts("error"))
        .containsExactly(error("A socket watches at most 256 streams.").put("stream", "camera256"));
    assertThat(client.texts("watching")).hasSize(256);
    assertThat(client.texts("state")).hasSize(256);
  }

  @Test
  void closesSocketsBeyondTheLimitUntilOneLeaves() {
    edge.withMaxViewers(1).start("front");
    StreamsClient first = connect();
    first.await("hello");

    StreamsClient second = connect();
    Await.until("the second is closed", second.socket()::isClosed);
    assertThat(second.socket().closeStatusCode()).isEqualTo((short) 1013);
    Await.result(first.socket().close());

    Await.until("there is a place", () -> !connectAndSee().isEmpty());
  }

  private List<JsonObject> connectAndSee() {
    StreamsClient client = connect();
    Await.until(
        "it is greeted or closed",
        () -> client.socket().isClosed() || !client.texts("hello").isEmpty());
    return client.texts("hello");
  }

  @Test
  void freesWhatIsUnderWayToAClientThatVanishes() {
    edge.start("front", "yard");
    StreamsClient client = connect();
    client.watch("front");
    client.watch("yard");
    client.credit(64).sync();
    client.socket().pause();
    edge.publishUntilBlocked(LARGE);
    edge.ingest().publish(YARD, LARGE);

    client.socket().close();

    edge.awaitViewers(0);
    Await.until("nobody watches the yard", () -> edge.viewers("yard") == 0);
    Await.until("all frames are freed", () -> edge.frameBuffers() == 0);
  }

  @Test
  void saysThatTheEdgeStops() {
    edge.start("front");
    StreamsClient client = connect();
    client.await("hello");

    edge.stopEdge();

    Await.until("it is closed", client.socket()::isClosed);
    assertThat(client.socket().closeStatusCode()).isEqualTo(ViewerSocket.SERVICE_RESTART);
    assertThat(client.socket().closeReason()).isEqualTo(Guest.REASON);
  }

  @Test
  void tellsAPlainRequestWhatThisUrlIsFor() {
    edge.start("front");

    HttpReply reply = edge.get("/streams");

    assertThat(reply.status()).isEqualTo(426);
    assertThat(reply.header("Upgrade")).isEqualTo("websocket");
  }

  private static JsonObject error(String reason) {
    return new JsonObject().put("type", "error").put("reason", reason);
  }

  private StreamsClient connect() {
    return new StreamsClient(sockets, edge);
  }
}
