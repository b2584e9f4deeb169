package dev.sightline.edge;

import static dev.sightline.edge.EdgeFixture.edge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.frame.Frame;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.TestViewer;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a viewer is sent that asks for its parts as ustreamer's clients do. */
class PartOptionsTest {

  private static final String DELIMITER = "--boundarydonotcross\r\n";
  private static final String TIME = "\\d{10}\\.\\d{6}";

  private final EdgeFixture edge = edge();

  @AfterEach
  void stop() {
    edge.close();
  }

  @Test
  void sendsTheHeaderOfTheNextPartInAdvance() {
    String header = "Content-Type: image/jpeg\r\nX-Timestamp: 1234567890.012345\r\n\r\n";
    edge.start("front");
    try (RawConnection viewer = watch("advance_headers=1")) {
      assertThat(viewer.read(DELIMITER.length())).isEqualTo(DELIMITER);
      assertIsHeaderInAdvance(viewer.read(header.length()));
      for (int i = 0; i < 3; i++) {
        Frame frame = edge.publish();
        assertThat(viewer.read(frame.size())).isEqualTo(latin(frame));
        assertThat(viewer.read(2 + DELIMITER.length())).isEqualTo("\r\n" + DELIMITER);
        assertIsHeaderInAdvance(viewer.read(header.length()));
      }
    }
  }

  private static void assertIsHeaderInAdvance(String header) {
    assertThat(header).matches("Content-Type: image/jpeg\r\nX-Timestamp: " + TIME + "\r\n\r\n");
  }

  @Test
  void tellsMoreOfEachPart() {
    edge.start("front");
    try (RawConnection viewer = watch("extra_headers=true")) {
      Frame frame = edge.publish();
      viewer.read(DELIMITER.length());

      assertThat(viewer.readHead())
          .matches(
              "Content-Type: image/jpeg\r\n"
                  + "Content-Length: 5000\r\n"
                  + "X-Timestamp: 1234567890.012345\r\n"
                  + "X-UStreamer-Online: true\r\n"
                  + "X-UStreamer-Dropped: 0\r\n"
                  + "X-UStreamer-Width: 64\r\n"
                  + "X-UStreamer-Height: 48\r\n"
                  + "X-UStreamer-Client-FPS: \\d+\r\n"
                  + "X-UStreamer-Grab-Begin-Time: 1234567890.012345\r\n"
                  + "X-UStreamer-Grab-End-Time: 1234567890.012345\r\n"
                  + ("X-UStreamer-Send-Time: " + TIME + "\r\n")
                  + "X-UStreamer-Latency: \\d+\\.\\d{6}\r\n"
                  + "\r\n");
      assertThat(viewer.read(frame.size())).isEqualTo(latin(frame));
      assertThat(viewer.read(2 + DELIMITER.length())).isEqualTo("\r\n" + DELIMITER);
    }
  }

  @Test
  void sendsPartsWithoutPictures() {
    edge.start("front");
    try (RawConnection viewer = watch("zero_data=yes")) {
      viewer.read(DELIMITER.length());
      for (int i = 0; i < 2; i++) {
        edge.publish();
        assertThat(viewer.readHead())
            .isEqualTo(
                "Content-Type: image/jpeg\r\n"
                    + "Content-Length: 0\r\n"
                    + "X-Timestamp: 1234567890.012345\r\n\r\n");
        assertThat(viewer.read(2 + DELIMITER.length())).isEqualTo("\r\n" + DELIMITER);
      }
      Await.until("nothing is kept", () -> edge.frameBuffers() == 0);
    }
  }

  @Test
  void sendsTheLastFrameOfABurstTwice() {
    edge.start("front");
    TestViewer viewer = edge.watch("/front/stream?dual_final_frames=1");
    edge.awaitViewers(1);
    Frame frame = edge.publish();

    viewer.awaitFrames(2);

    assertThat(viewer.last().orElseThrow().jpeg()).contains(frame.jpeg());
    Await.until("it is counted", () -> edge.metric("sightline.viewer.repeats") >= 1);
    assertThat(edge.metric("sightline.viewer.frames")).isEqualTo(1);
  }

  @Test
  void sendsTheLastFrameAgainToEverybodyAfterASilence() {
    edge.start("front");
    TestViewer viewer = edge.watch("/front/stream");
    edge.awaitViewers(1);
    Frame frame = edge.publish();

    viewer.awaitFrames(2);

    assertThat(viewer.last().orElseThrow().jpeg()).contains(frame.jpeg());
    assertThat(viewer.tally().corrupt()).isZero();
  }

  @Test
  void givesTheKeyBackInACookie() {
    edge.start("front");
    try (RawConnection viewer = new RawConnection(edge.port())) {
      viewer.send("GET /front/stream?key=Ab_9-z HTTP/1.1\r\nHost: edge\r\n\r\n");

      assertThat(viewer.readHead().lines().map(line -> line.replaceFirst("^[Ss]et-[Cc]", "Set-C")))
          .anyMatch(
              line ->
                  line.matches(
                      "Set-Cookie: stream_client=Ab_9-z/[0-9a-f]{1,16}; path=/; max-age=30"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a%0d%0aSet-Cookie:%20x=y", "a.b", "%22", "é"})
  void givesNoKeyBackThatDoesNotFitThere(String key) {
    edge.start("front");
    try (RawConnection viewer = new RawConnection(edge.port())) {
      viewer.send("GET /front/stream?key=" + key + " HTTP/1.1\r\nHost: edge\r\n\r\n");

      assertThat(viewer.readHead())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .doesNotContainIgnoringCase("set-cookie");
    }
  }

  @Test
  void tellsThatTheOfflineCardIsNoPicture() {
    edge.offlineAfter(Duration.ofSeconds(1)).start("front");
    edge.ingest().lose(TestFrames.FRONT, "it refuses the connection");
    try (RawConnection viewer = watch("extra_headers=1")) {
      viewer.read(DELIMITER.length());

      assertThat(viewer.readHead()).contains("X-UStreamer-Online: false\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"advance_headers=0", "extra_headers=no", "zero_data=", "extra_headers"})
  void takesAnythingElseForNo(String query) {
    edge.start("front");
    try (RawConnection viewer = watch(query)) {
      edge.publish();
      viewer.read(DELIMITER.length());

      assertThat(viewer.readHead().lines()).hasSize(4).anyMatch("Content-Length: 5000"::equals);
    }
  }

  /** A viewer whose first frame will be the next one. */
  private RawConnection watch(String query) {
    RawConnection viewer = new RawConnection(edge.port());
    viewer.send("GET /front/stream?" + query + " HTTP/1.1\r\nHost: edge\r\n\r\n").readHead();
    edge.awaitViewers(1);
    return viewer;
  }

  private static String latin(Frame frame) {
    return Buffer.buffer().appendBuffer(frame.jpeg()).toString(StandardCharsets.ISO_8859_1);
  }
}
