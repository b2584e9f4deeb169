package dev.sightline.edge;

import dev.sightline.bus.FrameReceiver;
import dev.sightline.frame.StreamId;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The viewers of one event loop, and the feeds that they watch. */
final class StreamHub {

  private static final Logger LOG = LoggerFactory.getLogger(StreamHub.class);

  private final EdgeStreams streams;
  private final Patience patience;
  private final Feeds<FrameViewer, StreamFeed> feeds;
  private final Feeds<TsViewer, TsFeed> tsFeeds;

  StreamHub(EdgeStreams streams, FrameReceiver receiver, Patience patience) {
    this.streams = streams;
    this.patience = patience;
    this.feeds = new Feeds<>(stream -> new StreamFeed(streams.of(stream), receiver));
    this.tsFeeds = new Feeds<>(stream -> new TsFeed(streams.ts(stream), receiver));
  }

  /**
   * Lets in a viewer that has a place; {@code opening} makes it, given its feed. A viewer that
   * can't be made gives its place back.
   */
  void join(StreamId stream, Place place, Function<StreamFeed, ? extends FrameViewer> opening) {
    join(feeds, stream, place, opening);
  }

  /** The same for one of MPEG-TS. */
  void joinTs(StreamId stream, Place place, Function<TsFeed, ? extends TsViewer> opening) {
    join(tsFeeds, stream, place, opening);
  }

  private <V extends Viewer, F extends Feed<V>> void join(
      Feeds<V, F> among, StreamId stream, Place place, Function<F, ? extends V> opening) {
    try {
      among.join(stream, opening);
    } catch (RuntimeException e) {
      place.leave();
      throw e;
    }
  }

  OfflineCards offlineCards() {
    return streams.offlineCards();
  }

  /** The node's. */
  Places places() {
    return streams.places();
  }

  /** To be called every second: also while a camera is away, nobody keeps a place for nothing. */
  void everySecond() {
    Patience bearable = streams.memory().isScarce() ? patience.shortened() : patience;
    feeds.visit(
        feed -> {
          feed.everySecond(bearable);
          streams.offlineCards().attend(feed);
        });
    tsFeeds.visit(feed -> feed.everySecond(bearable));
  }

  /** Lets a viewer go, once; what is said twice is ignored. */
  void leave(StreamId stream, Place place, Viewer viewer) {
    place.leave();
    if (!feeds.leave(stream, viewer) && !tsFeeds.leave(stream, viewer)) {
      return;
    }
    LOG.debug("{}: left by a viewer: {}", stream, viewer);
    if (streams.of(stream).viewers() == 0) {
      streams.offlineCards().forget(stream);
    }
  }
}
