package dev.sightline.ingest;

import dev.sightline.folder.PictureFolder.Order;
import dev.sightline.frame.StreamId;
import dev.sightline.node.ConfigReader;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A folder whose pictures make a stream.
 *
 * @param id the stream's name, in configuration the name of its section
 * @param folder where the pictures are
 * @param fps pictures a second; at most so many in a folder that is watched
 * @param play what becomes of the pictures
 * @param order which comes first when they are played
 * @param policy how it is supervised
 */
record FolderConfig(
    StreamId id, Path folder, double fps, Play play, Order order, SourcePolicy policy)
    implements PulledConfig {

  /** What becomes of the pictures of a folder. */
  enum Play {
    /** All of them, again and again. */
    LOOP,
    /** All of them, and that is the end. */
    ONCE,
    /** The newest, and each that comes. */
    WATCH
  }

  private static final double DEFAULT_FPS = 5;
  private static final double LOWEST_FPS = 0.01;
  private static final double HIGHEST_FPS = 100;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

  /** To look for a folder is no burden to anybody, so that one that is back is seen soon. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  @Override
  public String origin() {
    return "dir:" + folder;
  }

  @Override
  public FolderAccess access(Vertx vertx) {
    return new FolderAccess(vertx, this);
  }

  /** Between two pictures. */
  Duration period() {
    return Duration.ofNanos(Math.round(1e9 / fps));
  }

  /** The folder of one section; empty, with the problems noted, when there can't be one. */
  static Optional<FolderConfig> read(StreamId id, ConfigReader section, SourcePolicy defaults) {
    SourcePolicy policy = soonBack(SourcePolicy.read(section, defaults));
    Optional<FolderUrl> url = section.value("url", FolderConfig::url);
    double fps = setting(section, "fps", url, FolderConfig::fps).orElse(DEFAULT_FPS);
    Play play = setting(section, "play", url, FolderConfig::play).orElse(Play.LOOP);
    Order order = setting(section, "order", url, FolderConfig::order).orElse(Order.NAME);
    return url.map(u -> new FolderConfig(id, u.path(), fps, play, order, policy));
  }

  /**
   * The folder that a URL names by itself.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  static FolderConfig of(StreamId id, String text, SourcePolicy policy) {
    FolderUrl url = FolderUrl.parse(text);
    return new FolderConfig(
        id,
        url.path(),
        parsed(url, "fps", FolderConfig::fps).orElse(DEFAULT_FPS),
        parsed(url, "play", FolderConfig::play).orElse(Play.LOOP),
        parsed(url, "order", FolderConfig::order).orElse(Order.NAME),
        soonBack(policy));
  }

  private static SourcePolicy soonBack(SourcePolicy policy) {
    RetryPolicy retry = policy.retry();
    return policy.with(
        new RetryPolicy(
            retry.quickEvery(),
            retry.quickFor(),
            shorter(retry.first(), LONGEST_PAUSE),
            shorter(retry.max(), LONGEST_PAUSE),
            retry.floor()));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Said by the URL or by the setting of the same name. */
  private static <T> Optional<T> setting(
      ConfigReader section, String name, Optional<FolderUrl> url, Function<String, T> parse) {
    Optional<T> beside = section.value(name, parse);
    Optional<T> within = url.flatMap(u -> parsed(u, name, parse));
    if (within.isPresent() && section.isSet(name)) {
      section.problem(name, "is given twice, by the URL as well; keep one");
    }
    return within.or(() -> beside);
  }

  /** All of it is looked at here, so that a mistake is one of the URL. */
  private static FolderUrl url(String text) {
    FolderUrl url = FolderUrl.parse(text);
    parsed(url, "fps", FolderConfig::fps);
    parsed(url, "play", FolderConfig::play);
    parsed(url, "order", FolderConfig::order);
    return url;
  }

  private static <T> Optional<T> parsed(FolderUrl url, String name, Function<String, T> parse) {
    try {
      return url.parameter(name).map(parse);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "has a parameter %s that %s".formatted(name, e.getMessage()), e);
    }
  }

  private static double fps(String text) {
    double fps = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : 0;
    if (fps < LOWEST_FPS || fps > HIGHEST_FPS) {
      throw new IllegalArgumentException(
          "must be a number from 0.01 to 100, not '%s'".formatted(text));
    }
    return fps;
  }

  private static Play play(String text) {
    return constant(text, Play.values());
  }

  private static Order order(String text) {
    return constant(text, Order.values());
  }

  private static <E extends Enum<E>> E constant(String text, E[] all) {
    return Arrays.stream(all)
        .filter(one -> word(one).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must be one of %s, not '%s'"
                        .formatted(
                            Arrays.stream(all)
                                .map(FolderConfig::word)
                                .collect(Collectors.joining(", ")),
                            text)));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
