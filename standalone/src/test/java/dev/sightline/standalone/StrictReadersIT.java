package dev.sightline.standalone;

import static dev.sightline.standalone.RelayFixture.relay;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.testkit.Await;
import dev.sightline.testkit.CameraOptions;
import dev.sightline.testkit.FakeCamera;
import dev.sightline.testkit.Stamp;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The bytes of a stream satisfy readers that are particular about them. */
class StrictReadersIT {

  private static final int FRAMES = 8;
  private static final int FRAME_BYTES = 20_000;

  private final Vertx outside = Vertx.vertx();
  private final NetClient net = outside.createNetClient();
  private final FakeCamera camera =
      FakeCamera.start(outside, CameraOptions.defaults().withFps(20).withFrameSize(FRAME_BYTES));
  private final RelayFixture relay = relay();

  @BeforeEach
  void start() {
    relay.with("front", camera).start();
  }

  @AfterEach
  void stop() {
    relay.close();
    camera.close();
    Await.result(outside.close());
  }

  @ParameterizedTest
  @EnumSource
  void giveEachPictureWhole(StrictReader reader) {
    Buffer answer = answerTo(reader.request);

    List<Buffer> pictures = reader.pictures(answer);

    assertThat(pictures).hasSizeGreaterThanOrEqualTo(parts(answer)).allMatch(Stamp::verify);
    assertThat(pictures).extracting(StrictReadersIT::sequence).isSorted();
  }

  /** Each is indeed strict: what other streams have trips it. */
  @ParameterizedTest
  @CsvSource({
    "MJPG_STREAMER, boundarydonotcross, boundary",
    "MJPEG_RELAY, boundary=boundarydonotcross, boundary=\"boundarydonotcross\"",
    "GO2RTC, Content-Length, X-Length",
    "MOTIONEYE, Content-Length, Content-length",
    "ZONEMINDER, --boundarydonotcross, --boundary",
    "FFMPEG, image/jpeg, image/jpg",
    "FFMPEG, --boundarydonotcross, --boundary",
  })
  void areTrippedByOtherStreams(StrictReader reader, String ours, String theirs) {
    String answer = answerTo(reader.request).toString(ISO_8859_1).replace(ours, theirs);

    assertThat(picturesOrNone(reader, Buffer.buffer(answer, ISO_8859_1.name()))).isEmpty();
  }

  private static List<Buffer> picturesOrNone(StrictReader reader, Buffer answer) {
    try {
      return reader.pictures(answer);
    } catch (IllegalArgumentException refused) {
      return List.of();
    }
  }

  /** Those between two delimiters. */
  private static int parts(Buffer answer) {
    return answer.toString(ISO_8859_1).split("\r\n--boundarydonotcross\r\n", -1).length - 2;
  }

  private static int sequence(Buffer picture) {
    return Stamp.read(picture).orElseThrow().sequence();
  }

  /** The beginning of the answer, with that many pictures. */
  private Buffer answerTo(String request) {
    URI relayed = URI.create(relay.url("/"));
    Buffer answer = Buffer.buffer();
    NetSocket socket = Await.result(net.connect(relayed.getPort(), relayed.getHost()));
    socket.handler(
        bytes -> {
          synchronized (answer) {
            answer.appendBuffer(bytes);
          }
        });
    socket.write(request);
    Await.until("the pictures have come", () -> length(answer) > FRAMES * FRAME_BYTES);
    Await.result(socket.close());
    synchronized (answer) {
      return answer.copy();
    }
  }

  private static int length(Buffer answer) {
    synchronized (answer) {
      return answer.length();
    }
  }
}
