package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.TestViewer;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that are too many, or on which nothing happens. */
class ConnectionsTest {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int MORE_THAN_THE_SYSTEM_KEEPS = 8 << 20;
  private static final String PAGE = "GET /status.json HTTP/1.1\r\nHost: edge\r\n\r\n";

  private final EdgeFixture edge = edge();

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void areEndedWithoutARequest() {
    edge.withLimits(limits(100, SHORT, LONG)).start("front");
    TestViewer viewer = edge.watch("/front/stream");
    RawConnection silent = new RawConnection(edge.port());
    RawConnection slow = new RawConnection(edge.port()).send("GET /front/stream HTTP/1.1\r\nHo");
    RawConnection onOtherPort = new RawConnection(edge.socketPort()).send("GET");

    assertThat(silent.isAtEnd()).isTrue();
    assertThat(slow.isAtEnd()).isTrue();
    assertThat(onOtherPort.isAtEnd()).isTrue();
    assertThat(ended("request")).isEqualTo(3);
    assertStays(viewer);
  }

  @Test
  void areEndedWhenNoFurtherRequestComes() {
    edge.withLimits(limits(100, LONG, SHORT)).start("front");
    try (RawConnection asked = new RawConnection(edge.port()).send(PAGE + "GET /st")) {
      String head = asked.readHead();
      asked.read(Integer.parseInt(head.replaceFirst("(?s).*content-length: (\\d+).*", "$1")));

      assertThat(asked.isAtEnd()).isTrue();
      assertThat(ended("idle")).isEqualTo(1);
    }
  }

  @Test
  void areEndedWhenTheirBodyTrickles() {
    edge.withLimits(limits(100, LONG, SHORT)).start("front");
    try (RawConnection asked = new RawConnection(edge.port())) {
      asked.send(PAGE.replace("\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n"));
      String head = asked.readHead();
      asked.read(Integer.parseInt(head.replaceFirst("(?s).*content-length: (\\d+).*", "$1")));

      assertThat(asked.isAtEnd()).isTrue();
    }
  }

  @Test
  void areEndedWhenAnAnswerIsNotTaken() {
    edge.withLimits(limits(100, LONG, SHORT)).withViewerTimeout(Duration.ofMillis(20));
    edge.start("front");
    try (RawConnection lazy = new RawConnection(edge.port())) {
      lazy.send("GET /front/snapshot HTTP/1.1\r\nHost: edge\r\n\r\n");
      edge.awaitViewers(1);
      edge.ingest().publish(TestFrames.FRONT, MORE_THAN_THE_SYSTEM_KEEPS);

      Await.until("it is ended", () -> ended("answer") == 1);
    }
  }

  @Test
  void stayWhileSomebodyWatches() {
    edge.withLimits(limits(100, SHORT, SHORT)).start("front");
    TestViewer viewer = edge.watch("/front/stream");
    RawConnection socket = new RawConnection(edge.port());
    assertThat(socket.openSocket("/front/ws")).contains(" 101 ");

    assertThat(new RawConnection(edge.port()).isAtEnd()).as("one after them is ended").isTrue();
    assertThat(new RawConnection(edge.port()).isAtEnd()).as("and another one").isTrue();

    assertStays(viewer);
    assertThat(edge.viewers("front")).isEqualTo(2);
    assertThat(edge.metric("sightline.connections")).isEqualTo(2);
  }

  @Test
  void areClosedBeyondTheLimitUntilOneEnds() {
    edge.withLimits(limits(3, LONG, LONG)).start("front");
    TestViewer viewer = edge.watch("/front/stream");
    RawConnection one = new RawConnection(edge.port());
    RawConnection two = new RawConnection(edge.socketPort());
    Await.until("they are counted", () -> edge.metric("sightline.connections") == 3);

    Stream.of(edge.port(), edge.socketPort())
        .forEach(port -> assertThat(new RawConnection(port).isAtEnd()).isTrue());
    assertThat(ended("limit")).isEqualTo(2);

    one.close();
    Await.until("one is gone", () -> edge.metric("sightline.connections") == 2);
    assertThat(edge.get("/status.json").status()).isEqualTo(200);
    assertStays(viewer);
    two.close();
  }

  private void assertStays(TestViewer viewer) {
    int frame = (int) edge.publish().sequence();
    viewer.awaitFrame("the newest", seen -> seen.sequence() == frame);
    assertThat(viewer.isDisconnected()).isFalse();
  }

  private double ended(String reason) {
    return edge.metric("sightline.connections.ended", "reason", reason);
  }

  private static EdgeLimits limits(int connections, Duration request, Duration idle) {
    return new EdgeLimits(
        1_000, OptionalInt.empty(), OptionalInt.empty(), connections, request, idle);
  }
}
