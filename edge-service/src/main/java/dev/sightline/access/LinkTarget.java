package dev.sightline.access;

import dev.sightline.frame.StreamId;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What of a stream a link leads to. */
enum LinkTarget {
  STREAM("stream", "stream"),
  SNAPSHOT("snapshot", "snapshot"),
  PAGE("page", ""),
  STATUS("status", "status"),
  LIVE_TS("live.ts", "live.ts"),
  WS("ws", "ws"),
  WEBSOCKET("websocket", "websocket");

  private final String word;
  private final String path;

  LinkTarget(String word, String path) {
    this.word = word;
    this.path = path;
  }

  static Optional<LinkTarget> of(String word) {
    return Arrays.stream(values()).filter(target -> target.word.equals(word)).findFirst();
  }

  static String words() {
    return Arrays.stream(values()).map(target -> target.word).collect(Collectors.joining(", "));
  }

  /**
   * @param base without a slash at its end
   */
  String url(String base, StreamId stream, String token) {
    boolean isSocket = this == WS || this == WEBSOCKET;
    String root = isSocket ? base.replaceFirst("^http", "ws") : base;
    return "%s/%s/%s?token=%s".formatted(root, stream, path, token);
  }
}
