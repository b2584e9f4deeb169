package dev.sightline.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.Answer;
import dev.sightline.bus.FramePublisher;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody at the other end who asks, and doesn't read what he is answered. */
class DeafPeerTest {

  private static final StreamId YARD = new StreamId("yard");
  private static final int PICTURE = 1 << 20;

  /** The window, and what two kernels hold. */
  private static final int ENOUGH = (int) (2 * FramePublisher.WIDEST_WINDOW / PICTURE);

  private final Vertx vertx = Vertx.vertx();
  private final LinkEnd site = LinkEnd.on(vertx, "site");
  private final AtomicInteger answered = new AtomicInteger();
  private DeafPeer peer;

  @BeforeEach
  void connect() {
    Frame frame =
        new Frame(YARD, new Epoch(1, "site"), 0, 77, Buffer.buffer(new byte[PICTURE]))
            .relayedAs(YARD, new Epoch(1, "site"), 0);
    site.run(
        () ->
            site.transport()
                .listenForAsks(
                    (ask, answer) -> {
                      answered.incrementAndGet();
                      answer.accept(new Answer(0, -1, 0, 0, frame, null, false, null));
                    }));
    peer = new DeafPeer(site.listen());
    Await.until("they know each other", site.transport()::isConnected);
  }

  @AfterEach
  void stop() {
    peer.close();
    Await.result(vertx.close());
  }

  @Test
  void isCutOffWhenMoreWaitsThanAWindow() {
    for (int i = 0; i < ENOUGH; i++) {
      peer.ask(i, YARD);
    }

    assertThat(site.end()).isEqualTo("it doesn't take what it asks for");
    assertThat(answered).hasValueBetween(16, ENOUGH - 1);
    Await.until("the channel is closed", peer::isCut);
  }

  @Test
  void isNotWaitedForWhenItDoesNotTakeTheGoodbye() {
    for (int i = 0; i < 15; i++) {
      peer.ask(i, YARD);
    }
    Await.until("all is answered", () -> answered.get() == 15);

    site.run(() -> site.transport().hangUp("the line is needed"));

    assertThat(site.end()).isEqualTo("the line is needed");
    Await.until("the channel is closed", peer::isCut);
  }

  @Test
  void isCutOffAtOnceWhereNothingIsWaitedFor() {
    for (int i = 0; i < 15; i++) {
      peer.ask(i, YARD);
    }
    Await.until("all is answered", () -> answered.get() == 15);

    site.run(() -> site.transport().cut("that is all"));

    assertThat(site.end()).isEqualTo("that is all");
    Await.until("the channel is closed", peer::isCut);
  }

  @Test
  void isCutOffWhenItPingsAndTakesNoPong() {
    for (int i = 0; i < 15; i++) {
      peer.ask(i, YARD);
    }
    Await.until("all is answered", () -> answered.get() == 15);

    for (int i = 0; i <= LinkSocket.MOST_PINGS; i++) {
      peer.ping();
    }

    assertThat(site.end()).isEqualTo("it doesn't take the answers to its pings");
    Await.until("the channel is closed", peer::isCut);
  }
}
