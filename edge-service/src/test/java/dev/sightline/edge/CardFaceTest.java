package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sightline.bus.StreamStatus;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import dev.sightline.frame.StreamState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardFaceTest {

  /** Two hours east of Greenwich it is 14:03. */
  private static final Instant LOST = Instant.parse("2026-03-04T12:03:59Z");

  private static final String REASON = "it doesn't answer";

  @Test
  void tellsTheNameSinceWhenThereIsNoPictureAndWhy() {
    CardFace face = face(StreamState.RETRYING, REASON, Duration.ofMinutes(5));

    assertThat(face)
        .isEqualTo(
            new CardFace(
                "FRONT-DOOR_2", "NO PICTURE SINCE 14:03", "CAMERA DOESN'T ANSWER", 320, 240));
  }

  @Test
  void tellsTheDateTooWhenItWasNotToday() {
    assertThat(face(StreamState.CONNECTING, REASON, Duration.ofHours(9)).statement())
        .isEqualTo("NO PICTURE SINCE 14:03");
    assertThat(face(StreamState.CONNECTING, REASON, Duration.ofHours(10)).statement())
        .isEqualTo("NO PICTURE SINCE 2026-03-04 14:03");
  }

  @Test
  void staysTheSameAsTimePasses() {
    assertThat(face(StreamState.RETRYING, REASON, Duration.ofSeconds(5)))
        .isEqualTo(face(StreamState.RETRYING, REASON, Duration.ofHours(5)));
  }

  @Test
  void saysThatThereWasNoPictureAtAll() {
    CardFace face = CardFace.of(status(StreamState.CONNECTING, null, 0, 0, 0), at(Duration.ZERO));

    assertThat(face.statement()).isEqualTo("NO PICTURE YET");
    assertThat(face.reason()).isEqualTo("CONNECTING TO THE CAMERA");
  }

  @ParameterizedTest
  @CsvSource({"LIVE", "IDLE"})
  void namesNoTimeWhenTheCameraIsNotSaidToBeAway(StreamState state) {
    CardFace face = face(state, null, Duration.ofMinutes(1));

    assertThat(face.statement()).isEqualTo("NO PICTURE YET");
    assertThat(face.reason()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "its ingest is gone, CAMERA'S INGEST IS GONE",
    "nobody trusted vouches for its TLS certificate, NOBODY TRUSTED VOUCHES FOR ITS TLS CERTIFICATE",
    "it answers 503 Überlastet, CAMERA ANSWERS 503 UBERLASTET"
  })
  void givesTheReasonInWordsThatStandAlone(String reason, String shown) {
    assertThat(face(StreamState.RETRYING, reason, Duration.ZERO).reason()).isEqualTo(shown);
  }

  @Test
  void shortensLongReasons() {
    String reason = face(StreamState.RETRYING, "x".repeat(10_000), Duration.ZERO).reason();

    assertThat(reason).isEqualTo("X".repeat(100) + "…");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 640, 360",
    "1920, 1080, 1920, 1080",
    "3840, 2160, 1920, 1080",
    "1080, 3840, 540, 1920",
    "65535, 1, 1920, 16",
    "8, 8, 16, 16"
  })
  void isAsLargeAsThePictureWithinBounds(int width, int height, int shownWidth, int shownHeight) {
    CardFace face =
        CardFace.of(status(StreamState.RETRYING, REASON, width, height, 1), at(Duration.ZERO));

    assertThat(face.width()).isEqualTo(shownWidth);
    assertThat(face.height()).isEqualTo(shownHeight);
  }

  private static CardFace face(StreamState state, String reason, Duration later) {
    return CardFace.of(status(state, reason, 320, 240, 1), at(later));
  }

  private static Clock at(Duration later) {
    return Clock.fixed(LOST.plus(later), ZoneOffset.ofHours(2));
  }

  private static StreamStatus status(
      StreamState state, String reason, int width, int height, long newestAt) {
    return new StreamStatus(
        new StreamId("front-door_2"),
        StreamKind.PICTURES,
        state,
        LOST.toEpochMilli(),
        reason,
        "http://camera/",
        newestAt,
        0,
        1,
        0,
        width,
        height,
        newestAt);
  }
}
