package dev.sightline.bus;

import dev.sightline.frame.Stretch;
import java.time.Duration;

/** What one edge received of an ordered stream since it was last asked, in virtual time. */
final class OrderedTally implements StretchTap.Listener {

  private final VirtualTime time;
  private final SimulatedUploader uploader;
  private final OrderedListener listener = new OrderedListener();
  private long bytesBefore;
  private int jumpsBefore;
  private long since;
  private long oldest;

  OrderedTally(VirtualTime time, SimulatedUploader uploader) {
    this.time = time;
    this.uploader = uploader;
    this.since = time.elapsed();
  }

  @Override
  public void stretch(Stretch stretch) {
    listener.stretch(stretch);
    oldest = Math.max(oldest, time.elapsed() - uploader.appendedAt(stretch.position()));
  }

  @Override
  public void lost() {}

  @Override
  public void ended() {}

  /** Begins anew to count. */
  void next() {
    listener.assertNoMistakes();
    bytesBefore = listener.bytes();
    jumpsBefore = listener.jumps();
    since = time.elapsed();
    oldest = 0;
  }

  void assertNoMistakes() {
    listener.assertNoMistakes();
  }

  double bytesPerSecond() {
    return (listener.bytes() - bytesBefore) * 1e9 / (time.elapsed() - since);
  }

  int jumps() {
    return listener.jumps() - jumpsBefore;
  }

  /** The greatest age of a byte when it arrived. */
  Duration oldest() {
    return Duration.ofNanos(oldest);
  }

  @Override
  public String toString() {
    return "%.0f bytes/s, %d jumps, oldest %d ms"
        .formatted(bytesPerSecond(), jumps(), oldest().toMillis());
  }
}
