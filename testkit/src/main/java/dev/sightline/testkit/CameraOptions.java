package dev.sightline.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a {@link FakeCamera} behaves from its start; {@link #defaults()} and the {@code with} methods
 * make one.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes a free one
 * @param fps frames per second, up to 1,000; 0 sends only what {@link FakeCamera#sendFrame} is told
 * @param frameSize bytes of each picture, at least {@link SampleJpegs#SMALLEST}
 * @param quirks what it gets wrong
 * @param contentType the response's Content-Type in place of the one that its quirks give
 * @param credentials {@code user:password} that it wants by Basic authentication
 * @param status 200, or the status that it answers instead of a stream
 * @param firstByteDelay time from a request to the first byte of its answer
 */
public record CameraOptions(
    String host,
    int port,
    double fps,
    int frameSize,
    Set<CameraQuirk> quirks,
    Optional<String> contentType,
    Optional<String> credentials,
    int status,
    Duration firstByteDelay) {

  public CameraOptions {
    quirks = Set.copyOf(quirks);
    if (fps < 0 || fps > 1_000) {
      throw new IllegalArgumentException("frames per second are 0 to 1000, not " + fps);
    }
    if (frameSize < SampleJpegs.SMALLEST) {
      throw new IllegalArgumentException(
          "a frame has at least " + SampleJpegs.SMALLEST + " bytes, not " + frameSize);
    }
  }

  /** 10 fps of 20,000 bytes on a free port of 127.0.0.1, without a quirk. */
  public static CameraOptions defaults() {
    return new CameraOptions(
        "127.0.0.1",
        0,
        10,
        20_000,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        200,
        Duration.ZERO);
  }

  public CameraOptions withHost(String host) {
    return new CameraOptions(
        host, port, fps, frameSize, quirks, contentType, credentials, status, firstByteDelay);
  }

  public CameraOptions withPort(int port) {
    return new CameraOptions(
        host, port, fps, frameSize, quirks, contentType, credentials, status, firstByteDelay);
  }

  public CameraOptions withFps(double fps) {
    return new CameraOptions(
        host, port, fps, frameSize, quirks, contentType, credentials, status, firstByteDelay);
  }

  /** No timer: the test decides when each frame goes out. */
  public CameraOptions manual() {
    return withFps(0);
  }

  public CameraOptions withFrameSize(int frameSize) {
    return new CameraOptions(
        host, port, fps, frameSize, quirks, contentType, credentials, status, firstByteDelay);
  }

  public CameraOptions withQuirks(CameraQuirk... quirks) {
    return withQuirks(Set.copyOf(List.of(quirks)));
  }

  public CameraOptions withQuirks(Set<CameraQuirk> quirks) {
    return new CameraOptions(
        host, port, fps, frameSize, quirks, contentType, credentials, status, firstByteDelay);
  }

  public CameraOptions withContentType(String contentType) {
    return new CameraOptions(
        host,
        port,
        fps,
        frameSize,
        quirks,
        Optional.of(contentType),
        credentials,
        status,
        firstByteDelay);
  }

  public CameraOptions withCredentials(String user, String password) {
    return new CameraOptions(
        host,
        port,
        fps,
        frameSize,
        quirks,
        contentType,
        Optional.of(user + ':' + password),
        status,
        firstByteDelay);
  }

  public CameraOptions withStatus(int status) {
    return new CameraOptions(
        host, port, fps, frameSize, quirks, contentType, credentials, status, firstByteDelay);
  }

  public CameraOptions withFirstByteDelay(Duration firstByteDelay) {
    return new CameraOptions(
        host, port, fps, frameSize, quirks, contentType, credentials, status, firstByteDelay);
  }
}
