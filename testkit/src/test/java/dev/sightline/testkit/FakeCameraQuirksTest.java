package dev.sightline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every quirk of a fake camera, as a test viewer meets it. */
class FakeCameraQuirksTest {

  /** The viewer doesn't repair a false length, so no frame of these is what the camera sent. */
  private static final Set<CameraQuirk> FALSE_LENGTHS =
      EnumSet.of(CameraQuirk.LENGTH_TOO_SHORT, CameraQuirk.LENGTH_TOO_LONG);

  private static Vertx vertx;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void closeVertx() {
    Await.result(vertx.close());
  }

  @ParameterizedTest
  @EnumSource
  void showsItselfAndNothingElse(CameraQuirk quirk) {
    CameraOptions options = CameraOptions.defaults().withFps(100).withQuirks(quirk);
    try (FakeCamera camera = FakeCamera.start(vertx, options);
        TestViewer viewer = TestViewer.open(vertx, camera.url())) {
      Await.until("20 frames come from " + quirk, () -> viewer.tally().frames() >= 20);

      ViewerTally tally = viewer.tally();
      assertThat(viewer.quirks()).containsExactly(quirk);
      assertThat(tally.corrupt()).isEqualTo(FALSE_LENGTHS.contains(quirk) ? tally.frames() : 0);
    }
  }

  @Test
  void areAbsentUnlessAskedFor() {
    try (FakeCamera camera = FakeCamera.start(vertx, CameraOptions.defaults().withFps(100));
        TestViewer viewer = TestViewer.open(vertx, camera.url())) {
      viewer.awaitFrames(20);

      assertThat(viewer.quirks()).isEmpty();
      assertThat(viewer.headers().get("Content-Type"))
          .isEqualTo("multipart/x-mixed-replace; boundary=sightlinecamera");
      assertThat(viewer.seen().get(0).headers().get("content-type")).isEqualTo("image/jpeg");
    }
  }

  @Test
  void mayBeCombined() {
    CameraQuirk[] some = {
      CameraQuirk.CHUNKED,
      CameraQuirk.DASHED_BOUNDARY,
      CameraQuirk.DOUBLED_DELIMITER,
      CameraQuirk.EMPTY_PARTS,
      CameraQuirk.EXTRA_BLANK_LINES,
      CameraQuirk.LF_ONLY,
      CameraQuirk.LOWER_CASE_HEADERS,
      CameraQuirk.NO_CONTENT_LENGTH,
      CameraQuirk.QUOTED_BOUNDARY,
      CameraQuirk.SPACED_BOUNDARY,
      CameraQuirk.TEXT_PARTS_BETWEEN
    };
    CameraOptions options = CameraOptions.defaults().withFps(100).withQuirks(some);
    try (FakeCamera camera = FakeCamera.start(vertx, options);
        TestViewer viewer = TestViewer.open(vertx, camera.url())) {
      viewer.awaitFrames(20);

      assertThat(viewer.quirks()).containsExactlyInAnyOrder(some);
      assertThat(viewer.tally().corrupt()).isZero();
    }
  }
}
