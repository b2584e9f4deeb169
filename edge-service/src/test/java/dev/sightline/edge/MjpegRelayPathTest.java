package dev.sightline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MjpegRelayPathTest {

  @ParameterizedTest
  @CsvSource({
    "/stream, /stream",
    "/cam1/stream, /stream",
    "/stream/more, /stream",
    "/streams, /stream",
    "/stream?a=b, /stream",
    "/?url=/stream, /stream",
    "/snapshot?123, /snapshot",
    "/a/b/snapshot.jpg, /snapshot",
    "/status, /status",
    "/snapshot/status, /status",
    "/snapshot/stream, /stream",
    "/stream?/status, /status",
    "/, /",
    "/index.html, /",
    "/state, /",
    "/STREAM, /",
  })
  void isFoundByTheFirstWordThatOccurs(String target, String own) {
    assertThat(MjpegRelayPath.own(target)).isEqualTo(own);
  }
}
