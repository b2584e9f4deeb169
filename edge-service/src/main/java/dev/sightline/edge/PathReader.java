package dev.sightline.edge;

import dev.sightline.frame.StreamId;
import io.vertx.ext.web.handler.HttpException;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the product's own path for what a viewer asks for, be it in the words of mjpg-streamer,
 * node-mjpeg-proxy or camera-streamer, and with or without the prefix of a reverse proxy.
 *
 * <p>A path is read from the right: the action, then the stream if the segment before it names one,
 * and the rest is a prefix. What is no prefix is taken for a name, so that the answer can say that
 * there is no such stream.
 */
final class PathReader {

  private static final String ASSETS = "/assets/";

  private static final Map<String, String> OTHER_WORDS =
      Map.of("stream.mjpg", "stream", "snapshot.jpg", "snapshot", "index.html", "");

  /** The query of mjpg-streamer; numbers from 0. */
  private static final Pattern ACTION = Pattern.compile("(stream|snapshot)(?:_(\\d{1,9}))?");

  /** The files of node-mjpeg-proxy; numbers from 1. */
  private static final Pattern FILE = Pattern.compile("index(\\d{1,9})\\.jpg");

  private final Predicate<String> isPrefix;
  private final Predicate<String> isStream;
  private final IntFunction<Optional<StreamId>> numbered;

  /**
   * @param isPrefix whether a path is that of a reverse proxy; not asked about the empty one
   * @param numbered the streams in their order, from 0
   */
  PathReader(
      Predicate<String> isPrefix,
      Predicate<String> isStream,
      IntFunction<Optional<StreamId>> numbered) {
    this.isPrefix = isPrefix;
    this.isStream = isStream;
    this.numbered = numbered;
  }

  /**
   * @param path normalized, and escaped as it came
   * @param action of the query; null when there is none
   * @return {@code path} itself when there is nothing to translate
   * @throws HttpException with a sentence when no action or no stream can be meant
   */
  String own(String path, String action) {
    int assets = path.lastIndexOf(ASSETS);
    int end = assets < 0 ? path.lastIndexOf('/') : assets;
    String before = path.substring(0, end);
    String word = path.substring(end + 1);
    String name = before.substring(before.lastIndexOf('/') + 1);
    boolean isNamed = isStream.test(name) || (assets < 0 && !isPrefix(before));
    String prefix = isNamed ? before.substring(0, end - name.length() - 1) : before;
    if (!isPrefix(prefix)) {
      return path;
    }
    return assets < 0 ? own(isNamed ? name : null, word, action) : "/" + word;
  }

  private boolean isPrefix(String path) {
    return path.isEmpty() || isPrefix.test(path);
  }

  private String own(String name, String word, String action) {
    if (word.isEmpty() && action != null) {
      return ofAction(name, action);
    }
    Matcher file = FILE.matcher(word);
    return file.matches()
        ? join(numbered(name, Integer.parseInt(file.group(1)) - 1), "stream")
        : join(name, OTHER_WORDS.getOrDefault(word, word));
  }

  private String ofAction(String name, String action) {
    Matcher parts = ACTION.matcher(action);
    if (!parts.matches()) {
      throw new HttpException(
          400, "action must be stream or snapshot, or one with a number such as stream_0.\n");
    }
    String number = parts.group(2);
    return join(number == null ? name : numbered(name, Integer.parseInt(number)), parts.group(1));
  }

  /** Behind the name of a stream only this one counts. */
  private String numbered(String name, int number) {
    Optional<String> stream =
        name == null ? find(number) : Optional.of(name).filter(only -> number == 0);
    return stream.orElseThrow(
        () ->
            new HttpException(
                404, "No stream has this number here; /status lists those there are.\n"));
  }

  private Optional<String> find(int number) {
    return number < 0 ? Optional.empty() : numbered.apply(number).map(StreamId::name);
  }

  private static String join(String name, String word) {
    return name == null ? "/" + word : "/" + name + "/" + word;
  }
}
