package dev.sightline.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.bus.Arrival;
import dev.sightline.bus.Ask;
import dev.sightline.bus.FrameTap;
import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import dev.sightline.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two ends of a link over real sockets: a site that publishes, and a relay that pulls. */
class LinkTransportTest {

  private static final StreamId YARD = new StreamId("yard");
  private static final Epoch EPOCH = new Epoch(4_000_000_000_000L, "site");

  private final Vertx vertx = Vertx.vertx();
  private final LinkEnd site = LinkEnd.on(vertx, "site");
  private final LinkEnd relay = LinkEnd.on(vertx, "relay");
  private final List<Frame> seen = new CopyOnWriteArrayList<>();

  /** A field, since a client that is garbage closes its connections. */
  private final WebSocketClient strangers = vertx.createWebSocketClient();

  private StreamStatus status = status(StreamState.LIVE, 0);
  private int port;

  @BeforeEach
  void connect() {
    site.run(() -> site.publisher().open(YARD, () -> {}));
    site.bus().announceStreams(() -> List.of(status));
    port = relay.listen();
    site.dial(port);
  }

  @AfterEach
  void stop() {
    Await.result(vertx.close());
  }

  @Test
  void carriesTheNewestFrameWithItsNumbersAndItsTime() {
    watch();

    Frame small = frame(0, 100);
    publish(small);

    assertThat(seen).containsExactly(small);
  }

  @Test
  void carriesAFrameThatIsLargerThanAPieceUnchanged() {
    watch();

    Frame large = frame(0, 5 * LinkSocket.PIECE + 7);
    publish(large);
    Frame exact = frame(1, LinkSocket.PIECE);
    publish(exact);

    assertThat(seen).containsExactly(large, exact);
  }

  @Test
  void asksForNothingThatNobodyWatches() {
    listed();
    site.run(() -> site.publisher().publish(frame(0, 100)));
    watch();
    Await.until("it is seen", () -> seen.size() == 1);

    assertThat(site.metrics().bus().framesSent(YARD).count()).isEqualTo(1);
  }

  @Test
  void tellsWhatHasChangedAtOnceAndTheRestEachSecond() {
    listed();
    status = status(StreamState.RETRYING, 3);
    site.bus().announceChange(status);
    Await.until("it is told", () -> stateAtRelay().equals(Optional.of(StreamState.RETRYING)));

    status = status(StreamState.RETRYING, 9);
    Await.until("figures are told", () -> listed().status().frames() == 9);
  }

  @Test
  void losesWhatWasAskedWithTheConnectionAndGoesOnWithTheNext() {
    watch();
    publish(frame(0, 100));

    site.run(() -> site.transport().hangUp("the line is needed"));

    assertThat(relay.end()).isEqualTo("it was told: the line is needed");
    assertThat(site.end()).isEqualTo("the line is needed");
    Await.until("its streams have no owner", () -> listed().owner() == null);
    assertThatThrownBy(
            () ->
                relay.call(
                    () ->
                        relay
                            .transport()
                            .ask(
                                "site",
                                new Ask("relay", Ask.Kind.FRAME, YARD, 0, 1),
                                Duration.ofSeconds(1))))
        .hasMessageContaining("isn't connected");

    site.dial(port);
    Await.until("it is back", () -> listed().owner() != null);
    publish(frame(1, 100));
    assertThat(seen).extracting(Frame::sequence).containsExactly(0L, 1L);
  }

  @Test
  void takesTheNewestOfTwoConnections() {
    listed();
    site.dial(port);

    Await.until("the first is ended", () -> relay.bus().transport().nodes().size() == 2);
    watch();
    publish(frame(0, 100));
    assertThat(seen).hasSize(1);
  }

  @Test
  void asksAreTheOtherEndsWhateverNameTheyHave() {
    List<String> askers = new CopyOnWriteArrayList<>();
    site.run(
        () ->
            site.transport()
                .listenForAsks(
                    (ask, answer) -> {
                      askers.add(ask.edge());
                      answer.accept(null);
                    }));
    listed();

    assertThatThrownBy(
            () ->
                relay.call(
                    () ->
                        relay
                            .transport()
                            .ask(
                                "site",
                                new Ask("somebody", Ask.Kind.FRAME, YARD, 0, 1),
                                Duration.ofSeconds(5))))
        .hasMessageContaining("doesn't have the stream");
    assertThat(askers).contains("relay").doesNotContain("somebody");
  }

  @Test
  void hangsUpOnWhoeverDoesNotSpeakItsLanguage() {
    assertThat(sent(Buffer.buffer("GET / HTTP/1.1"))).isEqualTo("a message can't be understood");
    assertThat(sent(words(new JsonObject().put("hello", 99).put("node", "x"))))
        .contains("versions that don't understand");
    assertThat(
            sent(words(new JsonObject().put("hello", LinkConnection.VERSION).put("node", "relay"))))
        .contains("this one's");
    assertThat(sent(hello("x"), words(new JsonObject().put("node", 7))))
        .isEqualTo("a message can't be understood");
    assertThat(sent(hello("x"), words(announcementOf("y")))).contains("speaks for somebody else");
    assertThat(
            sent(hello("x"), LinkMessage.of(1, new Ask("x", Ask.Kind.FRAME, null, 0, 1)).encode()))
        .isEqualTo("an ask names no stream");
    assertThat(sent(hello("x"), tooLarge())).contains("larger than");
    assertThat(sent(LinkMessage.of(1, new Ask("x", Ask.Kind.PROBE, null, 0, 0)).encode()))
        .isEqualTo("a message can't be understood");
  }

