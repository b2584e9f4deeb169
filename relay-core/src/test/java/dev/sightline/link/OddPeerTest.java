package dev.sightline.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.bus.Announcement;
import dev.sightline.bus.Answer;
import dev.sightline.bus.Ask;
import dev.sightline.bus.Place;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import dev.sightline.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one end says that makes no sense to the other, or is of no interest there. */
class OddPeerTest {

  private static final StreamId YARD = new StreamId("yard");
  private static final Epoch EPOCH = new Epoch(1, "site");

  private final Vertx vertx = Vertx.vertx();
  private final LinkEnd relay = LinkEnd.on(vertx, "relay");

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @ParameterizedTest
  @MethodSource("oddAnswers")
  void anAnswerToSomethingElseEndsTheConnection(Answer odd) {
    LinkEnd site = LinkEnd.on(vertx, "site");
    site.run(() -> site.transport().listenForAsks((ask, answer) -> answer.accept(odd)));
    site.dial(relay.listen());
    Await.until("they know each other", relay.transport()::isConnected);

    Ask ask = new Ask("relay", Ask.Kind.STRETCH, YARD, 0, 1);
    assertThatThrownBy(
            () -> relay.call(() -> relay.transport().ask("site", ask, Duration.ofSeconds(20))))
        .hasMessageContaining("answers something else");
    assertThat(relay.end()).isEqualTo("an answer is none to what was asked");
    assertThat(site.end()).isEqualTo("it was told: an answer is none to what was asked");
  }

  static Stream<Answer> oddAnswers() {
    Frame frame = new Frame(YARD, EPOCH, 0, 77, Buffer.buffer("jpeg")).relayedAs(YARD, EPOCH, 0);
    return Stream.of(
        new Answer(0, -1, 0, 0, null, null, false, new Place("somebody", 2)),
        new Answer(0, -1, 0, 0, frame, null, false, null));
  }

  @Test
  void streamsThatNobodyWantsAreNotKept() {
    LinkEnd site = LinkEnd.giving(vertx, "site");
    List<Announcement> heard = new CopyOnWriteArrayList<>();
    site.run(() -> site.transport().listenForAnnouncements(heard::add));
    relay.bus().announceStreams(() -> List.of(status()));
    Await.until("it is told of", () -> !relay.bus().directory().entries().isEmpty());

    site.dial(relay.listen());

    Await.until("it is heard", () -> heard.stream().anyMatch(OddPeerTest::isOfRelay));
    assertThat(heard).allMatch(announcement -> announcement.streams().isEmpty());
  }

  private static boolean isOfRelay(Announcement announcement) {
    return announcement.epoch().node().equals("relay") && announcement.complete();
  }

  private static StreamStatus status() {
    return new StreamStatus(
        YARD, StreamKind.PICTURES, StreamState.LIVE, 0, null, "camera", 0, 0, 0, 0, 0, 0, 0);
  }
}
