package dev.sightline.edge;

import dev.sightline.bus.FrameReceiver;
import dev.sightline.frame.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The feeds of one event loop: opens one for a stream's first viewer, closes it after the last. */
final class StreamHub {

  private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);

  private final EdgeStreams streams;
  private final FrameReceiver receiver;
  private final Patience patience;
  private final Map<StreamId, StreamFeed> feeds = new HashMap<>();

  StreamHub(EdgeStreams streams, FrameReceiver receiver, Patience patience) {
    this.streams = streams;
    this.receiver = receiver;
    this.patience = patience;
  }

  /**
   * Lets in a viewer that has been admitted; {@code opening} makes it, given its feed. A viewer
   * that can't be made gives its place back.
   */
  void join(StreamId stream, Function<StreamFeed, ? extends Viewer> opening) {
    StreamFeed feed = feeds.computeIfAbsent(stream, id -> new StreamFeed(streams.of(id), receiver));
    Viewer viewer;
    try {
      viewer = opening.apply(feed);
    } catch (RuntimeException e) {
      streams.leave();
      closeIfDeserted(feed);
      throw e;
    }
    feed.add(viewer);
  }

  private void closeIfDeserted(StreamFeed feed) {
    if (feed.isDeserted()) {
      feeds.remove(feed.stream());
      feed.close();
    }
  }

  OfflineCards offlineCards() {
    return streams.offlineCards();
  }

  /** Takes one of the node's places for viewers; false when there is none left. */
  boolean admit() {
    return streams.admit();
  }

  /** To be called every second: also while a camera is away, nobody keeps a place for nothing. */
  void everySecond() {
    Patience bearable = streams.memory().isScarce() ? patience.shortened() : patience;
    for (StreamFeed feed : List.copyOf(feeds.values())) {
      feed.everySecond(bearable);
      streams.offlineCards().attend(feed);
    }
  }

  /** Lets a viewer go, once; what is said twice is ignored. */
  void leave(StreamId stream, Viewer viewer) {
    StreamFeed feed = feeds.get(stream);
    if (feed == null || !feed.remove(viewer)) {
      return;
    }
    streams.leave();
    LOG.debug("{}: left by a viewer: {}", stream, viewer);
    closeIfDeserted(feed);
    if (streams.of(stream).viewers() == 0) {
      streams.offlineCards().forget(stream);
    }
  }
}