  @Test
  void endsAConnectionOverWhichNothingComes() {
    WebSocket mute = Await.result(strangers.connect(port, "127.0.0.1", "/"));
    List<String> ends = new CopyOnWriteArrayList<>();
    LinkSocket socket =
        new LinkSocket(
            vertx,
            mute,
            LinkChannel.of(mute),
            () -> 100,
            new LinkSocket.Listener() {
              @Override
              public void message(Buffer message) {}

              @Override
              public void oversized(Buffer beginning) {}

              @Override
              public void pinged(long took) {}

              @Override
              public void closed(String reason) {
                ends.add(reason);
              }
            });

    IntStream.range(0, LinkSocket.SILENCE_SECONDS).forEach(second -> socket.everySecond());
    assertThat(ends).isEmpty();
    socket.everySecond();
    assertThat(ends).containsExactly("nothing came for 10 s");
  }

  @Test
  void measuresTheRoundTripOfEachConnectionAtBothEnds() {
    Await.until("the site knows it", () -> site.transport().roundTrip().isKnown());
    Await.until("the relay knows it", () -> relay.transport().roundTrip().isKnown());
    RoundTrip first = relay.transport().roundTrip();
    assertThat(first.shortest()).isPositive().isEqualTo(first.latest());

    Await.until(
        "it is measured again", () -> relay.transport().roundTrip().latest() != first.latest());
    RoundTrip next = relay.transport().roundTrip();
    assertThat(next.shortest()).isEqualTo(Math.min(first.latest(), next.latest()));
    assertThat(next.oneWay()).isEqualTo(next.shortest() / 2);

    relay.run(() -> relay.transport().hangUp("that is all"));
    assertThat(relay.transport().roundTrip().isKnown()).isFalse();
  }

  private static Buffer tooLarge() {
    return Buffer.buffer()
        .appendByte((byte) 4)
        .appendInt(LinkEnd.LARGEST + 1)
        .appendBytes(new byte[LinkSocket.PIECE - 5]);
  }

  private static Buffer hello(String name) {
    return words(new JsonObject().put("hello", LinkConnection.VERSION).put("node", name));
  }

  private static JsonObject announcementOf(String node) {
    return new JsonObject()
        .put("node", node)
        .put("startedAt", 1)
        .put("complete", true)
        .put("streams", List.of());
  }

  private static Buffer words(JsonObject words) {
    return LinkMessage.of(words).encode();
  }

  /** What is said to a stranger who says this; the last of it comes in two pieces. */
  private String sent(Buffer... messages) {
    WebSocket stranger = Await.result(strangers.connect(port, "127.0.0.1", "/"));
    for (Buffer message : messages) {
      boolean isWhole = message != messages[messages.length - 1] || message.length() < 1000;
      stranger.writeFrame(io.vertx.core.http.WebSocketFrame.binaryFrame(message, isWhole));
    }
    Await.until("it is told", () -> stranger.closeReason() != null);
    return stranger.closeReason();
  }

  private Entry listed() {
    Await.until("it is listed", () -> relay.bus().directory().find(YARD).isPresent());
    return relay.bus().directory().find(YARD).get();
  }

  private Optional<StreamState> stateAtRelay() {
    return relay.bus().directory().find(YARD).map(entry -> entry.status().state());
  }

  private void watch() {
    listed();
    relay.run(
        () ->
            relay
                .receiver()
                .open(
                    YARD,
                    new FrameTap.Listener() {
                      @Override
                      public void frame(Arrival arrival) {
                        seen.add(arrival.frame());
                      }

                      @Override
                      public void lost() {}

                      @Override
                      public void ended() {}
                    },
                    () -> 1));
    Await.until("it is asked for", () -> watchedAtSite() > 0);
  }

  private int watchedAtSite() {
    int[] watching = new int[1];
    site.run(() -> watching[0] = site.publisher().watching(YARD));
    return watching[0];
  }

  private void publish(Frame frame) {
    site.run(() -> site.publisher().publish(frame));
    Await.until("frame " + frame.sequence() + " is seen", () -> seen.contains(frame));
  }

  private static Frame frame(long sequence, int bytes) {
    byte[] jpeg = new byte[bytes];
    new Random(sequence).nextBytes(jpeg);
    return new Frame(YARD, EPOCH, sequence, 77, Buffer.buffer(jpeg))
        .relayedAs(YARD, EPOCH, sequence);
  }

  private static StreamStatus status(StreamState state, long frames) {
    return new StreamStatus(
        YARD, StreamKind.PICTURES, state, 0, "why", "camera", frames, 0, 0, 0, 0, 0, 0);
  }
}
