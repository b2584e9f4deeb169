package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static dev.sightline.edge.RawHttp2.CONTINUATION;
import static dev.sightline.edge.RawHttp2.DATA;
import static dev.sightline.edge.RawHttp2.END_HEADERS;
import static dev.sightline.edge.RawHttp2.END_STREAM;
import static dev.sightline.edge.RawHttp2.HEADERS;
import static dev.sightline.edge.RawHttp2.PING;
import static dev.sightline.edge.RawHttp2.PRIORITY;
import static dev.sightline.edge.RawHttp2.PUSH_PROMISE;
import static dev.sightline.edge.RawHttp2.RESET;
import static dev.sightline.edge.RawHttp2.SETTINGS;
import static dev.sightline.edge.RawHttp2.WINDOW_UPDATE;
import static dev.sightline.edge.RawHttp2.fields;
import static dev.sightline.edge.RawHttp2.frame;
import static dev.sightline.edge.RawHttp2.get;
import static dev.sightline.edge.RawHttp2.head;
import static dev.sightline.edge.RawHttp2.string;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.Http2Viewer;
import dev.sightline.testkit.Http2Viewers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers send over HTTP/2, and how their connection or their stream ends. */
class HostileHttp2Test {

  private static final int PROTOCOL_ERROR = 1;
  private static final int FLOW_CONTROL_ERROR = 3;
  private static final int STREAM_CLOSED = 5;
  private static final int FRAME_SIZE_ERROR = 6;
  private static final int REFUSED_STREAM = 7;
  private static final int COMPRESSION_ERROR = 9;
  private static final int ENHANCE_YOUR_CALM = 11;

  /** What the stranger says of a request that he doesn't want any more. */
  private static final int CANCEL = 8;

  private static final String SNAPSHOT = "/front/snapshot?max_age=60";

  @TempDir private static Path directory;

  private static EdgeFixture edge;
  private static Http2Viewers page;
  private static Http2Viewer viewer;

