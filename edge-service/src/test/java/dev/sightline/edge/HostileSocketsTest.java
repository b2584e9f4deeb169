package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.TestViewer;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What strangers send over a WebSocket, be it against RFC 6455 or without an end. Of a mistake the
 * client is told nothing but that the connection is over.
 */
class HostileSocketsTest {

  private static final List<String> PATHS =
      List.of("/front/ws", "/yard/websocket", "/streams", "/live/streamsocket");

  /** Of a message in pieces: its first frame, and further ones. */
  private static final int TEXT_BEGINS = 0x01;

  private static final int GOES_ON = 0x00;
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final String PONG = "\u008A";

  private static final int TWO_BYTES_FOLLOW = 126;
  private static final int EIGHT_BYTES_FOLLOW = 127;
  private static final int LARGE = 60_000;
  private static final long MOST_GROWTH = 16 << 20;

  private static final EdgeFixture EDGE = edge();
  private static TestViewer viewer;

  @BeforeAll
  static void start() {
    EDGE.withTs("live").start("front", "yard", "live");
    viewer = EDGE.watch("/front/stream");
  }

  @AfterAll
  static void stop() {
    EDGE.close();
  }

  private static Arguments row(String what, String bytes) {
    return Arguments.of(what, bytes);
  }

  static Stream<Arguments> breaches() {
    return Stream.of(
        row("a frame that isn't masked", "\u0081\u0002hi"),
        row("compressed, which nobody agreed to", RawConnection.frame(0xC1, "x")),
        row("the second reserved bit", RawConnection.frame(0xA1, "x")),
        row("the third reserved bit", RawConnection.frame(0x91, "x")),
        row("a reserved kind of message", RawConnection.frame(0x83, "x")),
        row("a reserved kind of control", RawConnection.frame(0x8B, "x")),
        row("a large ping", RawConnection.frame(PING, "x".repeat(126))),
        row("a large close", RawConnection.frame(CLOSE, "x".repeat(126))),
        row("a ping in pieces", RawConnection.frame(0x09, "x")),
        row("the rest of nothing", RawConnection.frame(0x80, "x")),
        row(
            "a message within another",
            RawConnection.frame(TEXT_BEGINS, "x") + RawConnection.frame(TEXT, "y")),
        row("a length that could be shorter", header(TEXT, TWO_BYTES_FOLLOW, "\0\5") + "hello"),
        row(
            "a length below nothing",
            header(BINARY, EIGHT_BYTES_FOLLOW, "\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF")),
        row("a frame of a gigabyte", header(BINARY, EIGHT_BYTES_FOLLOW, "\0\0\0\0\u0040\0\0\0")),
        row("half a close code", RawConnection.frame(CLOSE, "\u0003")),
        row("a close code that is none", RawConnection.frame(CLOSE, "\0\0")),
        row("a code that is never sent", RawConnection.frame(CLOSE, "\u0003\u00EE")),
        row("a reason that isn't UTF-8", RawConnection.frame(CLOSE, "\u0003\u00E8\u00FF")));
  }

  private static String header(int firstByte, int length, String more) {
    return "" + (char) firstByte + (char) (0x80 | length) + more + "mask";
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaches")
  void endsItsConnectionAndHarmsNobody(String what, String bytes) {
    for (String path : PATHS) {
      try (RawConnection stranger = open(path)) {
        stranger.send(bytes).awaitEnd();
      }
    }
    assertOthersAreServed();
  }

  @ParameterizedTest
  @FieldSource("PATHS")
  void aMessageWithoutEndIsNotKept(String path) {
    try (RawConnection stranger = open(path)) {
      long before = usedMemory();
      stranger.sendFrame(TEXT_BEGINS, "x");
      String piece = RawConnection.frame(GOES_ON, "x".repeat(LARGE));
      for (int i = 0; i < 1_000; i++) {
        stranger.send(piece);
      }
      assertAnswers(stranger);
      assertThat(usedMemory() - before).isLessThan(MOST_GROWTH);
    }
    assertOthersAreServed();
  }

  @ParameterizedTest
  @FieldSource("PATHS")
  void aTextThatIsNoTextMeansNothing(String path) {
    try (RawConnection stranger = open(path)) {
      assertAnswers(stranger.sendFrame(TEXT, "\u00C0\u00AF"));
    }
    assertOthersAreServed();
  }

  /** A ping, whatever has been said before. */
  private static void assertAnswers(RawConnection stranger) {
    stranger.sendFrame(PING, "there");
    String kind;
    String payload;
    do {
      kind = stranger.read(1);
      payload = stranger.read(lengthOfNext(stranger));
    } while (!kind.equals(PONG));
    assertThat(payload).isEqualTo("there");
  }

  private static int lengthOfNext(RawConnection stranger) {
    int length = stranger.read(1).charAt(0);
    if (length == TWO_BYTES_FOLLOW) {
      String more = stranger.read(2);
      length = more.charAt(0) << 8 | more.charAt(1);
    }
    return length;
  }

  private static RawConnection open(String path) {
    RawConnection stranger = new RawConnection(EDGE.port());
    assertThat(stranger.openSocket(path)).startsWith("HTTP/1.1 101 ");
    return stranger;
  }

  private static long usedMemory() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
        + PlatformDependent.usedDirectMemory();
  }

  private static void assertOthersAreServed() {
    int frame = (int) EDGE.publish().sequence();
    viewer.awaitFrame("the newest", seen -> seen.sequence() == frame);
  }
}
