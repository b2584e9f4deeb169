package dev.sightline.ingest;

import dev.sightline.multipart.PartLimits;
import dev.sightline.node.ConfigReader;
import java.time.Duration;

/**
 * How a source is pulled, whichever camera it is.
 *
 * @param onDemand connect only while somebody is watching
 * @param linger with {@code onDemand}, how long the connection stays after the last request
 * @param connectTimeout from the first packet of a request to its response's headers
 * @param stallTimeout a connection without a complete frame for this long is ended
 * @param limits a larger picture, header or amount of noise ends the connection
 * @param retry when a lost camera is tried again
 * @param pollEvery pause between the requests to a camera that answers with single pictures
 * @param request what the camera is asked with
 * @param link the way to the camera
 */
public record SourcePolicy(
    boolean onDemand,
    Duration linger,
    Duration connectTimeout,
    Duration stallTimeout,
    PartLimits limits,
    RetryPolicy retry,
    Duration pollEvery,
    RequestPolicy request,
    LinkPolicy link) {

  public static final SourcePolicy DEFAULT =
      new SourcePolicy(
          true,
          Duration.ofSeconds(10),
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          new PartLimits(8 << 10, 8 << 20, 64 << 10),
          RetryPolicy.DEFAULT,
          Duration.ofSeconds(1),
          RequestPolicy.DEFAULT,
          LinkPolicy.DEFAULT);

  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
  private static final Duration SHORTEST_POLL = Duration.ofMillis(50);
  private static final Duration LONGEST_POLL = Duration.ofHours(1);
  private static final Duration LONGEST_LINGER = Duration.ofHours(24);
  private static final int SMALLEST_FRAME_LIMIT = 1 << 10;
  private static final int LARGEST_FRAME_LIMIT = 256 << 20;
  private static final int LARGEST_HEADER_LIMIT = 64 << 10;
  private static final int LARGEST_NOISE_LIMIT = 16 << 20;

  /** Reads the settings of {@code source}, those that it leaves out being {@code defaults}. */
  static SourcePolicy read(ConfigReader source, SourcePolicy defaults) {
    return new SourcePolicy(
        source.bool("on-demand", defaults.onDemand),
        source.duration("linger", defaults.linger, Duration.ZERO, LONGEST_LINGER),
        source.duration(
            "connect-timeout", defaults.connectTimeout, SHORTEST_TIMEOUT, LONGEST_TIMEOUT),
        stallTimeout(source, defaults.stallTimeout),
        limits(source, defaults.limits),
        RetryPolicy.read(source, defaults.retry),
        source.duration("poll-every", defaults.pollEvery, SHORTEST_POLL, LONGEST_POLL),
        RequestPolicy.read(source, defaults.request),
        LinkPolicy.read(source, defaults.link));
  }

  static Duration stallTimeout(ConfigReader source, Duration fallback) {
    return source.duration("stall-timeout", fallback, SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
  }

  static PartLimits limits(ConfigReader source, PartLimits defaults) {
    return new PartLimits(
        source.size("max-header-size", defaults.maxHeaderBytes(), 256, LARGEST_HEADER_LIMIT),
        source.size(
            "max-frame-size", defaults.maxBodyBytes(), SMALLEST_FRAME_LIMIT, LARGEST_FRAME_LIMIT),
        source.size("max-noise", defaults.maxPreambleBytes(), 1 << 10, LARGEST_NOISE_LIMIT));
  }

  /** The same with another patience. */
  SourcePolicy with(RetryPolicy other) {
    return new SourcePolicy(
        onDemand, linger, connectTimeout, stallTimeout, limits, other, pollEvery, request, link);
  }

  /** The same with another pause between two single pictures. */
  SourcePolicy pollingEvery(Duration pause) {
    return new SourcePolicy(
        onDemand, linger, connectTimeout, stallTimeout, limits, retry, pause, request, link);
  }

  /** The same for a camera that is asked plainly and directly, such as one of our own. */
  public SourcePolicy plain() {
    return new SourcePolicy(
        onDemand,
        linger,
        connectTimeout,
        stallTimeout,
        limits,
        retry,
        pollEvery,
        RequestPolicy.DEFAULT,
        LinkPolicy.DEFAULT);
  }
}
