package dev.sightline.edge;

import dev.sightline.edge.LatestFrameWriter.Outcome;
import dev.sightline.frame.StreamId;
import java.util.Optional;

/** A viewer of one stream on a socket that it shares with viewers of others. */
final class StreamsWatch implements FrameViewer, LatestFrameWriter.Sink, ViewerChannel.Follower {

  private final int id;
  private final StreamsSocket owner;
  private final PictureTurns turns;
  private final StreamFeed feed;
  private final FrameRateCap cap;
  private final LatestFrameWriter writer;
  private StreamCondition told;
  private long droppedBefore;

  /**
   * @param id stands for the stream in binary messages
   */
  StreamsWatch(int id, StreamsSocket owner, PictureTurns turns, FrameRateCap cap, StreamFeed feed) {
    this.id = id;
    this.owner = owner;
    this.turns = turns;
    this.feed = feed;
    this.cap = cap.copy();
    this.writer = new LatestFrameWriter(this, this.cap, feed, System::nanoTime);
  }

  int id() {
    return id;
  }

  StreamId stream() {
    return feed.stream();
  }

  void retune(FrameRateCap to) {
    cap.retune(to);
  }

  @Override
  public void offer(OutboundFrame frame) {
    writer.offer(frame);
  }

  @Override
  public void everySecond(Patience patience) {
    writer.everySecond(patience);
    if (!owner.socket().isBehind()) {
      tellCondition();
    }
  }

  /** Says how the stream is, if that has changed. */
  void tellCondition() {
    owner.condition(stream()).filter(now -> !now.equals(told)).ifPresent(this::tell);
  }

  /** Says how the stream is, changed or not. */
  void tellConditionAnew() {
    told = null;
    tellCondition();
  }

  private void tell(StreamCondition now) {
    told = now;
    owner.socket().say(EdgeMessage.state(now, id));
  }

  @Override
  public Optional<ViewerFigures> figures() {
    return Optional.of(writer.figures("streams"));
  }

  @Override
  public void dismiss() {
    writer.finish(() -> owner.ended(this));
  }

  /** No picture is begun any more. */
  void end() {
    writer.end();
    turns.leave(writer);
  }

  /** It has taken nothing for too long, or is no longer there. */
  void countAsGivenUp() {
    feed.counts().gaveUp();
  }

  @Override
  public boolean isReady(LatestFrameWriter writer) {
    return turns.isTurnOf(writer);
  }

  @Override
  public Outcome write(OutboundFrame frame, LatestFrameWriter writer) {
    Optional<SharedBuffer> picture = frame.in(WireForm.PICTURE);
    if (picture.isEmpty()) {
      return Outcome.NO_ROOM;
    }
    turns.take();
    byte[] head = head(frame);
    writer.wrote(head.length + picture.get().size());
    Outcome outcome = owner.socket().channel().write(head, picture.get(), this);
    if (outcome == Outcome.LEFT) {
      turns.release();
    }
    return outcome;
  }

  private byte[] head(OutboundFrame frame) {
    long leftOut = writer.dropped() - droppedBefore;
    droppedBefore = writer.dropped();
    return EdgeMessage.pictureHead(frame, id, leftOut);
  }

  @Override
  public void left(boolean succeeded) {
    turns.release();
    writer.left(succeeded);
    if (succeeded) {
      turns.callNext();
    }
  }

  @Override
  public long waiting() {
    return owner.socket().channel().waiting();
  }

  @Override
  public void abandon() {
    owner.socket().channel().abandon();
  }

  @Override
  public String toString() {
    return "viewer of several streams, " + writer;
  }
}
