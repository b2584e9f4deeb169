package dev.sightline.edge;

import dev.sightline.bus.FrameReceiver;
import dev.sightline.frame.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The feeds of one event loop: opens one for a stream's first viewer, closes it after the last. */
final class StreamHub {

  private final EdgeStreams streams;
  private final FrameReceiver receiver;
  private final Map<StreamId, StreamFeed> feeds = new HashMap<>();

  StreamHub(EdgeStreams streams, FrameReceiver receiver) {
    this.streams = streams;
    this.receiver = receiver;
  }

  EdgeStream counts(StreamId stream) {
    return streams.of(stream);
  }

  void join(StreamId stream, Viewer viewer) {
    feeds.computeIfAbsent(stream, id -> new StreamFeed(streams.of(id), receiver)).add(viewer);
  }

  /** Takes one of the node's places for viewers; false when there is none left. */
  boolean admit() {
    return streams.admit();
  }

  /** To be called every second: also while a camera is away, nobody keeps a place for nothing. */
  void checkPatience() {
    List.copyOf(feeds.values()).forEach(StreamFeed::checkPatience);
  }

  /** Lets a viewer go, once; what is said twice is ignored. */
  void leave(StreamId stream, Viewer viewer) {
    StreamFeed feed = feeds.get(stream);
    if (feed == null || !feed.remove(viewer)) {
      return;
    }
    streams.leave();
    if (feed.isDeserted()) {
      feeds.remove(stream);
      feed.close();
    }
  }
}
