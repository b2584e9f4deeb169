package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Frame;
import dev.sightline.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What PyImageStream's and mjpeg-relay's clients say and hear, byte for byte. A byte is a character
 * here.
 */
class SocketExchangeTest {

  /** Text that is all of its message, RFC 6455, section 5.2, and the other kinds of frames. */
  private static final int TEXT = 0x81;

  private static final int TEXT_BEGINS = 0x01;
  private static final int GOES_ON = 0x00;
  private static final int ENDS = 0x80;
  private static final int BINARY = 0x82;
  private static final int PING = 0x89;

  /** The answer to a ping of {@link #assertNothingCame}. */
  private static final String PONG = "\u008A\u0005there";

  private final EdgeFixture edge = edge();
  private RawConnection client;

  @BeforeEach
  void start() {
    edge.start("front");
  }

  @AfterEach
  void stop() {
    client.close();
    edge.close();
  }

  @Test
  void answersEachMoreWithThePictureOfThatMoment() {
    open("/websocket");
    edge.awaitViewers(1);
    Frame first = edge.publish();
    edge.ingest().awaitAsked(TestFrames.FRONT);
    assertNothingCame();

    client.sendFrame(TEXT, "more");
    assertThat(client.read(4 + first.size())).isEqualTo("\u0082\u007e\u0013\u0088" + bytes(first));

    client.sendFrame(TEXT, "more");
    assertNothingCame();
    Frame second = edge.publish();
    assertThat(client.read(4 + second.size())).isEqualTo(binary(second));
    assertNothingCame();
  }

  @Test
  void answersInOneMessageHoweverLargeThePictureIs() {
    open("/front/websocket");
    client.sendFrame(TEXT, "more");

    Frame large = edge.ingest().publish(TestFrames.FRONT, 1 << 20);

    assertThat(client.read(10 + large.size()))
        .isEqualTo("\u0082\u007f\0\0\0\0\0\u0010\0\0" + bytes(large));
  }

  @Test
  void answersWithTheNewestThatWasNotSentBefore() {
    open("/websocket");
    List<String> published = new ArrayList<>();
    Await.until(
        "three are left out",
        () -> {
          published.add(binary(edge.publish()));
          return edge.dropped() >= 3;
        });

    client.sendFrame(TEXT, "more");
    int first = published.indexOf(client.read(4 + EdgeFixture.FRAME_SIZE));
    client.sendFrame(TEXT, "more");
    published.add(binary(edge.publish()));
    int second = published.indexOf(client.read(4 + EdgeFixture.FRAME_SIZE));

    assertThat(first).isGreaterThanOrEqualTo(3);
    assertThat(second).isGreaterThan(first);
  }

  @Test
  void answersEachOfSeveralRequestsThatWait() {
    open("/websocket");
    client.sendFrame(TEXT, "more").sendFrame(TEXT, "more").sendFrame(TEXT, "more");
    assertNothingCame();

    for (int count = 0; count < 3; count++) {
      Frame frame = edge.publish();
      assertThat(client.read(4 + frame.size())).isEqualTo(binary(frame));
    }
    edge.publish();
    assertNothingCame();
  }

  @Test
  void takesAnyMessageForOneRequest() {
    open("/websocket");
    List<Runnable> requests =
        List.of(
            () -> client.sendFrame(TEXT, ""),
            () -> client.sendFrame(BINARY, "more"),
            () -> client.sendFrame(TEXT, "{\"type\":\"less\"}"),
            () ->
                client
                    .sendFrame(TEXT_BEGINS, "mo")
                    .sendFrame(PING, "there")
                    .sendFrame(GOES_ON, "r")
                    .sendFrame(ENDS, "e")
                    .read(PONG.length()));
    for (Runnable request : requests) {
      request.run();
      Frame frame = edge.publish();
      assertThat(client.read(4 + frame.size())).isEqualTo(binary(frame));
    }
    edge.publish();
    assertNothingCame();
  }

  @Test
  void keepsNoMoreThanSixtyFourRequests() {
    open("/websocket");
    for (int count = 0; count < PullSink.MOST_REQUESTS + 10; count++) {
      client.sendFrame(TEXT, "more");
    }
    assertNothingCame();
    for (int count = 0; count < PullSink.MOST_REQUESTS; count++) {
      Frame frame = edge.publish();
      assertThat(client.read(4 + frame.size())).isEqualTo(binary(frame));
    }

    edge.publish();

    assertNothingCame();
  }

  @Test
  void holdsTheAnswerWhileTheCameraIsAway() {
    open("/websocket");
    edge.awaitViewers(1);
    edge.ingest().lose(TestFrames.FRONT, "no picture for 10 s");
    client.sendFrame(TEXT, "more");
    assertNothingCame();

    Frame frame = edge.publish();

    assertThat(client.read(4 + frame.size())).isEqualTo(binary(frame));
  }

  @Test
  void freesWhatIsUnderWayToAClientThatVanishes() {
    open("/websocket");
    for (int count = 0; count < PullSink.MOST_REQUESTS; count++) {
      client.sendFrame(TEXT, "more");
    }
    edge.publishUntilBlocked(1 << 20);

    client.reset();

    edge.awaitViewers(0);
    Await.until("its frames are freed", () -> edge.frameBuffers() == 0);
  }

  @Test
  void pushesTextToTheClientsOfMjpegRelay() {
    client = new RawConnection(edge.socketPort());
    assertThat(client.openSocket("/"))
        .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
        .containsIgnoringCase("\r\nupgrade: websocket\r\n")
        .containsIgnoringCase("\r\nconnection: upgrade\r\n")
        .containsIgnoringCase("\r\nsec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
    edge.awaitViewers(1);

    Frame small = edge.ingest().publish(TestFrames.FRONT, 3_000);
    assertThat(client.read(4 + 22 + 4_000)).isEqualTo("\u0081\u007e\u000f\u00b6" + dataUrl(small));

    Frame large = edge.ingest().publish(TestFrames.FRONT, 60_000);
    assertThat(client.read(10 + 22 + 80_000))
        .isEqualTo("\u0081\u007f\0\0\0\0\0\u0001\u0038\u0096" + dataUrl(large));
    assertNothingCame();
  }

  @Test
  void pushesThePictureItself() {
    open("/front/ws");
    edge.awaitViewers(1);

    for (int count = 0; count < 3; count++) {
      Frame frame = edge.publish();
      assertThat(client.read(4 + frame.size())).isEqualTo(binary(frame));
    }
    assertNothingCame();
  }

  private void open(String path) {
    client = new RawConnection(edge.port());
    assertThat(client.openSocket(path)).startsWith("HTTP/1.1 101 ");
  }

  /** What is sent is sent in order, so a ping is answered at once or after what came before. */
  private void assertNothingCame() {
    client.sendFrame(PING, "there");
    assertThat(client.read(PONG.length())).isEqualTo(PONG);
  }

  /** A picture of {@link EdgeFixture#FRAME_SIZE} in a message of its own. */
  private static String binary(Frame frame) {
    return "\u0082\u007e\u0013\u0088" + bytes(frame);
  }

  private static String dataUrl(Frame frame) {
    return "data:image/jpg;base64," + Base64.getEncoder().encodeToString(frame.jpeg().getBytes());
  }

  private static String bytes(Frame frame) {
    return new String(frame.jpeg().getBytes(), StandardCharsets.ISO_8859_1);
  }
}
