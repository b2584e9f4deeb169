package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket viewers who may still be there, and may not. A byte is a character here. */
class SilentViewerTest {

  private static final int LARGE = 1 << 20;
  private static final int TEXT = 0x81;
  private static final int PONG = 0x8A;

  /** The edge's, unmasked and empty. */
  private static final String PING = "\u0089\u0000";

  private static final String PING_OF_CLIENT = "\u0089\u0085maskabcde";

  private final EdgeFixture edge = edge().withViewerTimeout(Duration.ofSeconds(1));

  @AfterEach
  void stop() {
    edge.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/front/ws", "/front/websocket", "/front/ws?format=base64"})
  void givesUpWhoDoesNotAnswer(String path) {
    edge.start("front");
    try (RawConnection viewer = new RawConnection(edge.port())) {
      viewer.openSocket(path);
      edge.awaitViewers(1);

      assertThat(viewer.read(PING.length())).isEqualTo(PING);

      assertThat(viewer.isAtEnd()).isTrue();
      edge.awaitViewers(0);
      Await.until("it is counted", () -> edge.metric("sightline.viewers.given.up") == 1);
    }
  }

  @Test
  void givesUpAClientOfManyStreamsThatDoesNotAnswer() {
    edge.start("front", "yard");
    try (RawConnection viewer = new RawConnection(edge.port())) {
      viewer.openSocket("/streams");
      viewer.sendFrame(TEXT, "{\"type\":\"watch\",\"stream\":\"front\"}");
      viewer.sendFrame(TEXT, "{\"type\":\"watch\",\"stream\":\"yard\"}");
      edge.awaitViewers(1);

      String told = "";
      while (!told.endsWith(PING)) {
        told += viewer.read(1);
      }

      assertThat(viewer.isAtEnd()).isTrue();
      edge.awaitViewers(0);
      Await.until("both are counted", () -> edge.metric("sightline.viewers.given.up") == 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/front/ws", "/front/websocket"})
  void keepsWhoAnswers(String path) {
    edge.start("front");
    try (RawConnection viewer = new RawConnection(edge.port())) {
      viewer.openSocket(path);
      for (int round = 0; round < 4; round++) {
        assertThat(viewer.read(PING.length())).isEqualTo(PING);
        viewer.sendFrame(PONG, "");
      }

      assertThat(edge.viewers("front")).isEqualTo(1);
      assertThat(edge.metric("sightline.viewers.given.up")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/front/ws", "/front/websocket", "/streams"})
  void givesUpWhoTakesNothingOfWhatIsUnderWay(String path) {
    edge.start("front");
    try (RawConnection viewer = new RawConnection(edge.port())) {
      viewer.openSocket(path);
      viewer.sendFrame(TEXT, "{\"type\":\"watch\",\"stream\":\"front\"}");
      viewer.sendFrame(TEXT, "{\"type\":\"credit\",\"pictures\":9}");
      for (int count = 0; count < 9; count++) {
        viewer.sendFrame(TEXT, "{\"type\":\"ping\",\"id\":\"more\"}");
      }
      edge.awaitViewers(1);
      edge.publishUntilBlocked(LARGE);

      edge.awaitViewers(0);
      Await.until("its frames are freed", () -> edge.frameBuffers() == 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/front/ws", "/front/websocket", "/streams"})
  void stopsListeningToAFloodOfWhoTakesNoAnswers(String path) {
    edge.withViewerTimeout(Duration.ofMinutes(1)).start("front");
    try (RawConnection viewer = new RawConnection(edge.port())) {
      viewer.openSocket(path);

      AtomicInteger refused = new AtomicInteger();

      Await.until(
          "nothing more is taken, for a long time",
          () -> {
            if (viewer.flood(PING_OF_CLIENT)) {
              refused.set(0);
            }
            return refused.incrementAndGet() > 200;
          });
    }
  }
}
