package dev.sightline.edge;

import dev.sightline.bus.StreamDirectory;
import dev.sightline.bus.StreamDirectory.Entry;
import dev.sightline.frame.StreamId;
import dev.sightline.frame.StreamKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds the stream that a URL means: the one it names, and if it names none the configured one, or
 * else the only one.
 *
 * <p>A URL for pictures, or for MPEG-TS, means streams of that kind only. The configured one is
 * mostly a camera, so the only stream of MPEG-TS goes before it.
 */
final class StreamPath {

  /** Ingests that count alike put their streams in order of the names. */
  private static final Comparator<Entry> CONFIGURED_ORDER =
      Comparator.comparingInt((Entry entry) -> entry.status().position())
          .thenComparing(Entry::stream);

  /** Says why nothing was found, to somebody who gets to see some streams only. */
  interface WhyNot {
    String sentence(String name, Predicate<StreamId> isSeen);
  }

  /** Streams that a sentence names. */
  private static final int MOST_NAMED = 10;

  /** No stream's name is longer. */
  private static final int LONGEST_SHOWN = 63;

  private final StreamDirectory directory;
  private final Optional<StreamId> defaultStream;

  StreamPath(StreamDirectory directory, Optional<StreamId> defaultStream) {
    this.directory = directory;
    this.defaultStream = defaultStream;
  }

  /**
   * A stream of any kind.
   *
   * @param name the segment before the action; null when there is none
   */
  Optional<StreamId> find(String name) {
    if (name != null) {
      return named(name).map(Entry::stream);
    }
    return defaultStream.isPresent()
        ? byDefault().map(Entry::stream)
        : only(List.copyOf(directory.entries()));
  }

  /** The same for a stream of one kind. */
  Optional<StreamId> find(String name, StreamKind kind) {
    if (name != null) {
      return named(name).filter(entry -> isOf(kind, entry)).map(Entry::stream);
    }
    Optional<StreamId> only = only(all(kind));
    return kind == StreamKind.TS || isDefaultOfOtherThan(kind)
        ? only.or(() -> byDefault(kind))
        : byDefault(kind).or(() -> defaultStream.isPresent() ? Optional.empty() : only);
  }

  /** The page that stands for all, if there is only one stream and no wall would show it. */
  Optional<StreamId> onlyTs() {
    Optional<StreamId> only = only(List.copyOf(directory.entries()));
    return only.filter(stream -> find(stream.name(), StreamKind.TS).isPresent());
  }

  /** All that anybody may upload to. */
  List<StreamId> allTs() {
    return all(StreamKind.TS).stream().map(Entry::stream).toList();
  }

  boolean isStream(String name) {
    return named(name).isPresent();
  }

  /**
   * @param number counted from 0, in the order of the configuration
   */
  Optional<StreamId> numbered(int number) {
    return directory.entries().stream()
        .sorted(CONFIGURED_ORDER)
        .skip(number)
        .findFirst()
        .map(Entry::stream);
  }

  private Optional<Entry> named(String name) {
    return nameIn(name).flatMap(directory::find);
  }

  /** The name, if it may be one. */
  static Optional<StreamId> nameIn(String segment) {
    return Optional.ofNullable(segment).filter(StreamId::isValid).map(StreamId::new);
  }

  private Optional<Entry> byDefault() {
    return defaultStream.flatMap(directory::find);
  }

  private Optional<StreamId> byDefault(StreamKind kind) {
    return byDefault().filter(entry -> isOf(kind, entry)).map(Entry::stream);
  }

  private boolean isDefaultOfOtherThan(StreamKind kind) {
    return byDefault().filter(entry -> !isOf(kind, entry)).isPresent();
  }

  private static boolean isOf(StreamKind kind, Entry entry) {
    return entry.status().kind() == kind;
  }

  private List<Entry> all(StreamKind kind) {
    return directory.entries().stream().filter(entry -> isOf(kind, entry)).toList();
  }

  private static Optional<StreamId> only(Collection<Entry> entries) {
    return entries.size() == 1 ? entries.stream().findFirst().map(Entry::stream) : Optional.empty();
  }

  /** Why {@link #find(String)} found nothing, as a sentence for the viewer. */
  String whyNot(String name, Predicate<StreamId> isSeen) {
    if (name != null) {
      return "There is no stream named '%s' here; /status lists those there are.\n"
          .formatted(shown(name));
    }
    if (directory.entries().stream().map(Entry::stream).noneMatch(isSeen)) {
      return "There is no stream here yet.\n";
    }
    return defaultStream
        .map(
            "The stream '%s', which this URL means, is not here; /status lists those there are.\n"
                ::formatted)
        .orElse("There are several streams here, so the URL must name one; /status lists them.\n");
  }

  /** A viewer may have written anything there. */
  private static String shown(String name) {
    String visible = name.replaceAll("[^ -~]", "?");
    return visible.length() <= LONGEST_SHOWN
        ? visible
        : visible.substring(0, LONGEST_SHOWN) + "...";
  }

  /** Why {@link #find(String, StreamKind)} found nothing. */
  String whyNot(String name, StreamKind kind, Predicate<StreamId> isSeen) {
    if (name != null) {
      return named(name).map(StreamPath::whereItIs).orElseGet(() -> whyNot(name, isSeen));
    }
    List<Entry> candidates = all(kind, isSeen);
    List<Entry> ts = all(StreamKind.TS, isSeen);
    if (kind == StreamKind.PICTURES) {
      boolean areAllTs = candidates.isEmpty() && !ts.isEmpty();
      return areAllTs
          ? "There are only streams of MPEG-TS here: " + theNamesOf(ts)
          : whyNot(null, isSeen);
    }
    return candidates.isEmpty()
        ? "There is no stream of MPEG-TS here.\n"
        : "There are several streams of MPEG-TS here, so the URL must name one: " + theNamesOf(ts);
  }

  /**
   * Where a stream is found that was asked for as if it were of the other kind. Its URLs begin
   * where a reverse proxy lets the edge begin, so there is no slash in front.
   */
  static String whereItIs(Entry entry) {
    String form =
        isOf(StreamKind.TS, entry)
            ? "The stream '%1$s' is MPEG-TS, not pictures: it is at %1$s/live.ts, its page at"
                + " %1$s/.\n"
            : "The stream '%1$s' is pictures, not MPEG-TS: it is at %1$s/stream, its page at"
                + " %1$s/.\n";
    return form.formatted(entry.stream());
  }

  private List<Entry> all(StreamKind kind, Predicate<StreamId> isSeen) {
    return all(kind).stream().filter(entry -> isSeen.test(entry.stream())).toList();
  }

  private static String theNamesOf(List<Entry> ts) {
    return ts.stream()
        .limit(MOST_NAMED)
        .map(entry -> "%s/live.ts".formatted(entry.stream()))
        .collect(Collectors.joining(", ", "", ".\n"));
  }
}
