package dev.sightline.ingest;

import dev.sightline.frame.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where single pictures are found, and how often they are asked for: {@code
 * poll:http://host/path?fps=1&cache-buster=t}. Both parameters are ours and not sent; the others
 * are the camera's and stay as they were written.
 *
 * @param source where the camera is
 * @param pollEvery the pause that its rate means
 */
record PollUrl(SourceUrl source, Optional<Duration> pollEvery, Optional<String> cacheBuster) {

  static final String NAME = "poll";

  static final String SCHEME = NAME + ":";

  private static final String FPS = "fps";
  private static final String CACHE_BUSTER = "cache-buster";
  private static final Pattern NUMBER = Pattern.compile("\\d{1,3}(\\.\\d{1,6})?");
  private static final double LOWEST_FPS = 0.001;
  private static final double HIGHEST_FPS = 20;

  /** Whether this is the URL of a camera that is to be asked for single pictures. */
  static boolean isMeant(String text) {
    return text.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
  }

  /**
   * @throws IllegalArgumentException with a sentence that repeats nothing of the URL that may be
   *     secret
   */
  static PollUrl parse(String text) {
    SourceUrl url = SourceUrl.parse(isMeant(text) ? text.substring(SCHEME.length()) : text);
    UrlParameters parameters = UrlParameters.of(query(url.target()), List.of(FPS, CACHE_BUSTER));
    return new PollUrl(
        url.withTarget(target(url.target(), parameters.others())),
        parameters.get(FPS).map(PollUrl::pause),
        parameters.get(CACHE_BUSTER).map(PollUrl::name));
  }

  PollUrl with(SourceUrl other) {
    return new PollUrl(other, pollEvery, cacheBuster);
  }

  /**
   * @param beside the parameter against caches that is named elsewhere
   */
  CameraConfig camera(StreamId id, SourcePolicy policy, Optional<String> beside) {
    return new CameraConfig(
        id,
        source,
        pollEvery.map(policy::pollingEvery).orElse(policy),
        Optional.of(new PollPolicy(cacheBuster.or(() -> beside))));
  }

  private static String query(String target) {
    int query = target.indexOf('?');
    return query < 0 ? null : target.substring(query + 1);
  }

  private static String target(String target, List<String> parameters) {
    int query = target.indexOf('?');
    if (query < 0) {
      return target;
    }
    String path = target.substring(0, query);
    return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
  }

  private static Duration pause(String text) {
    double fps = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : 0;
    if (fps < LOWEST_FPS || fps > HIGHEST_FPS) {
      throw new IllegalArgumentException("must have an fps from 0.001 to 20");
    }
    return Duration.ofNanos(Math.round(1e9 / fps));
  }

  private static String name(String text) {
    try {
      return PollPolicy.parameter(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("has a cache-buster that " + e.getMessage(), e);
    }
  }
}
