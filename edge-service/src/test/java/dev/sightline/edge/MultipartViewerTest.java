package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Frame;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.HttpReply;
import dev.sightline.testkit.TestViewer;
import dev.sightline.testkit.ViewerOptions;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a viewer of a stream is sent, byte for byte where its readers look that closely. */
class MultipartViewerTest {

  private static final String DELIMITER = "--boundarydonotcross\r\n";

  private static final String[] HEADERS = {
    "content-type: multipart/x-mixed-replace; boundary=boundarydonotcross",
    "cache-control: no-store, no-cache, must-revalidate, pre-check=0, post-check=0, max-age=0",
    "pragma: no-cache",
    "expires: Mon, 3 Jan 2000 12:34:56 GMT",
    "x-accel-buffering: no",
    "x-content-type-options: nosniff",
    "cross-origin-resource-policy: cross-origin",
  };

  private final EdgeFixture edge = edge();

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void sendsTheHeadersOfAStreamAndNoOthers() {
    edge.start("front");
    try (RawConnection viewer = new RawConnection(edge.port())) {
      viewer.send("GET /front/stream HTTP/1.1\r\nHost: edge\r\n\r\n");

      List<String> head = lines(viewer.readHead());

      assertThat(head.get(0)).isEqualTo("HTTP/1.1 200 OK");
      assertThat(head.subList(1, head.size())).containsExactlyInAnyOrder(with("connection: close"));
    }
  }

  @Test
  void sendsTheDelimiterAtOnceAndEachPartWithTheDelimiterOfTheNext() {
    edge.start("front");
    try (RawConnection viewer = new RawConnection(edge.port())) {
      viewer.send("GET /front/stream HTTP/1.1\r\nHost: edge\r\n\r\n").readHead();

      assertThat(viewer.read(DELIMITER.length())).isEqualTo(DELIMITER);
      for (int i = 0; i < 3; i++) {
        String part = part(edge.publish());
        assertThat(viewer.read(part.length())).isEqualTo(part);
      }
    }
  }

  @Test
  void servesAnOldViewerInTheSameWay() {
    edge.start("front");
    Frame frame = edge.publish();
    try (RawConnection viewer = new RawConnection(edge.port())) {
      viewer.send("GET /front/stream HTTP/1.0\r\n\r\n");

      List<String> head = lines(viewer.readHead());
      String body = DELIMITER + part(frame);

      assertThat(head.get(0)).isEqualTo("HTTP/1.0 200 OK");
      assertThat(head.subList(1, head.size())).containsExactlyInAnyOrder(with("connection: close"));
      assertThat(viewer.read(body.length())).isEqualTo(body);
    }
  }

