package dev.sightline.edge;

import dev.sightline.bus.StreamDirectory;
import java.util.List;

/**
 * The list of streams as it is told to all {@code /streams} sockets of one event loop: put into
 * words once, and only when something in it has changed.
 */
final class StreamList {

  /** Of more streams, those that come first in the alphabet are told. */
  static final int MOST = 4096;

  private final StreamDirectory directory;
  private List<StreamCondition> conditions = List.of();
  private String text = EdgeMessage.streams(conditions);
  private int version = 1;

  StreamList(StreamDirectory directory) {
    this.directory = directory;
  }

  /** Looks whether something has changed. */
  void refresh() {
    List<StreamCondition> now =
        directory.entries().stream().limit(MOST).map(StreamCondition::of).toList();
    if (!now.equals(conditions)) {
      conditions = now;
      text = EdgeMessage.streams(now);
      version++;
    }
  }

  /** The message for who has this sight, as of the last look. */
  String text(Sight sight) {
    return sight.isWhole()
        ? text
        : EdgeMessage.streams(
            conditions.stream().filter(each -> sight.sees(each.stream())).toList());
  }

  /** Counts its changes, from 1. */
  int version() {
    return version;
  }
}
