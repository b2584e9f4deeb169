package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sightline.frame.StreamId;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two streams, yard before front, behind a proxy that leaves /cams or /a/b there. */
class PathReaderTest {

  private static final List<String> STREAMS = List.of("yard", "front");

  private final PathReader reader =
      new PathReader(
          Set.of("/cams", "/a/b", "/front")::contains,
          STREAMS::contains,
          number ->
              number < STREAMS.size()
                  ? Optional.of(new StreamId(STREAMS.get(number)))
                  : Optional.empty());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/front",
        "/front/",
        "/stream",
        "/front/stream",
        "/status.json",
        "/front/ws",
        "/streams",
        "/assets/",
        "/assets/index.js",
        "/assets/deep/index.js",
        "/assets//etc/passwd",
        "/nothing",
        "/yard/stream/",
        "/yard/stream/more",
        "/attic/stream",
        "/other/front/stream",
        "/other/assets/deep/more/assets",
        "/a/front/stream",
        "/cams/a/b/stream",
        "/..%2ffront/stream",
        "/%2f",
        "/cams%2fstream"
      })
  void leavesTheProductsOwnPathsAndWhatNothingIsAtAlone(String path) {
    assertThat(reader.own(path, null)).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "/cams/, /",
    "/cams/stream, /stream",
    "/cams/front, /front",
    "/cams/front/, /front/",
    "/cams/front/stream, /front/stream",
    "/a/b/yard/status.json, /yard/status.json",
    "/cams/assets/index.js, /assets/index.js",
    "/cams/front/assets/index.js, /assets/index.js",
    "/front/assets/index.js, /assets/index.js",
    "/cams/attic/stream, /attic/stream",
    "/cams/attic/, /attic/",
    "/cams/index1.jpg, /yard/stream",
    "/front/yard/stream, /yard/stream",
    "/front/front/stream, /front/stream",
  })
  void takesThePrefixOfAProxyAway(String path, String own) {
    assertThat(reader.own(path, null)).isEqualTo(own);
  }

  @ParameterizedTest
  @CsvSource({
    "/, stream, /stream",
    "/, snapshot, /snapshot",
    "/, stream_0, /yard/stream",
    "/, stream_1, /front/stream",
    "/, snapshot_1, /front/snapshot",
    "/front/, stream, /front/stream",
    "/front/, snapshot, /front/snapshot",
    "/front/, stream_0, /front/stream",
    "/attic/, stream, /attic/stream",
    "/cams/, stream_1, /front/stream",
    "/cams/yard/, snapshot, /yard/snapshot",
    "/front/stream, snapshot, /front/stream",
    "/front, stream, /front",
  })
  void readsTheActionsOfMjpgStreamer(String path, String action, String own) {
    assertThat(reader.own(path, action)).isEqualTo(own);
  }

  @ParameterizedTest
  @CsvSource({
    "/index1.jpg, /yard/stream",
    "/index2.jpg, /front/stream",
    "/front/index1.jpg, /front/stream",
    "/stream.mjpg, /stream",
    "/front/stream.mjpg, /front/stream",
    "/snapshot.jpg, /snapshot",
    "/front/snapshot.jpg, /front/snapshot",
    "/attic/snapshot.jpg, /attic/snapshot",
    "/index.jpg, /index.jpg",
    "/index1.png, /index1.png",
    "/index1234567890.jpg, /index1234567890.jpg",
  })
  void readsTheNamesOfFiles(String path, String own) {
    assertThat(reader.own(path, null)).isEqualTo(own);
  }

  @ParameterizedTest
  @CsvSource({
    "/, stream_2",
    "/, snapshot_999999999",
    "/front/, stream_1",
    "/index0.jpg,",
    "/index3.jpg,",
    "/front/index2.jpg,",
  })
  void saysThatNoStreamHasANumber(String path, String action) {
    assertRefused(
        path, action, 404, "No stream has this number here; /status lists those there are.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "stop", "stream_", "stream_x", "stream_-1", "stream_1234567890"})
  void saysWhichActionsThereAre(String action) {
    assertRefused(
        "/",
        action,
        400,
        "action must be stream or snapshot, or one with a number such as stream_0.\n");
  }

  private void assertRefused(String path, String action, int code, String sentence) {
    assertThatThrownBy(() -> reader.own(path, action))
        .isInstanceOfSatisfying(
            HttpException.class,
            refusal -> {
              assertThat(refusal.getStatusCode()).isEqualTo(code);
              assertThat(refusal.getPayload()).isEqualTo(sentence);
            });
  }
}