  @Test
  void closesTheConnectionOfAViewerThatWouldKeepItAlive() {
    edge.start("front");
    try (RawConnection viewer = new RawConnection(edge.port())) {
      viewer.send("GET /front/stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

      assertThat(lines(viewer.readHead())).contains("connection: close");
    }
  }

  @Test
  void isFreeOfAnythingThatReadersStumbleOver() {
    edge.start("front");
    TestViewer viewer = edge.watch("/front/stream");
    edge.publish();
    viewer.awaitFrames(1);
    edge.publish();

    viewer.awaitFrames(2);

    assertThat(viewer.quirks()).isEmpty();
    assertThat(viewer.tally().corrupt()).isZero();
    assertThat(viewer.failure()).isEmpty();
  }

  @Test
  void answersHeadWithTheSameHeadersAndWithoutAViewer() {
    edge.withMaxViewers(1).start("front");
    for (int i = 0; i < 2; i++) {
      HttpReply reply = edge.request("/front/stream").withMethod("HEAD").send();

      assertThat(reply.status()).isEqualTo(200);
      assertThat(lines(reply)).contains(HEADERS);
      assertThat(reply.headers().contains("Transfer-Encoding")).isFalse();
    }
    assertThat(edge.viewers("front")).isZero();
  }

  @Test
  void takesTheOnlyStreamWhenTheUrlNamesNone() {
    edge.start("front");
    Frame frame = edge.publish();

    TestViewer viewer = edge.watch("/stream");

    viewer.awaitFrames(1);
    assertThat(viewer.last().orElseThrow().jpeg()).contains(frame.jpeg());
  }

  @Test
  void paysNoAttentionToTheQuery() {
    edge.start("front");
    edge.publish();

    edge.watch("/front/stream?bypassCache=123&resolution=%7B%7D").awaitFrames(1);
  }

  @Test
  void holdsTheRateThatTheViewerAskedFor() {
    edge.start("front");
    TestViewer slow = edge.watch("/front/stream?fps=0.01");
    TestViewer fast = edge.watch("/front/stream");
    edge.awaitViewers(2);

    edge.publish();
    slow.awaitFrames(1);
    fast.awaitFrames(1);

    Await.until(
        "two are left out",
        () -> {
          int before = (int) fast.tally().frames();
          edge.publish();
          fast.awaitFrames(before + 1);
          return edge.metric("sightline.frames.dropped", "place", "rate") >= 2;
        });
    assertThat(slow.tally().frames()).isEqualTo(1);
    assertThat(edge.dropped()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fast", "0", "-5", ""})
  void refusesARateThatIsNone(String fps) {
    edge.start("front");

    HttpReply reply = edge.get("/front/stream?fps=" + fps);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text())
        .isEqualTo(
            "fps must be a number of frames a second from 0.01 to 1000, such as 5 or 0.5.\n");
    assertThat(edge.viewers("front")).isZero();
  }

  @Test
  void refusesAUrlThatIsBroken() {
    edge.start("front");

    HttpReply reply = edge.get("/front/stream?any=%zz");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).isEqualTo("This URL is broken: after % come two digits.\n");
    assertThat(edge.viewers("front")).isZero();
  }

  @Test
  void givesEachViewerOfAStreamTheSameFrames() {
    edge.start("front", "yard");
    List<TestViewer> viewers = Stream.generate(() -> edge.watch("/front/stream")).limit(6).toList();
    TestViewer elsewhere = edge.watch("/yard/stream");
    edge.awaitViewers(6);

    Frame frame = edge.publish();

    for (TestViewer viewer : viewers) {
      viewer.awaitFrame("the frame", seen -> seen.jpeg().orElseThrow().equals(frame.jpeg()));
    }
    assertThat(elsewhere.tally().frames()).isZero();
    assertThat(edge.metric("sightline.bus.frames.received", "stream", "front")).isEqualTo(1);
  }

  @Test
  void doesNotLetAViewerThatReadsNothingHoldUpAnother() {
    edge.start("front");
    TestViewer stuck =
        TestViewer.open(
            edge.outside(),
            edge.request("/front/stream"),
            ViewerOptions.defaults().withBytesPerSecond(1).withKeptFrames(1));
    stuck.pause();
    TestViewer other = edge.watch("/front/stream");
    edge.awaitViewers(2);

    while (edge.dropped() == 0) {
      Frame frame = edge.ingest().publish(TestFrames.FRONT, 1 << 20);
      other.awaitFrame("the frame", seen -> seen.sequence() == frame.sequence());
    }

    assertThat(other.tally().gaps()).isZero();
    assertThat(other.tally().corrupt()).isZero();
  }

  private static String part(Frame frame) {
    return Buffer.buffer("Content-Type: image/jpeg\r\nContent-Length: 5000\r\n")
        .appendString("X-Timestamp: 1234567890.012345\r\n\r\n")
        .appendBuffer(frame.jpeg())
        .appendString("\r\n" + DELIMITER)
        .toString(StandardCharsets.ISO_8859_1);
  }

  private static String[] with(String more) {
    return Stream.concat(Stream.of(HEADERS), Stream.of(more)).toArray(String[]::new);
  }

  /** The lines of a head, the names of its headers in lower case. */
  private static List<String> lines(String head) {
    return head.lines().filter(line -> !line.isEmpty()).map(MultipartViewerTest::folded).toList();
  }

  private static List<String> lines(HttpReply reply) {
    return reply.headers().entries().stream()
        .map(header -> folded(header.getKey() + ": " + header.getValue()))
        .toList();
  }

  private static String folded(String line) {
    int colon = line.indexOf(": ");
    return colon < 0
        ? line
        : line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon);
  }
}
