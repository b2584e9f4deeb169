package dev.sightline.bus;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Context;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Where the frames of one stream come out on one event loop: a mailbox for one frame.
 *
 * <p>A frame that has not been taken when the next one comes is replaced and counted, so that a
 * busy event loop gets the newest and never a backlog. One that lay here while the process stood
 * still is dropped and counted likewise.
 */
public final class FrameTap extends Tap {

  /** Who takes the frames. */
  public interface Listener extends Tap.Listener {

    void frame(Arrival frame);
  }

  private final Listener listener;
  private final Standstills standstills;
  private final Counter dropped;
  private final AtomicReference<Arrival> mailbox = new AtomicReference<>();

  FrameTap(
      Context context,
      Listener listener,
      Standstills standstills,
      Counter dropped,
      Consumer<Tap> onClose) {
    super(context, listener, onClose);
    this.listener = listener;
    this.standstills = standstills;
    this.dropped = dropped;
  }

  void offer(Arrival frame) {
    if (mailbox.getAndSet(frame) == null) {
      tell(this::take);
    } else {
      dropped.increment();
    }
  }

  private void take() {
    Arrival frame = mailbox.getAndSet(null);
    if (frame == null) {
      return;
    }
    if (frame.standstills() == standstills.count()) {
      listener.frame(frame);
    } else {
      dropped.increment();
    }
  }
}