  @BeforeAll
  static void start() {
    edge = edge().withTls(TestTls.in(directory).config()).start("front", "yard");
    page = new Http2Viewers(edge.outside(), edge.port());
    viewer = page.watch("/front/stream");
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  private static Arguments row(String what, String bytes, int error) {
    return Arguments.of(what, bytes, error);
  }

  static Stream<Arguments> breaches() {
    String request = head("GET", SNAPSHOT);
    return Stream.of(
        row("a frame that is too large", frame(DATA, 0, 1, "x".repeat(16_385)), FRAME_SIZE_ERROR),
        row("a body of nothing", frame(DATA, 0, 0, "x"), PROTOCOL_ERROR),
        row("a body before its head", frame(DATA, 0, 1, "x"), PROTOCOL_ERROR),
        row("a stream of ours", get(2, SNAPSHOT), PROTOCOL_ERROR),
        row("no stream at all", get(0, SNAPSHOT), PROTOCOL_ERROR),
        row("an older stream", get(5, SNAPSHOT) + get(3, SNAPSHOT), STREAM_CLOSED),
        row("settings of a stream", frame(SETTINGS, 0, 1, ""), PROTOCOL_ERROR),
        row("half a setting", frame(SETTINGS, 0, 0, "12345"), FRAME_SIZE_ERROR),
        row("settings and their answer in one", frame(SETTINGS, 1, 0, "123456"), FRAME_SIZE_ERROR),
        row("half a ping", frame(PING, 0, 0, "1234567"), FRAME_SIZE_ERROR),
        row("a ping of a stream", frame(PING, 0, 1, "12345678"), PROTOCOL_ERROR),
        row("a window of nothing more", frame(WINDOW_UPDATE, 0, 0, string(0)), PROTOCOL_ERROR),
        row(
            "a window beyond all numbers",
            frame(WINDOW_UPDATE, 0, 0, string(Integer.MAX_VALUE)),
            FLOW_CONTROL_ERROR),
        row(
            "windows beyond all numbers",
            frame(SETTINGS, 0, 0, "\0\u0004" + string(-1)),
            FLOW_CONTROL_ERROR),
        row(
            "frames below the least size",
            frame(SETTINGS, 0, 0, "\0\u0005" + string(1)),
            PROTOCOL_ERROR),
        row("the rest of no head", frame(CONTINUATION, END_HEADERS, 1, request), PROTOCOL_ERROR),
        row(
            "something else within a head",
            frame(HEADERS, END_STREAM, 1, request) + frame(PING, 0, 0, "12345678"),
            PROTOCOL_ERROR),
        row(
            "a head that can't be unpacked",
            frame(HEADERS, END_STREAM | END_HEADERS, 1, "\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF"),
            COMPRESSION_ERROR),
        row(
            "a field that nobody has sent before",
            frame(HEADERS, END_STREAM | END_HEADERS, 1, "\u00FE"),
            COMPRESSION_ERROR),
        row(
            "a table beyond its size",
            frame(HEADERS, END_STREAM | END_HEADERS, 1, "\u003F\u00FF\u00FF\u0003" + request),
            COMPRESSION_ERROR),
        row(
            "more padding than there is",
            frame(HEADERS, 0x08 | END_STREAM | END_HEADERS, 1, "\u00FF" + request),
            PROTOCOL_ERROR),
        row("a promise", frame(PUSH_PROMISE, END_HEADERS, 1, string(2) + request), PROTOCOL_ERROR),
        row("a stream behind itself", frame(PRIORITY, 0, 1, string(1) + "x"), PROTOCOL_ERROR),
        row("a reset of nothing", frame(RESET, 0, 1, string(8)), PROTOCOL_ERROR));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaches")
  void isToldAndClosed(String what, String bytes, int error) {
    try (RawHttp2 stranger = RawHttp2.open(edge.port()).send(bytes)) {
      assertThat(stranger.awaitEnd()).as(what).isEqualTo(error);
    }
    assertOthersAreServed();
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        row("no method", fields(":scheme", "https", ":path", "/"), PROTOCOL_ERROR),
        row("no path", fields(":method", "GET", ":scheme", "https"), PROTOCOL_ERROR),
        row("an empty path", head("GET", ""), PROTOCOL_ERROR),
        row("two hosts", head("GET", "/", "host", "evil.example"), PROTOCOL_ERROR),
        row("two paths", head("GET", "/", ":path", "/front"), PROTOCOL_ERROR),
        row("a field of answers", head("GET", "/", ":status", "200"), PROTOCOL_ERROR),
        row("a pseudo field that nobody knows", head("GET", "/", ":x", "y"), PROTOCOL_ERROR),
        row(
            "a pseudo field behind the others",
            fields(":method", "GET", ":scheme", "https", "a", "b", ":path", "/"),
            PROTOCOL_ERROR),
        row("a name in capitals", head("GET", "/", "X-Large", "x"), PROTOCOL_ERROR),
        row("a name without a letter", head("GET", "/", "", "x"), PROTOCOL_ERROR),
        row("a connection's field", head("GET", "/", "connection", "close"), PROTOCOL_ERROR),
        row("chunks", head("GET", "/", "transfer-encoding", "chunked"), PROTOCOL_ERROR),
        row("another protocol", head("GET", "/", "upgrade", "websocket"), PROTOCOL_ERROR),
        row("a te of chunks", head("GET", "/", "te", "chunked"), PROTOCOL_ERROR),
        row("a WebSocket", head("CONNECT", "/front/ws", ":protocol", "websocket"), PROTOCOL_ERROR),
        row(
            "a length without a body",
            head("PUT", "/front/frames", "content-length", "5"),
            PROTOCOL_ERROR));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void endsItsStream(String what, String block, int error) {
    try (RawHttp2 stranger = RawHttp2.open(edge.port())) {
      stranger.send(frame(HEADERS, END_STREAM | END_HEADERS, 1, block));
      assertThat(stranger.awaitEnd()).as(what).isEqualTo(error);
    }
    assertOthersAreServed();
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        row("lines in a field", head("GET", "/status.json", "x", "a\r\nb: c"), 400),
        row("a request in a field", head("GET", "/", "x", "\r\n\r\nGET /evil HTTP/1.1"), 400),
        row("half a line break in a field", head("GET", "/status.json", "x", "a\nb: c"), 400),
        row("the other half", head("GET", "/status.json", "x", "a\rb: c"), 400),
        row("a nul in a field", head("GET", "/", "x", "a\0b"), 400),
        row("lines in the path", head("GET", "/front/state HTTP/1.1\r\nb: c"), 400),
        row("lines in the query", head("PUT", "/front/frames?a HTTP/1.1\r\nb: c"), 400),
        row("a space in the query", head("PUT", "/front/frames?a b"), 400),
        row("lines for the ingest", head("PUT", "/front/frames", "x", "a\r\nb: c"), 400),
        row("dots in the path", head("GET", "/assets/../../etc/passwd"), 404),
        row("another host's URL", head("GET", "http://evil.example/status.json"), 200),
        row("a large field", head("GET", "/", "x", "a".repeat(9_000)), 431),
        row("many fields", head("GET", "/") + fields("x", "y").repeat(300), 431),
        row("a method that nobody knows", head("HACK", "/"), 405),
        row("a stream that nobody knows", head("GET", "/nobody/stream"), 404));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("texts")
  void isAnswered(String what, String block, int status) {
    try (RawHttp2 stranger = RawHttp2.open(edge.port())) {
      stranger.send(frame(HEADERS, END_STREAM | END_HEADERS, 1, block));
      assertThat(stranger.awaitStatus()).as(what).isEqualTo(status);
    }
    assertOthersAreServed();
  }

  static Stream<Arguments> floods() {
    String begun = frame(HEADERS, END_STREAM, 1, head("GET", "/"));
    return Stream.of(
        row("of pieces of a head", begun + frame(CONTINUATION, 0, 1, fields("a", "b")).repeat(50)),
        row("of empty pieces of a head", begun + frame(CONTINUATION, 0, 1, "").repeat(50)),
        row(
            "of empty pieces of a body",
            frame(HEADERS, END_HEADERS, 1, head("PUT", "/front/frames"))
                + frame(DATA, 0, 1, "").repeat(50)),
        row(
            "of requests that are taken back",
            IntStream.range(0, 300)
                .map(i -> 2 * i + 1)
                .mapToObj(id -> get(id, SNAPSHOT) + frame(RESET, 0, id, string(CANCEL)))
                .collect(joining())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void isEnded(String what, String bytes) {
    try (RawHttp2 stranger = RawHttp2.open(edge.port()).send(bytes)) {
      assertThat(stranger.awaitFarewell()).as(what).isEqualTo(ENHANCE_YOUR_CALM);
    }
    assertOthersAreServed();
  }

  /** Each has to be answered, and the answers wait. */
  @ParameterizedTest
  @ValueSource(ints = {PING, SETTINGS})
  void aFloodOfWhoTakesNoAnswersIsEnded(int type) {
    String flood = frame(type, 0, 0, type == PING ? "12345678" : "").repeat(1_000);
    try (RawHttp2 stranger = RawHttp2.open(edge.port())) {
      Await.until("it is ended", () -> !stranger.isTaken(flood));
    }
    assertOthersAreServed();
  }

  /** Who never says that he has heard of the limit is held to it all the same. */
  @Test
  void aHundredRequestsAtATimeAreTaken() {
    try (RawHttp2 stranger = RawHttp2.open(edge.port())) {
      stranger.send(frame(SETTINGS, 0, 0, "\0\u0004" + string(0)));
      for (int i = 0; i <= 100; i++) {
        stranger.send(get(2 * i + 1, "/"));
      }
      assertThat(stranger.awaitEnd()).isEqualTo(REFUSED_STREAM);
    }
    assertOthersAreServed();
  }

  @Test
  void thoseWithoutAWindowHoldAPieceEachAndAreGivenUp() {
    try (EdgeFixture own =
            edge()
                .withTls(TestTls.in(directory).config())
                .withViewerTimeout(Duration.ofSeconds(2))
                .start("front");
        RawHttp2 stranger = RawHttp2.open(own.port())) {
      stranger.send(frame(SETTINGS, 0, 0, "\0\u0004" + string(0)));
      for (int i = 0; i < 100; i++) {
        stranger.send(get(2 * i + 1, "/front/stream"));
      }
      own.awaitViewers(100);
      own.publishUntilFull(1 << 20);
      assertThat(own.frameBuffers()).isLessThan(4);
      Await.until("all are given up", () -> own.metric("sightline.viewers.given.up") == 100);
      Await.until("their frames are freed", () -> own.frameBuffers() == 0);
    }
  }

  private static Arguments row(String what, String bytes) {
    return Arguments.of(what, bytes);
  }

  private static void assertOthersAreServed() {
    long before = viewer.tally().intact();
    edge.publish();
    viewer.awaitFrames(before + 1);
    assertThat(viewer.end()).isEmpty();
  }
}
