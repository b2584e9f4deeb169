package dev.sightline.multipart;

import static dev.sightline.multipart.Wire.latin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.jpeg.HuffmanTables;
import dev.sightline.jpeg.JpegVerdict;
import dev.sightline.testkit.cameras.RecordedCamera;
import dev.sightline.testkit.cameras.RecordedCameras;
import dev.sightline.testkit.cameras.SamplePicture;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The parsers against every recorded camera. */
class RecordedCamerasTest {

  private static final PartLimits LIMITS = new PartLimits(1024, 16_384, 4096);

  private static final List<Buffer> NOISE =
      List.of(
          latin("\r\n\r\n\0\0"),
          latin("HTTP/1.1 100 Continue\r\n\r\n"),
          latin("noise without a line end"),
          latin("-- no delimiter\r\n--\r\n"),
          latin("MJPG and no block, \u00FF\u00D8 and no picture, \u00FF\u00D9\r\n"),
          SamplePicture.named("picture 9").slice(500, 1200));

  /** The beginning of a picture whose first segment is cut, so that it says to last longer. */
  private static final Buffer BEGUN =
      SamplePicture.named("exif 9").slice(0, 700).copy().appendBuffer(latin("\r\n"));

  private final List<Part> parts = new ArrayList<>();

  static Collection<RecordedCamera> cameras() {
    return RecordedCameras.all();
  }

  static Stream<RecordedCamera> camerasWithParts() {
    return cameras().stream().filter(camera -> camera.format().equals("MULTIPART"));
  }

  @ParameterizedTest
  @MethodSource("cameras")
  void findsThePicturesAndSaysWhatWasOdd(RecordedCamera camera) {
    StreamParser parser = feed(camera, camera.body(), camera.body().length());
    checkParts(camera, "whole");
    assertThat(parser.format()).hasToString(camera.format());
    assertThat(parser.quirks().stream().map(Enum::name).collect(Collectors.toSet()))
        .isEqualTo(camera.quirks());
  }

  @ParameterizedTest
  @MethodSource("cameras")
  void findsThePicturesWhereverTheBodyIsSplit(RecordedCamera camera) {
    Buffer body = camera.body();
    for (int split = 0; split <= body.length(); split++) {
      parts.clear();
      StreamParser parser = parser(camera);
      parser.handle(body.slice(0, split));
      parser.handle(body.slice(split, body.length()));
      parser.end();
      checkParts(camera, "split at " + split);
    }
  }

  @ParameterizedTest
  @MethodSource("cameras")
  void findsThePicturesByteByByte(RecordedCamera camera) {
    feed(camera, camera.body(), 1);
    checkParts(camera, "byte by byte");
  }

  @ParameterizedTest
  @MethodSource("cameras")
  void findsThePicturesBehindNoise(RecordedCamera camera) {
    for (int i = 0; i < NOISE.size(); i++) {
      for (int chunkSize : new int[] {1, 7, 100_000}) {
        parts.clear();
        feed(camera, NOISE.get(i).copy().appendBuffer(camera.body()), chunkSize);
        assertThat(pictures())
            .as("noise %d, chunks of %d", i, chunkSize)
            .isEqualTo(camera.pictures());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("camerasWithParts")
  void losesNoPictureToOneThatWasBegunBefore(RecordedCamera camera) {
    feed(camera, BEGUN.copy().appendBuffer(camera.body()), 1000);
    assertThat(pictures()).isEqualTo(camera.pictures());
  }

  /** As when a connection broke off and came back, without anybody noticing. */
  @ParameterizedTest
  @MethodSource("cameras")
  void findsThePicturesOfAStreamThatBeginsAnew(RecordedCamera camera) {
    Buffer twice = camera.body().copy().appendBuffer(camera.body());
    feed(camera, twice, 1000);
    List<Buffer> expected =
        Stream.of(camera.pictures(), camera.pictures()).flatMap(List::stream).toList();
    assertThat(pictures()).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("cameras")
  void hasPicturesThatCanBeShown(RecordedCamera camera) throws IOException {
    for (Buffer picture : camera.pictures()) {
      byte[] bytes = HuffmanTables.completed(picture).getBytes();
      assertThat(ImageIO.read(new ByteArrayInputStream(bytes)).getWidth()).isPositive();
    }
  }

  private StreamParser feed(RecordedCamera camera, Buffer body, int chunkSize) {
    StreamParser parser = parser(camera);
    for (int at = 0; at < body.length(); at += chunkSize) {
      parser.handle(body.slice(at, Math.min(body.length(), at + chunkSize)));
    }
    parser.end();
    return parser;
  }

  private StreamParser parser(RecordedCamera camera) {
    String type = camera.header("Content-Type").orElse(null);
    return StreamParser.of(type, LIMITS, parts::add).orElseThrow();
  }

  private void checkParts(RecordedCamera camera, String how) {
    assertThat(pictures()).as(how).isEqualTo(camera.pictures());
    assertThat(parts.stream().map(Part::verdict).filter(verdict -> verdict != JpegVerdict.WHOLE))
        .as(how)
        .extracting(Enum::name)
        .isEqualTo(camera.others());
  }

  private List<Buffer> pictures() {
    return parts.stream()
        .filter(part -> part.verdict() == JpegVerdict.WHOLE)
        .map(Part::body)
        .toList();
  }
}
