package dev.sightline.ingest;

import dev.sightline.bus.Arrival;
import dev.sightline.bus.FrameReceiver;
import dev.sightline.bus.FrameTap;
import dev.sightline.frame.Epoch;
import dev.sightline.frame.Frame;
import dev.sightline.frame.StreamId;
import dev.sightline.testkit.Await;
import dev.sightline.testkit.Stamp;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A viewer of one stream at the end of the bus. May be looked at by any thread. */
final class TappedStream implements FrameTap.Listener {

  private final List<Frame> frames = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  static TappedStream open(Context context, FrameReceiver receiver, StreamId stream) {
    TappedStream tapped = new TappedStream();
    Promise<Void> open = Promise.promise();
    context.runOnContext(
        v -> {
          receiver.open(stream, tapped, () -> 1);
          open.complete();
        });
    Await.result(open.future());
    return tapped;
  }

  @Override
  public void frame(Arrival frame) {
    frames.add(frame.frame());
  }

  @Override
  public void lost() {}

  @Override
  public void ended() {
    ended = true;
  }

  /** Waits for the frame that a camera sent with this number. */
  void await(int stamped) {
    Await.until("frame %d of %s".formatted(stamped, stamps()), () -> stamps().contains(stamped));
  }

  void awaitEnd() {
    Await.until("the stream has ended", () -> ended);
  }

  boolean isEnded() {
    return ended;
  }

  /** The numbers that cameras gave the frames. */
  List<Integer> stamps() {
    return frames.stream().map(frame -> Stamp.read(frame.jpeg()).orElseThrow().sequence()).toList();
  }

  /** The numbers that the ingest gave them. */
  List<Long> sequences() {
    return frames.stream().map(Frame::sequence).toList();
  }

  List<Epoch> epochs() {
    return frames.stream().map(Frame::epoch).distinct().toList();
  }
}
